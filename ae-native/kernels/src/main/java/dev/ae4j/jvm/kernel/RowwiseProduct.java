package dev.ae4j.jvm.kernel;

/**
 * The matrix product row by row, for so few rows that B would be packed in vain. The rows are cut
 * into blocks of columns, which the team shares.
 */
public final class RowwiseProduct extends MatrixProduct {
  // Below this a team costs more than it saves.
  private static final long TEAM_WORK = 200_000;
  // Columns of a block: whole vectors, and long stretches of B to read.
  private static final int BLOCK_COLUMNS = 256;

  private final RowKernel kernel;
  private final ThreadTeam team;
  private final int rowA;
  private final int stepA;
  private final int blockColumns;
  private final int blocks;
  private final ThreadTeam.Task task = this::compute;

  // The arguments of the run that the team is at.
  private float[] a = {};
  private int ao;
  private float[] b = {};
  private int bo;
  private float[] init = {};
  private int io;
  private int ldi;
  private float[] c = {};
  private int co;

  /** A product of this shape, which must have elements. */
  public RowwiseProduct(
      Shape shape, RowKernel kernel, Epilogue epilogue, ThreadTeam team, Workspace workspace) {
    super(shape, epilogue, workspace);
    this.kernel = kernel;
    this.team = team;
    rowA = shape.transposeA() ? 1 : shape.lda();
    stepA = shape.transposeA() ? shape.lda() : 1;
    long work = (long) shape.m() * shape.n() * shape.k();
    blockColumns = work < TEAM_WORK ? shape.n() : BLOCK_COLUMNS;
    blocks = (shape.n() + blockColumns - 1) / blockColumns;
  }

  @Override
  public void run(
      float[] a, int ao, float[] b, int bo, float[] init, int io, int ldi, float[] c, int co) {
    if (blocks == 1) {
      runAlone(0, a, ao, b, bo, init, io, ldi, c, co);
      return;
    }
    this.a = a;
    this.ao = ao;
    this.b = b;
    this.bo = bo;
    this.init = init;
    this.io = io;
    this.ldi = ldi;
    this.c = c;
    this.co = co;
    team.run(task, blocks);
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
    for (int block = 0; block < blocks; block++) {
      compute(block, worker, a, ao, b, bo, init, io, ldi, c, co);
    }
  }

  private void compute(int block, int worker) {
    compute(block, worker, a, ao, b, bo, init, io, ldi, c, co);
  }

  private void compute(
      int block,
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
    int column = block * blockColumns;
    int columns = Math.min(blockColumns, shape().n() - column);
    int k = shape().k();
    int ldb = shape().ldb();
    for (int i = 0; i < shape().m(); i++) {
      int ai = ao + i * rowA;
      int ii = io + i * ldi + column;
      int ci = co + i * shape().ldc() + column;
      if (shape().transposeB()) {
        int bi = bo + column * ldb;
        PlainRow.multiply(columns, k, a, ai, stepA, b, bi, 1, ldb, init, ii, c, ci);
      } else {
        kernel.multiply(columns, k, a, ai, stepA, b, bo + column, ldb, init, ii, c, ci);
      }
    }
    epilogue().apply(0, shape().m(), column, columns, worker);
  }
}
