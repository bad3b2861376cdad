package dev.ae4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Random;
import dev.ae4j.graph.op.Random.Distribution;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Random numbers: those of the stated generator, and those only. */
final class RandomCases {
  /** Float32 logarithm, root, sine and product of a number up to 5.8. */
  private static final double NORMAL_TOLERANCE = 1e-5;

  private RandomCases() {}

  static List<ConformanceCase> all() {
    return List.of(
        new ConformanceCase(
            "uniform numbers are the oracle's, bit by bit",
            backend -> likeOracle(backend, Distribution.UNIFORM, 0)),
        new ConformanceCase(
            "normal numbers are the oracle's, up to rounding",
            backend -> likeOracle(backend, Distribution.NORMAL, NORMAL_TOLERANCE)),
        new ConformanceCase(
            "random numbers depend on seed, step and stream alone", RandomCases::repeatable),
        new ConformanceCase(
            "random numbers do not depend on the shape", RandomCases::independentOfShape),
        new ConformanceCase("random numbers have the stated moments", RandomCases::moments),
        new ConformanceCase("a random tensor used twice is drawn once", RandomCases::drawnOnce));
  }

  private static Tensor random(Distribution distribution, int stream, Shape shape) {
    return Tensor.of(new Random(distribution, shape, stream));
  }

  private static void likeOracle(Backend backend, Distribution distribution, double tolerance) {
    Tensor x = Tensor.input("x", Shape.batchOf(1));
    Tensor[] results = {
      random(distribution, 7, Shape.of(1021)),
      random(distribution, -1, Shape.of(13, 3)),
      random(distribution, 0x12345678, Shape.scalar()),
      random(distribution, 0, Shape.batchOf(3)).plus(x.times(0)),
      random(distribution, 1, Shape.of(0))
    };
    ReferenceInterpreter oracle = new ReferenceInterpreter(Runs.program(results));
    long[][] seedsAndSteps = {
      {0, 0}, {1, 0}, {0, 1}, {-1, Long.MAX_VALUE}, {0x123456789ABCDEFL, 1L << 32}, {42, 207}
    };
    try (Executable executable = backend.compile(Runs.program(results))) {
      for (long[] seedAndStep : seedsAndSteps) {
        for (int batchSize : new int[] {0, 1, 13, 207}) {
          Map<String, DoubleData> inputs = Map.of("x", DoubleData.zeros(Shape.of(batchSize, 1)));
          ReferenceInterpreter.Results expected =
              oracle.run(inputs, Map.of(), seedAndStep[0], seedAndStep[1]);
          List<TensorData> actual =
              executable.run(
                  Scenario.request(executable.program(), inputs, seedAndStep[0], seedAndStep[1]));
          for (int i = 0; i < results.length; i++) {
            DoubleData numbers = expected.output("result" + i);
            DoubleData tolerances = DoubleData.zeros(numbers.shape());
            Arrays.fill(tolerances.values(), tolerance);
            Closeness.assertClose(
                "seed %s, step %s, %s"
                    .formatted(seedAndStep[0], seedAndStep[1], results[i].operation()),
                numbers,
                tolerances,
                actual.get(i));
          }
        }
      }
    }
  }

  private static void repeatable(Backend backend) {
    Shape shape = Shape.of(207);
    for (Distribution distribution : Distribution.values()) {
      Tensor one = random(distribution, 1, shape);
      Tensor two = random(distribution, 2, shape);
      try (Executable executable = backend.compile(Runs.program(one, two))) {
        List<TensorData> first = executable.run(new RunRequest(List.of(), 5, 9));
        assertThat(first.get(0)).as("another stream").isNotEqualTo(first.get(1));
        assertThat(executable.run(new RunRequest(List.of(), 5, 10)).get(0))
            .as("another step")
            .isNotEqualTo(first.get(0));
        assertThat(executable.run(new RunRequest(List.of(), 6, 9)).get(0))
            .as("another seed")
            .isNotEqualTo(first.get(0));
        assertThat(executable.run(new RunRequest(List.of(), 5, 9)))
            .as("the same seed and step")
            .isEqualTo(first);
      }
      try (Executable again = backend.compile(Runs.program(one))) {
        assertThat(again.run(new RunRequest(List.of(), 5, 9)))
            .as("in another program")
            .isEqualTo(again.run(new RunRequest(List.of(), 5, 9)));
      }
    }
  }

  private static void independentOfShape(Backend backend) {
    for (Distribution distribution : Distribution.values()) {
      Tensor flat = random(distribution, 3, Shape.of(39));
      Tensor rows = random(distribution, 3, Shape.batchOf(3));
      Tensor x = Tensor.input("x", Shape.batchOf(3));
      try (Executable executable = backend.compile(Runs.program(flat, rows.plus(x.times(0))))) {
        List<TensorData> results =
            executable.run(RunRequest.of(Feed.of(TensorData.zeros(Shape.of(13, 3)))));
        assertThat(results.get(1).values()).containsExactly(results.get(0).values(), within(1e-6f));
      }
    }
  }

  private static void moments(Backend backend) {
    int count = 100_000;
    double sigmas = 5 / Math.sqrt(count);
    float[] uniform = Runs.once(backend, random(Distribution.UNIFORM, 1, Shape.of(count))).values();
    float[] normal = Runs.once(backend, random(Distribution.NORMAL, 2, Shape.of(count))).values();
    assertThat(moment(uniform, 0, 1)).isCloseTo(0.5, within(0.29 * sigmas));
    assertThat(moment(uniform, 0.5, 2)).isCloseTo(1 / 12.0, within(0.075 * sigmas));
    assertThat(moment(normal, 0, 1)).isCloseTo(0, within(sigmas));
    assertThat(moment(normal, 0, 2)).isCloseTo(1, within(1.42 * sigmas));
    assertThat(moment(normal, 0, 3)).isCloseTo(0, within(3.9 * sigmas));
    assertThat(moment(normal, 0, 4)).isCloseTo(3, within(9.8 * sigmas));
    for (float number : uniform) {
      assertThat(number).isBetween(0f, Math.nextDown(1f));
    }
  }

  private static double moment(float[] numbers, double around, int power) {
    double sum = 0;
    for (float number : numbers) {
      sum += Math.pow(number - around, power);
    }
    return sum / numbers.length;
  }

  private static void drawnOnce(Backend backend) {
    Tensor noise = random(Distribution.NORMAL, 4, Shape.of(13));
    Tensor same = random(Distribution.NORMAL, 4, Shape.of(13));
    for (float difference : Runs.once(backend, noise.minus(noise)).values()) {
      assertThat(difference).isZero();
    }
    for (float difference : Runs.once(backend, noise.minus(same)).values()) {
      assertThat(difference).isZero();
    }
  }
}
