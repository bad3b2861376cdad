package dev.ae4j.jvm.benchmark;

import dev.ae4j.jvm.kernel.IndirectProduct;
import dev.ae4j.jvm.kernel.KernelSelection;
import dev.ae4j.jvm.kernel.Workspace;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The products behind convolutions of one image by 3x3 filters, on one thread. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class ConvolutionBenchmark {
  @Param({"vector", "scalar"})
  public String kernels;

  /** Rows and columns of the image, and channels that go in and come out. */
  @Param({"28x1x32", "14x32x16", "14x16x32", "14x32x32", "7x16x16"})
  public String shape;

  private IndirectProduct product;
  private float[] image;
  private float[] filter;
  private float[] bias;
  private float[] result;
  private int rows;
  private int steps;
  private long flop;

  @Setup
  public void prepare() {
    String[] parts = shape.split("x");
    int side = Integer.parseInt(parts[0]);
    int in = Integer.parseInt(parts[1]);
    int out = Integer.parseInt(parts[2]);
    // A plane for each channel, in which two lines share the padding between them.
    int pitch = side + 1;
    int plane = (side + 2) * pitch + 1;
    int[] offsets = new int[9 * in];
    Arrays.setAll(offsets, i -> i % in * plane + i / in / 3 * pitch + i / in % 3);
    int[] places = new int[side * pitch - 1];
    Arrays.setAll(places, i -> (i / pitch * side + i % pitch) * out);
    product =
        KernelSelection.select(kernels)
            .kernels()
            .indirectProduct(offsets, places, out, new Workspace(1));
    rows = places.length;
    steps = offsets.length;
    image = ones(in * plane + IndirectProduct.SPARE_ROWS);
    filter = ones(steps * out);
    bias = ones(out);
    result = new float[side * side * out];
    flop = 2L * side * side * steps * out;
  }

  private static float[] ones(int n) {
    float[] x = new float[n];
    Arrays.fill(x, 1);
    return x;
  }

  @Benchmark
  public float[] product(Amount amount) {
    product.run(0, rows, steps, image, 0, filter, 0, bias, 0, false, result, 0);
    amount.amount += flop;
    return result;
  }
}
