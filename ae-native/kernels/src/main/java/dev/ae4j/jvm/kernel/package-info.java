/**
 * Kernels that return the same bits whatever computes them.
 *
 * <p>Everything here works on row-major {@code float[]} with offsets, allocates nothing once it is
 * warm, and promises equal bits for every number of threads, vector width, kernel set, Java release
 * from 17 and stage of compilation. The one exception is which of the many NaNs a NaN is. Denormal
 * numbers are kept, in arguments and in results.
 */
package dev.ae4j.jvm.kernel;
