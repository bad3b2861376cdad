package dev.ae4j.jvm.kernel;

/**
 * The matrix product on register tiles: packs what the tiles can't read in order, then computes
 * blocks of C side by side.
 *
 * <p>A run takes as many steps of k at a time as fit into the cache: (1) the team packs tiles of A
 * and panels of B into shared memory, once for all of them; (2) the team computes blocks of C, each
 * block for one chunk of k after the other. What is packed and how C is cut depends on the shape
 * alone.
 *
 * <p>Where C has no more columns than a vector and A is stored transposed, the transpose of C is
 * computed: wide tiles then read A along its rows. Only tiles of C are transposed, one at a time.
 *
 * <p>A packed tile of A holds one number per row for each step of k, a packed panel of B one or two
 * vectors. Tiles and panels at the edge are filled up with copies of their last row or column; what
 * that computes is not stored in C.
 */
public final class PackedProduct extends MatrixProduct {
  // A chunk of k: a panel of B of this length and a tile of A stay in L1 and L2.
  private static final int CHUNK = 512;
  // Rows of C in a block: its part of A stays in L2 while panels of B pass by.
  private static final int BLOCK_ROWS = 256;
  // Packing pays when what was packed is read often enough.
  private static final int PACK_B_ROWS = 64;
  private static final int PACK_A_COLUMNS = 192;
  // Steps from which a C of few columns is turned: fewer do not pay for transposing its tiles. With
  // more, 144 x 8 x 2048 runs at 190 instead of 59 GFLOP/s, 64 x 16 x 25088 at 180 instead of 120.
  private static final int TURNED_STEPS = 512;
  // Floats of A and B in a group of chunks: half of L2. All blocks of C use a group before the next
  // one is packed or read, or else a long k would bring every row of A and B from memory once for
  // each block (288 x 16 x 25088: 36 GFLOP/s without groups, 73 with them).
  private static final int GROUP_LIMIT = 128 << 10;
  // Floats of B that stay in L1 whole: C is then computed in the order of its rows, which suits
  // memory better (25088 x 288 x 16: 119 instead of 94 GFLOP/s).
  private static final int SMALL_B = 8192;
  // Multiply-adds in a block: about 2 microseconds, enough to hide handing it out.
  private static final long BLOCK_WORK = 200_000;
  // Enough to keep many threads evenly busy; more makes blocks of large products too narrow.
  private static final int MOST_BLOCKS = 64;
  // Below this a team costs more than it saves.
  private static final long TEAM_WORK = 200_000;
  // Tiles of A that are packed together, about as much as a panel of B.
  private static final int PACKED_TOGETHER = 4;

  private final TileKernels tiles;
  private final ThreadTeam team;
  private final boolean turned;
  // What is computed: C, or where it is turned, its transpose.
  private final Shape inner;
  private final int tileRows;
  private final int panelColumns;
  private final int tileCount;
  private final int panelCount;
  private final int lastPanelColumns;
  private final int lastPanelWidth;
  // Tiles and panels from here on are packed, those before are read in place.
  private final int firstPackedTile;
  private final int firstPackedPanel;
  // Steps of k that all blocks do before the next ones.
  private final int group;
  private final int chunk;
  private final int packedA;
  private final int packedSize;
  private final int packedTileShards;
  private final int packedShards;
  private final int blockTiles;
  private final int blockPanels;
  private final int columnBlocks;
  private final int blocks;

  private final Call teamCall = new Call();
  private final Call[] ownCalls;
  private final ThreadTeam.Task packing = (shard, worker) -> pack(teamCall, shard);
  private final ThreadTeam.Task computing = (block, worker) -> compute(teamCall, block, worker);

  /** The arguments of one run, and the group of k it is at. */
  private static final class Call {
    private static final float[] NONE = {};

    float[] a = NONE;
    int ao;
    float[] b = NONE;
    int bo;
    float[] init = NONE;
    int io;
    int ldi;
    float[] c = NONE;
    int co;
    float[] packed = NONE;
    int packedOffset;
    int firstStep;
    int steps;

    void set(
        float[] a, int ao, float[] b, int bo, float[] init, int io, int ldi, float[] c, int co) {
      this.a = a;
      this.ao = ao;
      this.b = b;
      this.bo = bo;
      this.init = init;
      this.io = io;
      this.ldi = ldi;
      this.c = c;
      this.co = co;
    }
  }

