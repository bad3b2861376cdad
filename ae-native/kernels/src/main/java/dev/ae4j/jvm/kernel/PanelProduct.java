package dev.ae4j.jvm.kernel;

/**
 * The matrix product in plain loops that C2 turns into vector instructions by itself.
 *
 * <p>It does so only where all arrays of a loop are indexed alike: it can't prove that two
 * stretches of an array do not overlap. So panels are copied into arrays of their own, one for each
 * step of k, and the innermost loop runs along them. The longer side of C lies along the panels:
 * where C has more rows than columns, C is computed transposed unless k is small. That changes the
 * order of no chain.
 */
public final class PanelProduct extends MatrixProduct {
  // Steps of k and elements across in a panel: 256 KiB, which stay in L2.
  private static final int CHUNK = 256;
  private static final int WIDTH = 256;
  // Columns from which rows of C are long enough for vectors, and steps of k from which longer ones
  // are worth the transposition of C (25088 x 64 x 16: 17 GFLOP/s with it, 29 without).
  private static final int LONG_ROW = 32;
  private static final int TURNED_STEPS = 64;
  // Lines of C in a block, so that copying the panel is little next to using it.
  private static final int BLOCK_LINES = 64;
  // Below this a team costs more than it saves.
  private static final long TEAM_WORK = 50_000;

  // C as this class sees it: "lines" of "length" elements, and k steps. X holds the factor that a
  // line has in each step, Y the row that is multiplied by it.
  private final ThreadTeam team;
  private final boolean turned;
  private final int lines;
  private final int length;
  private final int lineX;
  private final int stepX;
  private final int stepY;
  private final int acrossY;
  private final int lineC;
  private final int acrossC;
  private final int width;
  private final int blockLines;
  private final int lineBlocks;
  private final int blocks;
  private final Call teamCall = new Call();
  private final Call[] ownCalls;
  private final ThreadTeam.Task task = (block, worker) -> compute(teamCall, block, worker);

  /** The arguments of one run. */
  private static final class Call {
    private static final float[] NONE = {};

    float[] x = NONE;
    int xo;
    float[] y = NONE;
    int yo;
    float[] init = NONE;
    int io;
    int ldi;
    float[] c = NONE;
    int co;
  }

  /** A product of this shape, which must have elements and steps. */
  public PanelProduct(Shape shape, Epilogue epilogue, ThreadTeam team, Workspace workspace) {
    super(shape, epilogue, workspace);
    this.team = team;
    int rowA = shape.transposeA() ? 1 : shape.lda();
    int stepA = shape.transposeA() ? shape.lda() : 1;
    int stepB = shape.transposeB() ? 1 : shape.ldb();
    int columnB = shape.transposeB() ? shape.ldb() : 1;
    turned = shape.m() > shape.n() && (shape.n() < LONG_ROW || shape.k() >= TURNED_STEPS);
    lines = turned ? shape.n() : shape.m();
    length = turned ? shape.m() : shape.n();
    lineX = turned ? columnB : rowA;
    stepX = turned ? stepB : stepA;
    stepY = turned ? stepA : stepB;
    acrossY = turned ? rowA : columnB;
    lineC = turned ? 1 : shape.ldc();
    acrossC = turned ? shape.ldc() : 1;

    width = Math.min(length, WIDTH);
    long work = (long) lines * length * shape.k();
    blockLines = work < TEAM_WORK ? lines : Math.min(lines, BLOCK_LINES);
    lineBlocks = (lines + blockLines - 1) / blockLines;
    blocks = lineBlocks * ((length + width - 1) / width);

    ownCalls = new Call[workspace.threads()];
    for (int i = 0; i < ownCalls.length; i++) {
      ownCalls[i] = new Call();
    }
  }

