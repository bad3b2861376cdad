package dev.ae4j.jvm.kernel;

/**
 * The inner loops of {@link IndirectProduct}: matrix products of one register tile.
 *
 * <p>A tile has one or two vectors of {@link #lanes()} columns. Every function computes {@code C =
 * init + A B} for a tile and {@code k} steps, where element p of row i of A is {@code a[ao + i +
 * steps[p]]}. Row p of B starts at {@code bo + p * ldb}, row i of C at {@code co +
 * places[firstPlace + i]} and of init at {@code io + places[firstPlace + i] * initScale}. Rows are
 * stored in order, so that of those with the same place the last one stays.
 */
public interface IndirectTiles {
  /** The rows of a wide tile. */
  int wideRows();

  /** The rows of a narrow tile. */
  int narrowRows();

  /** The rows of a low tile, fewer than those of a wide one. */
  int lowRows();

  /** The columns of a narrow tile; wide and low ones have twice as many. */
  int lanes();

  /** A tile of {@link #wideRows()} rows and two vectors. */
  void wide(
      int k,
      float[] a,
      int ao,
      int[] steps,
      float[] b,
      int bo,
      int ldb,
      float[] init,
      int io,
      int initScale,
      float[] c,
      int co,
      int[] places,
      int firstPlace);

  /** A tile of {@link #lowRows()} rows and two vectors. */
  void low(
      int k,
      float[] a,
      int ao,
      int[] steps,
      float[] b,
      int bo,
      int ldb,
      float[] init,
      int io,
      int initScale,
      float[] c,
      int co,
      int[] places,
      int firstPlace);

  /** A tile of {@link #narrowRows()} rows and one vector. */
  void narrow(
      int k,
      float[] a,
      int ao,
      int[] steps,
      float[] b,
      int bo,
      int ldb,
      float[] init,
      int io,
      int initScale,
      float[] c,
      int co,
      int[] places,
      int firstPlace);
}
