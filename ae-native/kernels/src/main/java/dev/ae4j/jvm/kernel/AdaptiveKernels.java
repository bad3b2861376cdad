package dev.ae4j.jvm.kernel;

import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.graph.op.UnaryKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Two kernel sets as one: each function by the first set until the second one's is compiled.
 *
 * <p>Until C2 has compiled it, a vector kernel is about a hundred times slower than a plain loop,
 * and where the machine is busy or the model tiny, that is most of a run. So work starts on plain
 * loops. A function that gets much to do is warmed up on a thread of its own, and taken over once
 * it proved fast. As both sets return the same bits, nobody can tell when that happens. A function
 * that never becomes fast is never used.
 */
@SuppressWarnings("EnumOrdinal") // The arrays do not outlive the enums.
final class AdaptiveKernels implements Kernels {
  // Elements after which warming up pays: one to three milliseconds of plain loops.
  private static final int CHEAP = 3_000_000;
  private static final int COSTLY = 500_000;
  // Multiply-adds: about 10 milliseconds, of single rows less, which are compiled faster.
  private static final long PRODUCT = 20_000_000;
  private static final long ROW_PRODUCT = 5_000_000;
  // Enough to take longer than the first compiler's code may.
  private static final int ROW_STEPS = 40;
  // Below this a product is not packed.
  private static final int SMALL_PRODUCT = 4096;
  // A single product of this many is compiled about as fast as it would be done in plain loops.
  private static final long LARGE_PRODUCT = 1_000_000;

  // Elements to warm up with, and what a compiled vector kernel takes for one of them at most. The
  // first compiler gets to four times that.
  private static final int SAMPLE = 517;
  private static final long CHEAP_NANOS = 1;
  private static final long COSTLY_NANOS = 4;

  private static final UnaryKind[] UNARY = UnaryKind.values();
  private static final BinaryKind[] BINARY = BinaryKind.values();
  private static final CompareKind[] COMPARE = CompareKind.values();

  private final Kernels cold;
  private final Kernels hot;
  private final WarmUp warmUp = new WarmUp();

  private final WarmUp.Switch[] unary = new WarmUp.Switch[UNARY.length];
  private final WarmUp.Switch[] binary = new WarmUp.Switch[BINARY.length];
  private final WarmUp.Switch[] binaryRight = new WarmUp.Switch[BINARY.length];
  private final WarmUp.Switch[] binaryLeft = new WarmUp.Switch[BINARY.length];
  private final WarmUp.Switch[] compare = new WarmUp.Switch[COMPARE.length];
  private final WarmUp.Switch[] compareRight = new WarmUp.Switch[COMPARE.length];
  private final WarmUp.Switch[] compareLeft = new WarmUp.Switch[COMPARE.length];
  private final WarmUp.Switch[] select = new WarmUp.Switch[4];
  private final WarmUp.Switch[] choose = new WarmUp.Switch[COMPARE.length];
  private final WarmUp.Switch sigmoidGradient;
  private final WarmUp.Switch adam;
  private final WarmUp.Switch sum;
  private final WarmUp.Switch max;
  private final WarmUp.Switch sumOverRows;
  private final WarmUp.Switch maxOverRows;
  private final WarmUp.Switch dots;
  private final WarmUp.Switch pool;
  private final WarmUp.Switch poolByKeys;
  private final WarmUp.Switch unpool;
  private final WarmUp.Switch uniform;
  private final WarmUp.Switch normal;
  private final WarmUp.Switch indirect;
  private final WarmUp.@Nullable Switch[] products = new WarmUp.@Nullable Switch[256];

  // What warming up computes with; nobody reads the results.
  private final float[] x = new float[SAMPLE];
  private final float[] y = new float[SAMPLE];

