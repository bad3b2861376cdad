/**
 * The vector kernel set. No class outside this package mentions the Vector API, so everything else
 * loads without it.
 *
 * <p>Habits that keep C2 from putting vectors on the heap: species and constants are static and
 * final, one width in the whole JVM, accumulators are local variables of one loop without another
 * loop around it in the same method, no masks in loops over memory.
 */
package dev.ae4j.jvm.vector;
