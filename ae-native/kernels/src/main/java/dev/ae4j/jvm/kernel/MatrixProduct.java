package dev.ae4j.jvm.kernel;

/**
 * A matrix product {@code C = init + op(A) op(B)} of one fixed shape, prepared once and run often.
 *
 * <p>{@code op(A)} is m x k, {@code op(B)} is k x n and {@code C} is m x n, all row-major. Every
 * element of C is one chain of fused multiply-adds in ascending k, starting from its initial value:
 * {@code c = fma(a[i][0], b[0][j], init)}, {@code c = fma(a[i][1], b[1][j], c)}, and so on. That
 * order depends on nothing, so the bits are the same everywhere.
 *
 * <p>C must not overlap A or B. A product keeps the arguments of the run at hand and uses the
 * scratch memory of its {@link Workspace}: at most one thread may call {@code run} at a time among
 * all products that share a workspace.
 */
public abstract class MatrixProduct {
  /** The epilogue that does nothing. */
  public static final Epilogue NO_EPILOGUE = (row, rows, column, columns, worker) -> {};

  /** What happens to a finished block of C while it is still in the cache. */
  @FunctionalInterface
  public interface Epilogue {
    /**
     * Called once for every block of C after its last write, by the thread that computed it. Blocks
     * tile C without overlap; how they do is not defined and may change from run to run. Never
     * called where C has no elements.
     *
     * @param row the first row of the block
     * @param rows its number of rows
     * @param column its first column
     * @param columns its number of columns
     * @param worker the number of the thread, as in {@link ThreadTeam.Task}
     */
    void apply(int row, int rows, int column, int columns, int worker);
  }

  /**
   * The shape of a product. The leading dimensions are the distances between rows as stored.
   *
   * @param m rows of op(A) and C
   * @param n columns of op(B) and C
   * @param k columns of op(A), rows of op(B)
   * @param transposeA whether A is stored as k x m
   * @param transposeB whether B is stored as n x k
   * @param lda distance between stored rows of A; rows may overlap, A is only read
   * @param ldb distance between stored rows of B
   * @param ldc distance between rows of C, at least n
   */
  public record Shape(
      int m, int n, int k, boolean transposeA, boolean transposeB, int lda, int ldb, int ldc) {
    public Shape {
      if (m < 0 || n < 0 || k < 0) {
        throw new IllegalArgumentException(
            "A matrix product needs sizes of 0 or more, got m=" + m + ", n=" + n + ", k=" + k);
      }
      if (lda < 0 || ldb < 0 || ldc < n) {
        throw new IllegalArgumentException(
            "A matrix product needs lda >= 0, ldb >= 0 and ldc >= n, got lda="
                + lda
                + ", ldb="
                + ldb
                + ", ldc="
                + ldc
                + " with n="
                + n);
      }
    }

    /** The shape of a product of matrices stored without gaps. */
    public static Shape of(int m, int n, int k, boolean transposeA, boolean transposeB) {
      return new Shape(m, n, k, transposeA, transposeB, transposeA ? m : k, transposeB ? k : n, n);
    }
  }

  private final Shape shape;
  private final Epilogue epilogue;
  private final Workspace workspace;

  protected MatrixProduct(Shape shape, Epilogue epilogue, Workspace workspace) {
    this.shape = shape;
    this.epilogue = epilogue;
    this.workspace = workspace;
    workspace.reserveZeros(shape.n());
  }

  /** The shape this product was made for. */
  public final Shape shape() {
    return shape;
  }

  /** What to call for finished blocks of C. */
  protected final Epilogue epilogue() {
    return epilogue;
  }

  /** The scratch memory this product may use. */
  protected final Workspace workspace() {
    return workspace;
  }

  /** {@code C = op(A) op(B)}, every chain starting from +0, shared over the team. */
  public final void run(float[] a, int ao, float[] b, int bo, float[] c, int co) {
    run(a, ao, b, bo, workspace.zeros(), 0, 0, c, co);
  }

  /** {@code C = bias + op(A) op(B)} with one row of n numbers added to every row of C. */
  public final void runWithBias(
      float[] a, int ao, float[] b, int bo, float[] bias, int biasOffset, float[] c, int co) {
    run(a, ao, b, bo, bias, biasOffset, 0, c, co);
  }

  /** {@code C = C + op(A) op(B)}. */
  public final void runOnto(float[] a, int ao, float[] b, int bo, float[] c, int co) {
    run(a, ao, b, bo, c, co, shape.ldc(), c, co);
  }

  /**
   * {@code C = init + op(A) op(B)} where row i of init starts at {@code io + i * ldi}, shared over
   * the team. {@code init} may be {@code c} itself at the same place, and must not overlap it in
   * any other way.
   */
  public abstract void run(
      float[] a, int ao, float[] b, int bo, float[] init, int io, int ldi, float[] c, int co);

  /**
   * The same product computed by the calling thread alone, for callers that already are inside a
   * {@link ThreadTeam.Task}. Workers may call it at the same time, each with its own number.
   *
   * @param worker the number of the calling thread, which selects its scratch memory
   */
  public abstract void runAlone(
      int worker,
      float[] a,
      int ao,
      float[] b,
      int bo,
      float[] init,
      int io,
      int ldi,
      float[] c,
      int co);
}