  /** A product of this shape, which must have elements and steps, on these tiles. */
  public PackedProduct(
      Shape shape, TileKernels tiles, Epilogue epilogue, ThreadTeam team, Workspace workspace) {
    super(shape, epilogue, workspace);
    this.tiles = tiles;
    this.team = team;
    turned =
        shape.transposeA()
            && shape.n() <= tiles.lanes()
            && shape.m() > tiles.lanes()
            && shape.k() >= TURNED_STEPS;
    inner = turned ? turned(shape) : shape;
    int m = inner.m();
    int n = inner.n();
    int k = inner.k();
    tileRows = tiles.rows();
    panelColumns = 2 * tiles.lanes();
    tileCount = ceilDiv(m, tileRows);
    panelCount = ceilDiv(n, panelColumns);
    lastPanelColumns = n - (panelCount - 1) * panelColumns;
    lastPanelWidth = lastPanelColumns <= tiles.lanes() ? tiles.lanes() : panelColumns;

    boolean packA = n >= PACK_A_COLUMNS;
    // In place, the columns form would read behind the last row.
    boolean packLastTile = inner.transposeA() && m % tileRows != 0;
    firstPackedTile = packA ? 0 : packLastTile ? tileCount - 1 : tileCount;
    boolean packB = inner.transposeB() || (m >= PACK_B_ROWS && inner.ldb() > panelColumns);
    boolean packLastPanel = lastPanelColumns != lastPanelWidth;
    firstPackedPanel = packB ? 0 : packLastPanel ? panelCount - 1 : panelCount;

    int packedTiles = tileCount - firstPackedTile;
    int packedPanels = panelCount - firstPackedPanel;
    int packedPerStep = packedTiles * tileRows + packedPanels * panelColumns;
    int groupChunks = Math.max(1, GROUP_LIMIT / CHUNK / (m + n));
    // All of k at once if L2 just holds it: the team then meets once.
    boolean fits = (long) k * (m + n) <= 2 * GROUP_LIMIT;
    group = fits ? k : Math.min(k, groupChunks * CHUNK);
    chunk = turned ? group : CHUNK;
    packedA = packedTiles * tileRows * group;
    packedSize = packedPerStep * group;
    packedTileShards = ceilDiv(packedTiles, PACKED_TOGETHER);
    packedShards = packedTileShards + packedPanels;

    // Split the columns first: each panel of B is then read by one thread only.
    long work = (long) m * n * k;
    int wanted = work < TEAM_WORK ? 1 : (int) Math.min(work / BLOCK_WORK, MOST_BLOCKS);
    int rowBlocksAtLeast = ceilDiv(m, BLOCK_ROWS);
    int columnBlocksWanted = Math.min(panelCount, ceilDiv(wanted, rowBlocksAtLeast));
    blockPanels = ceilDiv(panelCount, columnBlocksWanted);
    columnBlocks = ceilDiv(panelCount, blockPanels);
    int rowBlocksWanted =
        Math.min(tileCount, Math.max(rowBlocksAtLeast, ceilDiv(wanted, columnBlocks)));
    blockTiles = ceilDiv(tileCount, rowBlocksWanted);
    blocks = ceilDiv(tileCount, blockTiles) * columnBlocks;

    workspace.reserveShared(packedSize);
    workspace.reserveOwn(tileRows * panelColumns);
    ownCalls = new Call[workspace.threads()];
    for (int i = 0; i < ownCalls.length; i++) {
      ownCalls[i] = new Call();
    }
  }

  @Override
  public void run(
      float[] a, int ao, float[] b, int bo, float[] init, int io, int ldi, float[] c, int co) {
    if (blocks == 1) {
      runAlone(0, a, ao, b, bo, init, io, ldi, c, co);
      return;
    }
    Call call = teamCall;
    set(call, turned, a, ao, b, bo, init, io, ldi, c, co);
    call.packed = workspace().shared();
    for (int p = 0; p < inner.k(); p += group) {
      call.firstStep = p;
      call.steps = Math.min(group, inner.k() - p);
      team.run(packing, packedShards);
      team.run(computing, blocks);
    }
  }

