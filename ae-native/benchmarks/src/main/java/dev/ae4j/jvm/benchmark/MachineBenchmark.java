package dev.ae4j.jvm.benchmark;

import dev.ae4j.jvm.kernel.ThreadTeam;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
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

/** The limits of the machine: multiply-adds, reading from each cache, waking the team. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class MachineBenchmark {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();
  private static final int STEPS = 20_000;
  // The distance between the results of two threads, so that they share no cache line.
  private static final int APART = 1024;

  @Param({"1", "2"})
  public int threads;

  private ThreadTeam team;
  private float[] results;

  /** Memory that each thread reads for itself. */
  @State(Scope.Benchmark)
  public static class Memory {
    /** A half of L1, a half of L2, a part of L3, and more than any cache of most machines. */
    @Param({"24", "512", "8192", "131072"})
    public int kibibytes;

    private float[][] memory;

    @Setup
    public void fill(MachineBenchmark machine) {
      memory = new float[machine.threads][kibibytes * 256];
    }
  }

  @Setup
  public void start() {
    team = new ThreadTeam(threads);
    results = new float[threads * APART];
  }

  @TearDown
  public void stop() {
    team.close();
  }

  /** Multiply-adds of vectors in registers: the peak, which no product can pass. */
  @Benchmark
  public float[] multiplyAdds(Amount amount) {
    team.run((shard, worker) -> results[shard * APART] = chains(), threads);
    amount.amount += 2L * 12 * LANES * STEPS * threads;
    return results;
  }

  /** Reads memory of one size from one end to the other. */
  @Benchmark
  public float[] read(Memory memory, Amount amount) {
    int rounds = Math.max(1, 8192 / memory.kibibytes);
    team.run(
        (shard, worker) -> {
          for (int round = 0; round < rounds; round++) {
            results[shard * APART] += sum(memory.memory[shard]);
          }
        },
        threads);
    amount.amount += 1024L * memory.kibibytes * rounds * threads;
    return results;
  }

  /** Hands out one shard for each thread and waits until they are done. */
  @Benchmark
  public float[] dispatch() {
    team.run((shard, worker) -> results[shard * APART]++, threads);
    return results;
  }

  // Inlined into a loop, its vectors leave their registers, and it takes twice as long.
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  private static float chains() {
    FloatVector x = FloatVector.broadcast(FLOATS, 0.5f);
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    FloatVector c4 = c0;
    FloatVector c5 = c0;
    FloatVector c6 = c0;
    FloatVector c7 = c0;
    FloatVector c8 = c0;
    FloatVector c9 = c0;
    FloatVector c10 = c0;
    FloatVector c11 = c0;
    for (int i = 0; i < STEPS; i++) {
      c0 = c0.fma(x, x);
      c1 = c1.fma(x, x);
      c2 = c2.fma(x, x);
      c3 = c3.fma(x, x);
      c4 = c4.fma(x, x);
      c5 = c5.fma(x, x);
      c6 = c6.fma(x, x);
      c7 = c7.fma(x, x);
      c8 = c8.fma(x, x);
      c9 = c9.fma(x, x);
      c10 = c10.fma(x, x);
      c11 = c11.fma(x, x);
    }
    FloatVector low = c0.add(c1).add(c2).add(c3).add(c4).add(c5);
    FloatVector high = c6.add(c7).add(c8).add(c9).add(c10).add(c11);
    return low.add(high).lane(0);
  }

  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  private static float sum(float[] x) {
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    FloatVector c4 = c0;
    FloatVector c5 = c0;
    FloatVector c6 = c0;
    FloatVector c7 = c0;
    for (int i = 0; i <= x.length - 8 * LANES; i += 8 * LANES) {
      c0 = c0.add(FloatVector.fromArray(FLOATS, x, i));
      c1 = c1.add(FloatVector.fromArray(FLOATS, x, i + LANES));
      c2 = c2.add(FloatVector.fromArray(FLOATS, x, i + 2 * LANES));
      c3 = c3.add(FloatVector.fromArray(FLOATS, x, i + 3 * LANES));
      c4 = c4.add(FloatVector.fromArray(FLOATS, x, i + 4 * LANES));
      c5 = c5.add(FloatVector.fromArray(FLOATS, x, i + 5 * LANES));
      c6 = c6.add(FloatVector.fromArray(FLOATS, x, i + 6 * LANES));
      c7 = c7.add(FloatVector.fromArray(FLOATS, x, i + 7 * LANES));
    }
    return c0.add(c1).add(c2).add(c3).add(c4).add(c5).add(c6).add(c7).lane(0);
  }
}
