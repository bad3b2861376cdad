package dev.ae4j.jvm.benchmark;

import dev.ae4j.jvm.kernel.KernelSelection;
import dev.ae4j.jvm.kernel.MatrixProduct;
import dev.ae4j.jvm.kernel.ThreadTeam;
import dev.ae4j.jvm.kernel.Workspace;
import java.util.SplittableRandom;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Matrix products of the shapes that training and inference ask for. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class MatrixProductBenchmark {
  @Param({"vector", "scalar"})
  public String kernels;

  @Param({"1", "2"})
  public int threads;

  /** Which of A and B is stored transposed, and the rows, columns and steps. */
  @Param({
    // A shallow autoencoder: forward, gradients of the data, gradients of the weights.
    "NN-256x32x784",
    "NT-256x32x784",
    "NN-256x784x32",
    "NT-256x784x32",
    "TN-784x32x256",
    "TN-32x784x256",
    // A deep one.
    "NN-256x1000x784",
    "NN-256x500x1000",
    "TN-784x1000x256",
    "NT-256x784x1000",
    "NN-512x512x512",
    "NN-1024x1024x1024",
    "NN-2048x2048x2048",
    // One sample.
    "NN-1x32x784",
    "NN-1x784x32",
    "NT-1x784x32",
    "NT-1x32x784",
    "NN-1x64x10",
    // Convolutions as products.
    "NN-100352x32x9",
    "NN-25088x16x288",
    "NT-25088x288x16",
    "TN-288x16x25088",
    "TN-64x16x25088"
  })
  public String shape;

  private ThreadTeam team;
  private MatrixProduct product;
  private float[] a;
  private float[] b;
  private float[] c;
  private long flop;

  @Setup
  public void prepare() {
    String[] parts = shape.split("[-x]");
    int m = Integer.parseInt(parts[1]);
    int n = Integer.parseInt(parts[2]);
    int k = Integer.parseInt(parts[3]);
    boolean transposeA = parts[0].charAt(0) == 'T';
    boolean transposeB = parts[0].charAt(1) == 'T';
    team = new ThreadTeam(threads);
    product =
        KernelSelection.select(kernels)
            .kernels()
            .matrixProduct(
                MatrixProduct.Shape.of(m, n, k, transposeA, transposeB),
                MatrixProduct.NO_EPILOGUE,
                team,
                new Workspace(threads));
    a = random(m * k);
    b = random(k * n);
    c = new float[m * n];
    flop = 2L * m * n * k;
  }

  @TearDown
  public void stop() {
    team.close();
  }

  @Benchmark
  public float[] product(Amount amount) {
    product.run(a, 0, b, 0, c, 0);
    amount.amount += flop;
    return c;
  }

  private static float[] random(int n) {
    SplittableRandom random = new SplittableRandom(1);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextDouble() - 0.5f;
    }
    return x;
  }
}