  AdaptiveKernels(Kernels cold, Kernels hot) {
    this.cold = cold;
    this.hot = hot;
    int n = SAMPLE;
    for (UnaryKind kind : UNARY) {
      int work = kind.compareTo(UnaryKind.SQRT) <= 0 ? CHEAP : COSTLY;
      unary[kind.ordinal()] = onSample(work, () -> hot.unary(kind, x, 0, y, 0, n));
    }
    for (BinaryKind kind : BINARY) {
      int i = kind.ordinal();
      binary[i] = onSample(CHEAP, () -> hot.binary(kind, x, 0, x, 0, y, 0, n));
      binaryRight[i] = onSample(CHEAP, () -> hot.binary(kind, x, 0, 2f, y, 0, n));
      binaryLeft[i] = onSample(CHEAP, () -> hot.binary(kind, 2f, x, 0, y, 0, n));
    }
    for (CompareKind kind : COMPARE) {
      int i = kind.ordinal();
      compare[i] = onSample(CHEAP, () -> hot.compare(kind, x, 0, x, 0, y, 0, n));
      compareRight[i] = onSample(CHEAP, () -> hot.compare(kind, x, 0, 2f, y, 0, n));
      compareLeft[i] = onSample(CHEAP, () -> hot.compare(kind, 2f, x, 0, y, 0, n));
      choose[i] = onSample(CHEAP, () -> hot.choose(kind, 2f, x, 0, x, 0, 0, y, 0, n));
    }
    select[0] = onSample(CHEAP, () -> hot.select(x, 0, x, 0, x, 0, y, 0, n));
    select[1] = onSample(CHEAP, () -> hot.select(x, 0, x, 0, 2f, y, 0, n));
    select[2] = onSample(CHEAP, () -> hot.select(x, 0, 2f, x, 0, y, 0, n));
    select[3] = onSample(CHEAP, () -> hot.select(x, 0, 2f, 3f, y, 0, n));
    sigmoidGradient = onSample(CHEAP, () -> hot.sigmoidGradient(x, 0, x, 0, y, 0, n));
    adam = onSample(COSTLY, () -> hot.adam(0, 1, 0, 1, 1, 1, x, 0, y, 0, y, 0, x, 0, y, 0, n));
    sum = onSample(CHEAP, () -> y[0] = hot.sum(x, 0, n));
    max = onSample(CHEAP, () -> y[0] = hot.max(x, 0, n));
    sumOverRows = onSample(CHEAP, () -> reduceSamples(ReduceKind.SUM));
    maxOverRows = onSample(CHEAP, () -> reduceSamples(ReduceKind.MAXIMUM));
    int[] steps = {0, 16, 32, 100};
    dots = onSample(CHEAP, () -> hot.dots(13, x, 0, 16, steps, x, 0, y, 0));
    Pooled windows = new Pooled(3, 64, new int[] {0, 32, 256, 288}, 32);
    pool = onSample(COSTLY, () -> hot.maxPool(windows, x, 0, x, 0, y, 0));
    poolByKeys = onSample(COSTLY, () -> hot.maxPool(windows, x, 0, x, 1, y, 0));
    unpool =
        onSample(
            COSTLY,
            () -> {
              hot.maxUnpool(windows, x, 0, x, 0, y, 0, true);
              hot.maxUnpool(windows, x, 0, x, 0, y, 0, false);
            });
    indirect = onSample(1, smallIndirectProduct());
    uniform = onSample(COSTLY, () -> hot.uniform(1, 2, 3, 0, y, 0, n));
    normal = onSample(COSTLY, () -> hot.normal(1, 2, 3, 0, y, 0, n));
  }

  /** A product of as little as leads to the same code, in wide and in narrow panels. */
  private Runnable smallIndirectProduct() {
    int columns = 32;
    int[] steps = {0, 8, 16};
    int[] places = new int[32];
    Arrays.setAll(places, i -> i * columns);
    Workspace workspace = new Workspace(1);
    IndirectProduct wide = hot.indirectProduct(steps, places, columns, workspace);
    IndirectProduct narrow = hot.indirectProduct(steps, places, 4, workspace);
    float[] c = new float[places.length * columns];
    return () -> {
      wide.run(0, 32, 3, x, 0, x, 0, x, 0, false, c, 0);
      narrow.run(0, 32, 3, x, 0, x, 0, x, 0, false, c, 0);
    };
  }

  /** Wide strips and narrow ones, with a rest and without. */
  private void reduceSamples(ReduceKind kind) {
    hot.reduceOverRows(kind, x, 0, 103, SAMPLE / 2 / 103, 103, y, 0);
    hot.reduceOverRows(kind, x, 0, 80, SAMPLE / 2 / 80, 80, y, 0);
  }

  private WarmUp.Switch onSample(int work, Runnable sample) {
    long nanos = work == CHEAP ? CHEAP_NANOS : COSTLY_NANOS;
    return warmUp.new Switch(work, nanos * SAMPLE, sample);
  }

  @Override
  public String name() {
    return hot.name();
  }

  private Kernels by(WarmUp.Switch warm, int n) {
    return warm.isOn(n) ? hot : cold;
  }

  @Override
  public void unary(UnaryKind kind, float[] x, int xo, float[] y, int yo, int n) {
    by(unary[kind.ordinal()], n).unary(kind, x, xo, y, yo, n);
  }

