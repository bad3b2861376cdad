package dev.ae4j.jvm.kernel;

/**
 * The inner loops of {@link PackedProduct}: matrix products of one register tile.
 *
 * <p>A tile has {@link #rows()} rows and one or two vectors of {@link #lanes()} columns. Every
 * function computes {@code C = init + A B} for a tile and {@code k} steps. Row i of init starts at
 * {@code io + i * ldi}, of C at {@code co + i * ldc}, row p of B at {@code bo + p * ldb}. Where
 * {@code rows} is less than the tile has, row {@code rows - 1} is computed more than once instead
 * of touching memory behind it.
 */
public interface TileKernels {
  /** The rows of a tile. */
  int rows();

  /** The columns of a narrow tile; a wide one has twice as many. */
  int lanes();

  /** A wide tile where row i of A starts at {@code ao + i * lda}. */
  void rowsWide(
      int rows,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      float[] init,
      int io,
      int ldi,
      float[] c,
      int co,
      int ldc);

  /** A narrow tile where row i of A starts at {@code ao + i * lda}. */
  void rowsNarrow(
      int rows,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      float[] init,
      int io,
      int ldi,
      float[] c,
      int co,
      int ldc);

  /**
   * A wide tile where the rows of A are columns: element p of row i is {@code a[ao + p * lda + i]},
   * and all {@link #rows()} of them must be there, with the last one repeated.
   */
  void columnsWide(
      int rows,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      float[] init,
      int io,
      int ldi,
      float[] c,
      int co,
      int ldc);

  /** A narrow tile where the rows of A are columns, see {@link #columnsWide}. */
  void columnsNarrow(
      int rows,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      float[] init,
      int io,
      int ldi,
      float[] c,
      int co,
      int ldc);

  /**
   * Packs {@code count} neighbours per step that lie side by side: {@code y[p * width + i] = x[p *
   * ldx + i]} for {@code p < steps}, the last one repeated up to {@code width}.
   */
  void packRows(float[] x, int xo, int ldx, int steps, int count, float[] y, int yo, int width);

  /**
   * Packs {@code count} neighbours per step that lie in different rows: {@code y[p * width + i] =
   * x[i * ldx + p]} for {@code p < steps}, the last one repeated up to {@code width}.
   */
  void packColumns(float[] x, int xo, int ldx, int steps, int count, float[] y, int yo, int width);
}