  @Override
  public void run(
      float[] a, int ao, float[] b, int bo, float[] init, int io, int ldi, float[] c, int co) {
    set(teamCall, a, ao, b, bo, init, io, ldi, c, co);
    if (blocks == 1) {
      compute(teamCall, 0, 0);
    } else {
      team.run(task, blocks);
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
    Call call = ownCalls[worker];
    set(call, a, ao, b, bo, init, io, ldi, c, co);
    for (int block = 0; block < blocks; block++) {
      compute(call, block, worker);
    }
  }

  private void set(
      Call call,
      float[] a,
      int ao,
      float[] b,
      int bo,
      float[] init,
      int io,
      int ldi,
      float[] c,
      int co) {
    call.x = turned ? b : a;
    call.xo = turned ? bo : ao;
    call.y = turned ? a : b;
    call.yo = turned ? ao : bo;
    call.init = init;
    call.io = io;
    call.ldi = ldi;
    call.c = c;
    call.co = co;
  }

  private void compute(Call call, int block, int worker) {
    float[][] panel = workspace().panel(worker, CHUNK + 2, WIDTH);
    int firstLine = block % lineBlocks * blockLines;
    int lastLine = Math.min(lines, firstLine + blockLines);
    int first = block / lineBlocks * width;
    int count = Math.min(width, length - first);
    for (int step = 0; step < shape().k(); step += CHUNK) {
      int steps = Math.min(CHUNK, shape().k() - step);
      pack(call, step, steps, first, count, panel);
      for (int line = firstLine; line < lastLine; line += 2) {
        computePair(call, line, line + 1 < lastLine, step, steps, first, count, panel);
      }
    }
    if (turned) {
      epilogue().apply(first, count, firstLine, lastLine - firstLine, worker);
    } else {
      epilogue().apply(firstLine, lastLine - firstLine, first, count, worker);
    }
  }

  private void pack(Call call, int step, int steps, int first, int count, float[][] panel) {
    for (int p = 0; p < steps; p++) {
      int from = call.yo + (step + p) * stepY + first * acrossY;
      copy(call.y, from, acrossY, panel[p], 0, 1, count);
    }
  }

  /** Two lines share every read of the panel. Where there is only one, the other is for nothing. */
  private void computePair(
      Call call,
      int line,
      boolean two,
      int step,
      int steps,
      int first,
      int count,
      float[][] panel) {
    float[] c0 = panel[CHUNK];
    float[] c1 = panel[CHUNK + 1];
    boolean start = step == 0;
    float[] init = start ? call.init : call.c;
    int lineI = start ? (turned ? 1 : call.ldi) : lineC;
    int acrossI = start ? (turned ? call.ldi : 1) : acrossC;
    int io = (start ? call.io : call.co) + line * lineI + first * acrossI;
    copy(init, io, acrossI, c0, 0, 1, count);
    if (two) {
      copy(init, io + lineI, acrossI, c1, 0, 1, count);
    }

    float[] x = call.x;
    int x0 = call.xo + line * lineX + step * stepX;
    int x1 = two ? x0 + lineX : x0;
    int p = 0;
    for (; p <= steps - 4; p += 4) {
      float[] y0 = panel[p];
      float[] y1 = panel[p + 1];
      float[] y2 = panel[p + 2];
      float[] y3 = panel[p + 3];
      fourSteps(count, c0, c1, y0, y1, y2, y3, x, x0 + p * stepX, x1 + p * stepX, stepX);
    }
    for (; p < steps; p++) {
      oneStep(count, c0, c1, panel[p], x[x0 + p * stepX], x[x1 + p * stepX]);
    }

    int co = call.co + line * lineC + first * acrossC;
    copy(c0, 0, 1, call.c, co, acrossC, count);
    if (two) {
      copy(c1, 0, 1, call.c, co + lineC, acrossC, count);
    }
  }

  private static void fourSteps(
      int n,
      float[] c0,
      float[] c1,
      float[] y0,
      float[] y1,
      float[] y2,
      float[] y3,
      float[] x,
      int x0,
      int x1,
      int stepX) {
    float f00 = x[x0];
    float f01 = x[x0 + stepX];
    float f02 = x[x0 + 2 * stepX];
    float f03 = x[x0 + 3 * stepX];
    float f10 = x[x1];
    float f11 = x[x1 + stepX];
    float f12 = x[x1 + 2 * stepX];
    float f13 = x[x1 + 3 * stepX];
    for (int j = 0; j < n; j++) {
      c0[j] =
          Math.fma(
              f03, y3[j], Math.fma(f02, y2[j], Math.fma(f01, y1[j], Math.fma(f00, y0[j], c0[j]))));
      c1[j] =
          Math.fma(
              f13, y3[j], Math.fma(f12, y2[j], Math.fma(f11, y1[j], Math.fma(f10, y0[j], c1[j]))));
    }
  }

  private static void oneStep(
      int n, float[] c0, float[] c1, float[] y, float factor0, float factor1) {
    for (int j = 0; j < n; j++) {
      c0[j] = Math.fma(factor0, y[j], c0[j]);
      c1[j] = Math.fma(factor1, y[j], c1[j]);
    }
  }

  private static void copy(float[] x, int xo, int stepX, float[] y, int yo, int stepY, int count) {
    if (stepX == 1 && stepY == 1) {
      System.arraycopy(x, xo, y, yo, count);
      return;
    }
    for (int j = 0; j < count; j++) {
      y[yo + j * stepY] = x[xo + j * stepX];
    }
  }
}