  @Override
  public void runAlone(
      int worker,
      float[] a,
      int ao,
      float[] b,
      int bo,
      float[] init,
      int io,
      int ldi,
      float[] c,
      int co) {
    int tileSize = tileRows * panelColumns;
    Call call = ownCalls[worker];
    set(call, turned, a, ao, b, bo, init, io, ldi, c, co);
    call.packed = workspace().own(worker, tileSize + packedSize);
    call.packedOffset = tileSize;
    for (int p = 0; p < inner.k(); p += group) {
      call.firstStep = p;
      call.steps = Math.min(group, inner.k() - p);
      for (int shard = 0; shard < packedShards; shard++) {
        pack(call, shard);
      }
      for (int block = 0; block < blocks; block++) {
        compute(call, block, worker);
      }
    }
  }

  private void pack(Call call, int shard) {
    if (shard < packedTileShards) {
      int from = firstPackedTile + shard * PACKED_TOGETHER;
      int to = Math.min(tileCount, from + PACKED_TOGETHER);
      for (int tile = from; tile < to; tile++) {
        packTile(call, tile);
      }
    } else {
      packPanel(call, firstPackedPanel + shard - packedTileShards);
    }
  }

  private void packTile(Call call, int tile) {
    int row = tile * tileRows;
    int rows = Math.min(tileRows, inner.m() - row);
    int lda = inner.lda();
    int to = packedTile(call, tile);
    if (inner.transposeA()) {
      int from = call.ao + call.firstStep * lda + row;
      tiles.packRows(call.a, from, lda, call.steps, rows, call.packed, to, tileRows);
    } else {
      int from = call.ao + row * lda + call.firstStep;
      tiles.packColumns(call.a, from, lda, call.steps, rows, call.packed, to, tileRows);
    }
  }

  private void packPanel(Call call, int panel) {
    int column = panel * panelColumns;
    boolean last = panel == panelCount - 1;
    int columns = last ? lastPanelColumns : panelColumns;
    int width = last ? lastPanelWidth : panelColumns;
    int ldb = inner.ldb();
    int to = packedPanel(call, panel);
    if (inner.transposeB()) {
      int from = call.bo + column * ldb + call.firstStep;
      tiles.packColumns(call.b, from, ldb, call.steps, columns, call.packed, to, width);
    } else {
      int from = call.bo + call.firstStep * ldb + column;
      tiles.packRows(call.b, from, ldb, call.steps, columns, call.packed, to, width);
    }
  }

  private int packedTile(Call call, int tile) {
    return call.packedOffset + (tile - firstPackedTile) * tileRows * group;
  }

  private int packedPanel(Call call, int panel) {
    return call.packedOffset + packedA + (panel - firstPackedPanel) * panelColumns * group;
  }

  private void compute(Call call, int block, int worker) {
    // Blocks side by side are computed one after the other: their tiles of A are still in L2.
    int firstTile = block / columnBlocks * blockTiles;
    int lastTile = Math.min(tileCount, firstTile + blockTiles);
    int firstPanel = block % columnBlocks * blockPanels;
    int lastPanel = Math.min(panelCount, firstPanel + blockPanels);
    for (int step = 0; step < call.steps; step += chunk) {
      int steps = Math.min(chunk, call.steps - step);
      int panels = lastPanel - firstPanel;
      boolean byRows = panels > 1 && panels * panelColumns * steps <= SMALL_B;
      int together = byRows ? 1 : lastTile - firstTile;
      for (int tile = firstTile; tile < lastTile; tile += together) {
        for (int panel = firstPanel; panel < lastPanel; panel++) {
          computePanel(call, tile, tile + together, panel, step, steps, worker);
        }
      }
    }
    if (call.firstStep + call.steps == inner.k()) {
      int row = firstTile * tileRows;
      int rows = Math.min(inner.m(), lastTile * tileRows) - row;
      int column = firstPanel * panelColumns;
      int columns = Math.min(inner.n(), lastPanel * panelColumns) - column;
      if (turned) {
        epilogue().apply(column, columns, row, rows, worker);
      } else {
        epilogue().apply(row, rows, column, columns, worker);
      }
    }
  }

