package dev.ae4j.jvm.benchmark;

import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.UnaryKind;
import dev.ae4j.jvm.kernel.KernelSelection;
import dev.ae4j.jvm.kernel.Kernels;
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

/** Functions of single elements, on as many as fit into L1. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class ElementwiseBenchmark {
  private static final int N = 1024;

  @Param({"vector", "scalar"})
  public String kernels;

  private Kernels k;
  private long step;
  private final float[] x = new float[N];
  private final float[] y = new float[N];
  private final float[] gradient = new float[N];
  private final float[] mean = new float[N];
  private final float[] square = new float[N];

  @Setup
  public void prepare() {
    k = KernelSelection.select(kernels).kernels();
    k.uniform(1, 0, 0, 0, x, 0, N);
    k.normal(1, 1, 0, 0, gradient, 0, N);
  }

  /** Functions of one argument. */
  @State(Scope.Benchmark)
  public static class Function {
    @Param({"EXP", "LOG", "SIGMOID", "TANH", "SOFTPLUS", "SQRT"})
    public UnaryKind function;
  }

  @Benchmark
  public float[] unary(Function function, Amount amount) {
    k.unary(function.function, x, 0, y, 0, N);
    amount.amount += N;
    return y;
  }

  @Benchmark
  public float[] uniform(Amount amount) {
    k.uniform(1, 0, step++, 0, y, 0, N);
    amount.amount += N;
    return y;
  }

  @Benchmark
  public float[] normal(Amount amount) {
    k.normal(1, 0, step++, 0, y, 0, N);
    amount.amount += N;
    return y;
  }

  @Benchmark
  public float sum(Amount amount) {
    amount.amount += N;
    return k.sum(x, 0, N);
  }

  /** One step of Adam as the backend does it: one operation after the other on a block in L1. */
  @Benchmark
  public float[] adam(Amount amount) {
    k.binary(BinaryKind.MULTIPLY, mean, 0, 0.9f, mean, 0, N);
    k.binary(BinaryKind.MULTIPLY, gradient, 0, 0.1f, y, 0, N);
    k.binary(BinaryKind.ADD, mean, 0, y, 0, mean, 0, N);
    k.binary(BinaryKind.MULTIPLY, square, 0, 0.999f, square, 0, N);
    k.binary(BinaryKind.MULTIPLY, gradient, 0, gradient, 0, y, 0, N);
    k.binary(BinaryKind.MULTIPLY, y, 0, 0.001f, y, 0, N);
    k.binary(BinaryKind.ADD, square, 0, y, 0, square, 0, N);
    k.unary(UnaryKind.SQRT, square, 0, y, 0, N);
    k.binary(BinaryKind.ADD, y, 0, 1e-7f, y, 0, N);
    k.binary(BinaryKind.DIVIDE, mean, 0, y, 0, y, 0, N);
    k.binary(BinaryKind.MULTIPLY, y, 0, 1e-9f, y, 0, N);
    k.binary(BinaryKind.SUBTRACT, x, 0, y, 0, x, 0, N);
    amount.amount += N;
    return x;
  }
}