  @Override
  public void binary(
      BinaryKind kind, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    by(binary[kind.ordinal()], n).binary(kind, a, ao, b, bo, y, yo, n);
  }

  @Override
  public void binary(BinaryKind kind, float[] a, int ao, float b, float[] y, int yo, int n) {
    by(binaryRight[kind.ordinal()], n).binary(kind, a, ao, b, y, yo, n);
  }

  @Override
  public void binary(BinaryKind kind, float a, float[] b, int bo, float[] y, int yo, int n) {
    by(binaryLeft[kind.ordinal()], n).binary(kind, a, b, bo, y, yo, n);
  }

  @Override
  public void compare(
      CompareKind kind, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    by(compare[kind.ordinal()], n).compare(kind, a, ao, b, bo, y, yo, n);
  }

  @Override
  public void compare(CompareKind kind, float[] a, int ao, float b, float[] y, int yo, int n) {
    by(compareRight[kind.ordinal()], n).compare(kind, a, ao, b, y, yo, n);
  }

  @Override
  public void compare(CompareKind kind, float a, float[] b, int bo, float[] y, int yo, int n) {
    by(compareLeft[kind.ordinal()], n).compare(kind, a, b, bo, y, yo, n);
  }

  @Override
  public void select(
      float[] mask, int mo, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    by(select[0], n).select(mask, mo, a, ao, b, bo, y, yo, n);
  }

  @Override
  public void select(float[] mask, int mo, float[] a, int ao, float b, float[] y, int yo, int n) {
    by(select[1], n).select(mask, mo, a, ao, b, y, yo, n);
  }

  @Override
  public void select(float[] mask, int mo, float a, float[] b, int bo, float[] y, int yo, int n) {
    by(select[2], n).select(mask, mo, a, b, bo, y, yo, n);
  }

  @Override
  public void select(float[] mask, int mo, float a, float b, float[] y, int yo, int n) {
    by(select[3], n).select(mask, mo, a, b, y, yo, n);
  }

  @Override
  public void choose(
      CompareKind kind,
      float a,
      float[] b,
      int bo,
      float[] x,
      int xo,
      float other,
      float[] y,
      int yo,
      int n) {
    by(choose[kind.ordinal()], n).choose(kind, a, b, bo, x, xo, other, y, yo, n);
  }

  @Override
  public void sigmoidGradient(float[] x, int xo, float[] s, int so, float[] y, int yo, int n) {
    by(sigmoidGradient, n).sigmoidGradient(x, xo, s, so, y, yo, n);
  }

  @Override
  public void adam(
      float keep1,
      float take1,
      float keep2,
      float take2,
      float scale,
      float epsilon,
      float[] g,
      int go,
      float[] m,
      int mo,
      float[] v,
      int vo,
      float[] x,
      int xo,
      float[] y,
      int yo,
      int n) {
    by(adam, n)
        .adam(keep1, take1, keep2, take2, scale, epsilon, g, go, m, mo, v, vo, x, xo, y, yo, n);
  }

  @Override
  public float sum(float[] x, int xo, int n) {
    return by(sum, n).sum(x, xo, n);
  }

  @Override
  public float max(float[] x, int xo, int n) {
    return by(max, n).max(x, xo, n);
  }

  @Override
  public void reduceOverRows(
      ReduceKind kind, float[] x, int xo, int stride, int rows, int cols, float[] y, int yo) {
    by(kind == ReduceKind.SUM ? sumOverRows : maxOverRows, rows * cols)
        .reduceOverRows(kind, x, xo, stride, rows, cols, y, yo);
  }

  @Override
  public void dots(
      int rows, float[] a, int ao, int lda, int[] steps, float[] b, int bo, float[] lanes, int lo) {
    by(dots, rows * steps.length * DOT_LANES).dots(rows, a, ao, lda, steps, b, bo, lanes, lo);
  }

  @Override
  public void maxPool(
      Pooled windows, float[] keys, int ko, float[] values, int vo, float[] y, int yo) {
    WarmUp.Switch warm = keys == values && ko == vo ? pool : poolByKeys;
    by(warm, work(windows)).maxPool(windows, keys, ko, values, vo, y, yo);
  }

  @Override
  public void maxUnpool(
      Pooled windows, float[] keys, int ko, float[] y, int yo, float[] x, int xo, boolean onto) {
    by(unpool, work(windows)).maxUnpool(windows, keys, ko, y, yo, x, xo, onto);
  }

