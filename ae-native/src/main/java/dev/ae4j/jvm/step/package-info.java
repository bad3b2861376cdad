/**
 * What happens at run time: the steps of a plan and the memory that they work on.
 *
 * <p>Steps are made once and run often. Running allocates nothing, and gives the same bits however
 * the work is shared out.
 */
package dev.ae4j.jvm.step;
