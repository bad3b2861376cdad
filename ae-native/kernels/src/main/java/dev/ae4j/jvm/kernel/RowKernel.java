package dev.ae4j.jvm.kernel;

/** The product of one row with a matrix, as {@link RowwiseProduct} needs it. */
@FunctionalInterface
public interface RowKernel {
  /**
   * {@code c[co + j] = init[io + j] + sum over p of a[ao + p * stepA] b[bo + p * ldb + j]} for
   * {@code j < n}, each a chain of fused multiply-adds over {@code p < k}.
   */
  void multiply(
      int n,
      int k,
      float[] a,
      int ao,
      int stepA,
      float[] b,
      int bo,
      int ldb,
      float[] init,
      int io,
      float[] c,
      int co);
}
