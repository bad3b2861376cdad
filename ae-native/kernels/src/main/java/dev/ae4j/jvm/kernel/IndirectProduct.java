package dev.ae4j.jvm.kernel;

/**
 * A matrix product {@code C = init + A B} whose left operand lies where a table says: element p of
 * row i of A is {@code a[ao + i + steps[p]]}, and row i of C begins at {@code c[co + places[i]]}. A
 * convolution is such a product on the padded image itself, without a copy of what its windows look
 * at (Dukhan, "The Indirect Convolution Algorithm", 2019).
 *
 * <p>B is row-major without gaps. Every element of C is one chain of fused multiply-adds in
 * ascending steps, starting from its initial value. Rows may share a place with a later row: what
 * that one leaves there stays. Up to {@link #SPARE_ROWS} rows of A behind the last one are read,
 * and must be there. Workers may run a product at the same time, each with its own number.
 */
public final class IndirectProduct {
  /** How many rows of A are read behind the last one at most. */
  public static final int SPARE_ROWS = 15;

  private final IndirectTiles tiles;
  private final Workspace workspace;
  private final int[] steps;
  private final int[] places;
  private final int columns;
  private final int wideColumns;
  private final int lastColumns;
  private final int lastWidth;
  private final int[] ownPlaces;

  private final Call[] calls;

  /** The arguments of a run. */
  private static final class Call {
    private static final float[] NONE = {};

    int m;
    int k;
    float[] a = NONE;
    int ao;
    float[] init = NONE;
    int initScale;
    float[] c = NONE;
    float[] own = NONE;
  }

  /**
   * Prepares a product.
   *
   * @param steps where the elements of a row of A are, relative to its first place, 0 or more; as
   *     many as a run may have at most
   * @param places where the rows of C begin, relative to its offset, 0 or more; likewise
   * @param columns the columns of B and C, 1 or more
   * @param tiles the inner loops
   * @param workspace scratch memory
   */
  public IndirectProduct(
      int[] steps, int[] places, int columns, IndirectTiles tiles, Workspace workspace) {
    this.tiles = tiles;
    this.workspace = workspace;
    this.steps = steps.clone();
    this.places = places.clone();
    this.columns = columns;
    wideColumns = 2 * tiles.lanes();
    lastColumns = columns % wideColumns;
    lastWidth = lastColumns <= tiles.lanes() ? tiles.lanes() : wideColumns;
    ownPlaces = new int[Math.max(tiles.wideRows(), tiles.narrowRows())];
    for (int i = 0; i < ownPlaces.length; i++) {
      ownPlaces[i] = i * wideColumns;
    }
    workspace.reserveOwn(tileSize() + steps.length * lastWidth);
    workspace.reserveZeros(columns);
    calls = new Call[workspace.threads()];
    for (int i = 0; i < calls.length; i++) {
      calls[i] = new Call();
    }
  }

  private int tileSize() {
    return ownPlaces.length * wideColumns;
  }

  /**
   * Computes the product for the first {@code m} rows and {@code k} steps on the calling thread.
   *
   * @param worker the calling thread, which selects the scratch memory
   * @param m the rows of A and C, at most as many as there are places
   * @param k the columns of A and rows of B, at most as many as there are steps
   * @param a holds A, element p of row i at {@code ao + i + steps[p]}
   * @param b holds B, {@code [k, columns]} from {@code bo} on
   * @param init where sums begin: the same {@code columns} numbers for each row, or C itself
   * @param onto whether {@code init} is C
   * @param c receives C, row i from {@code co + places[i]} on
   * @throws IndexOutOfBoundsException if an operand, with the spare rows of A, or C does not fit
   *     its array; C may be written in part then
   */
  public void run(
      int worker,
      int m,
      int k,
      float[] a,
      int ao,
      float[] b,
      int bo,
      float[] init,
      int io,
      boolean onto,
      float[] c,
      int co) {
    Call call = calls[worker];
    call.m = m;
    call.k = k;
    call.a = a;
    call.ao = ao;
    call.init = init;
    call.initScale = onto ? 1 : 0;
    call.c = c;
    call.own = workspace.own(worker);
    int column = 0;
    for (; column + wideColumns <= columns; column += wideColumns) {
      panel(call, wideColumns, wideColumns, b, bo + column, columns, io + column, co + column);
    }
    if (lastColumns == lastWidth) {
      panel(call, lastWidth, lastWidth, b, bo + column, columns, io + column, co + column);
    } else if (lastColumns > 0) {
      // Filled up with what was there before; what that computes is not stored.
      float[] own = call.own;
      int packed = tileSize();
      Copies.block(b, bo + column, columns, k, lastColumns, own, packed, lastWidth);
      panel(call, lastWidth, lastColumns, own, packed, lastWidth, io + column, co + column);
    }
  }

  private void panel(Call call, int width, int stored, float[] b, int bo, int ldb, int io, int co) {
    boolean wide = width == wideColumns;
    int tileRows = wide ? tiles.wideRows() : tiles.narrowRows();
    int row = 0;
    while (row < call.m) {
      int left = call.m - row;
      int rows = wide && left <= tiles.lowRows() ? tiles.lowRows() : tileRows;
      if (rows <= left && stored == width) {
        tile(call, rows, row, b, bo, ldb, call.init, io, call.initScale, call.c, co, places, row);
      } else {
        edge(call, rows, row, Math.min(rows, left), stored, b, bo, ldb, io, co);
      }
      row += rows;
    }
  }

  /** Computes a tile of which only {@code count} rows and {@code stored} columns are wanted. */
  private void edge(
      Call call,
      int rows,
      int row,
      int count,
      int stored,
      float[] b,
      int bo,
      int ldb,
      int io,
      int co) {
    float[] own = call.own;
    for (int i = 0; i < count; i++) {
      int from = io + places[row + i] * call.initScale;
      System.arraycopy(call.init, from, own, ownPlaces[i], stored);
    }
    tile(call, rows, row, b, bo, ldb, own, 0, 1, own, 0, ownPlaces, 0);
    for (int i = 0; i < count; i++) {
      System.arraycopy(own, ownPlaces[i], call.c, co + places[row + i], stored);
    }
  }

  private void tile(
      Call call,
      int rows,
      int row,
      float[] b,
      int bo,
      int ldb,
      float[] init,
      int io,
      int initScale,
      float[] c,
      int co,
      int[] to,
      int first) {
    int ao = call.ao + row;
    if (rows == tiles.lowRows()) {
      tiles.low(call.k, call.a, ao, steps, b, bo, ldb, init, io, initScale, c, co, to, first);
    } else if (rows == tiles.wideRows()) {
      tiles.wide(call.k, call.a, ao, steps, b, bo, ldb, init, io, initScale, c, co, to, first);
    } else {
      tiles.narrow(call.k, call.a, ao, steps, b, bo, ldb, init, io, initScale, c, co, to, first);
    }
  }
}