  private static int work(Pooled windows) {
    return windows.count() * windows.offsets().length * windows.channels();
  }

  @Override
  public void uniform(long seed, int stream, long step, long first, float[] y, int yo, int n) {
    by(uniform, n).uniform(seed, stream, step, first, y, yo, n);
  }

  @Override
  public void normal(long seed, int stream, long step, long first, float[] y, int yo, int n) {
    by(normal, n).normal(seed, stream, step, first, y, yo, n);
  }

  @Override
  public MatrixProduct matrixProduct(
      MatrixProduct.Shape shape,
      MatrixProduct.Epilogue epilogue,
      ThreadTeam team,
      Workspace workspace) {
    MatrixProduct vector = hot.matrixProduct(shape, epilogue, team, workspace);
    if (vector instanceof PlainProduct) {
      return vector;
    }
    WarmUp.Switch warm = warmProduct(shape, vector);
    long work = (long) shape.m() * shape.n() * shape.k();
    if (work > LARGE_PRODUCT) {
      warm.warmUpHere();
      return vector;
    }
    MatrixProduct plain = cold.matrixProduct(shape, epilogue, team, workspace);
    return new AdaptiveProduct(shape, epilogue, workspace, plain, vector, warm);
  }

  @Override
  public IndirectProduct indirectProduct(
      int[] steps, int[] places, int columns, Workspace workspace) {
    // Convolutions are large.
    indirect.warmUpHere();
    return hot.indirectProduct(steps, places, columns, workspace);
  }

  /** The switch of all products that run the same code as this one. */
  private synchronized WarmUp.Switch warmProduct(MatrixProduct.Shape shape, MatrixProduct product) {
    boolean rowwise = product instanceof RowwiseProduct;
    boolean narrow = !rowwise && !(product instanceof PackedProduct);
    boolean transposeA = shape.transposeA();
    boolean transposeB = shape.transposeB();
    // As little of everything as leads to the same code, see PackedProduct.
    int m = Math.min(shape.m(), 64 + shape.m() % 8);
    int n = Math.min(shape.n(), 192 + shape.n() % 32);
    int enough = narrow || rowwise ? ROW_STEPS : 2 + SMALL_PRODUCT / (m * n);
    int k = Math.min(shape.k(), enough);
    int key =
        (transposeA ? 1 : 0)
            + (transposeB ? 2 : 0)
            + (rowwise ? 4 : 0)
            + (m >= 64 ? 8 : 0)
            + (n < 32 ? 16 : n >= 192 ? 32 : 0)
            + (narrow ? 64 : 0)
            + (narrow && k == 1 ? 128 : 0);
    WarmUp.Switch known = products[key];
    if (known == null) {
      MatrixProduct.Shape small = MatrixProduct.Shape.of(m, n, k, transposeA, transposeB);
      MatrixProduct sample =
          hot.matrixProduct(small, MatrixProduct.NO_EPILOGUE, new ThreadTeam(1), new Workspace(1));
      float[] a = new float[m * k];
      float[] b = new float[k * n];
      float[] c = new float[m * n];
      // Compiled, it takes a quarter of this; what is packed takes its time beside the arithmetic.
      long nanos = (narrow || rowwise ? 300 : 2_000) + (long) m * n * k / 5;
      long work = narrow || rowwise ? ROW_PRODUCT : PRODUCT;
      known = warmUp.new Switch(work, nanos, () -> sample.run(a, 0, b, 0, c, 0));
      products[key] = known;
    }
    return known;
  }

  /** A product by the first set until the second one's is compiled. */
  private static final class AdaptiveProduct extends MatrixProduct {
    private final MatrixProduct plain;
    private final MatrixProduct vector;
    private final WarmUp.Switch warm;
    private final long work;

    AdaptiveProduct(
        Shape shape,
        Epilogue epilogue,
        Workspace workspace,
        MatrixProduct plain,
        MatrixProduct vector,
        WarmUp.Switch warm) {
      super(shape, epilogue, workspace);
      this.plain = plain;
      this.vector = vector;
      this.warm = warm;
      work = (long) shape.m() * shape.n() * shape.k();
    }

    @Override
    public void run(
        float[] a, int ao, float[] b, int bo, float[] init, int io, int ldi, float[] c, int co) {
      (warm.isOn(work) ? vector : plain).run(a, ao, b, bo, init, io, ldi, c, co);
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
      (warm.isOn(work) ? vector : plain).runAlone(worker, a, ao, b, bo, init, io, ldi, c, co);
    }
  }
}