  /** Adds {@code steps} steps of k, starting at {@code step} of the group, to tiles of C. */
  private void computePanel(
      Call call, int firstTile, int lastTile, int panel, int step, int steps, int worker) {
    boolean last = panel == panelCount - 1;
    int width = last ? lastPanelWidth : panelColumns;
    int columns = last ? lastPanelColumns : panelColumns;
    boolean packed = panel >= firstPackedPanel;
    float[] b = packed ? call.packed : call.b;
    int ldb = packed ? width : inner.ldb();
    int bo =
        packed
            ? packedPanel(call, panel) + step * width
            : call.bo + (call.firstStep + step) * ldb + panel * panelColumns;
    boolean start = call.firstStep + step == 0;
    float[] init = start ? call.init : call.c;
    int ldi = start ? call.ldi : shape().ldc();
    int ldc = shape().ldc();
    int column = panel * panelColumns;
    for (int tile = firstTile; tile < lastTile; tile++) {
      int row = tile * tileRows;
      int rows = Math.min(tileRows, inner.m() - row);
      int io = (start ? call.io : call.co) + (turned ? column * ldi + row : row * ldi + column);
      int co = call.co + (turned ? column * ldc + row : row * ldc + column);
      if (turned) {
        float[] own = workspace().own(worker);
        Copies.transpose(init, io, ldi, columns, rows, own, 0, width);
        computeTile(call, tile, rows, step, steps, b, bo, ldb, width, own, 0, width, own, 0, width);
        Copies.transpose(own, 0, width, rows, columns, call.c, co, ldc);
      } else if (columns != width) {
        float[] own = workspace().own(worker);
        Copies.block(init, io, ldi, rows, columns, own, 0, width);
        computeTile(call, tile, rows, step, steps, b, bo, ldb, width, own, 0, width, own, 0, width);
        Copies.block(own, 0, width, rows, columns, call.c, co, ldc);
      } else {
        computeTile(
            call, tile, rows, step, steps, b, bo, ldb, width, init, io, ldi, call.c, co, ldc);
      }
    }
  }

  private void computeTile(
      Call call,
      int tile,
      int rows,
      int step,
      int steps,
      float[] b,
      int bo,
      int ldb,
      int width,
      float[] init,
      int io,
      int ldi,
      float[] c,
      int co,
      int ldc) {
    boolean wide = width == panelColumns;
    int lda = inner.lda();
    float[] a = call.a;
    if (tile >= firstPackedTile) {
      a = call.packed;
      int ao = packedTile(call, tile) + step * tileRows;
      if (wide) {
        tiles.columnsWide(rows, steps, a, ao, tileRows, b, bo, ldb, init, io, ldi, c, co, ldc);
      } else {
        tiles.columnsNarrow(rows, steps, a, ao, tileRows, b, bo, ldb, init, io, ldi, c, co, ldc);
      }
    } else if (inner.transposeA()) {
      int ao = call.ao + (call.firstStep + step) * lda + tile * tileRows;
      if (wide) {
        tiles.columnsWide(rows, steps, a, ao, lda, b, bo, ldb, init, io, ldi, c, co, ldc);
      } else {
        tiles.columnsNarrow(rows, steps, a, ao, lda, b, bo, ldb, init, io, ldi, c, co, ldc);
      }
    } else {
      int ao = call.ao + tile * tileRows * lda + call.firstStep + step;
      if (wide) {
        tiles.rowsWide(rows, steps, a, ao, lda, b, bo, ldb, init, io, ldi, c, co, ldc);
      } else {
        tiles.rowsNarrow(rows, steps, a, ao, lda, b, bo, ldb, init, io, ldi, c, co, ldc);
      }
    }
  }

  private static void set(
      Call call,
      boolean turned,
      float[] a,
      int ao,
      float[] b,
      int bo,
      float[] init,
      int io,
      int ldi,
      float[] c,
      int co) {
    if (turned) {
      call.set(b, bo, a, ao, init, io, ldi, c, co);
    } else {
      call.set(a, ao, b, bo, init, io, ldi, c, co);
    }
  }

  /** The shape of the product whose result is the transpose of C. */
  private static Shape turned(Shape s) {
    return new Shape(
        s.n(), s.m(), s.k(), !s.transposeB(), !s.transposeA(), s.ldb(), s.lda(), s.m());
  }

  private static int ceilDiv(int x, int y) {
    return (x + y - 1) / y;
  }
}
