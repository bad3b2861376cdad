/**
 * How fast the kernels are, next to what the machine can do.
 *
 * <p>Amounts are per nanosecond: GFLOP/s, GB/s, or elements per nanosecond. Compare only figures of
 * one run.
 */
@NullMarked
package dev.ae4j.jvm.benchmark;

import org.jspecify.annotations.NullMarked;
