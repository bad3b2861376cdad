package dev.ae4j.testkit;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Input;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;

/**
 * A graph together with the values that go in and how exact the results must be; runs on a backend
 * and on the oracle and compares.
 */
final class Scenario {
  /** Goes up and down, so that what a larger batch leaves behind meets a smaller one. */
  private static final int[] BATCH_SIZES = {13, 1021, 0, 1, 207, 13};

  /** The unit roundoff of float32: how far rounding moves a number at most, relatively. */
  private static final double ROUNDOFF = 0x1p-24;

  /** Beside a number of the size of this tolerance, a flushed denormal is no error. */
  private static final double DENORMAL = Float.MIN_NORMAL;

  /** How much worse than honest rounding a result may be that has no tolerance of its own. */
  private static final double SAFETY = 16;

  private static final float GARBAGE = 12345;

  private static final String TOLERANCE = "tolerance of ";

  private final Map<String, IntFunction<DoubleData>> inputs = new LinkedHashMap<>();
  private final Map<String, DoubleData> parameters = new LinkedHashMap<>();
  private final Map<String, Tensor> results = new LinkedHashMap<>();
  private final Map<String, Integer> relative = new LinkedHashMap<>();
  private final Map<String, Tensor> tolerances = new LinkedHashMap<>();
  private boolean batched;
  private int[] batchSizes = BATCH_SIZES;

  /** Returns a case that builds a scenario and runs it. */
  static ConformanceCase conformanceCase(String name, Consumer<Scenario> builder) {
    return new ConformanceCase(
        name,
        backend -> {
          Scenario scenario = new Scenario();
          builder.accept(scenario);
          scenario.run(backend);
        });
  }

  /** Returns an input {@code [N, sample...]} of numbers in {@code [low, high)}. */
  Tensor batch(double low, double high, int... sample) {
    String name = "batch" + inputs.size();
    batched = true;
    inputs.put(
        name,
        batchSize -> {
          Shape shape = Shape.batchOf(sample).withBatch(batchSize);
          return DoubleData.uniform(name + batchSize, low, high, shape.sampleSizes());
        });
    return Tensor.input(name, Shape.batchOf(sample));
  }

  /** Returns an input that is not batched, of numbers in {@code [low, high)}. */
  Tensor fixed(double low, double high, int... sizes) {
    return values(DoubleData.uniform("fixed" + inputs.size(), low, high, sizes));
  }

  /** Returns an input that is not batched and has the given values. */
  Tensor values(DoubleData value) {
    String name = "fixed" + inputs.size();
    inputs.put(name, batchSize -> value);
    return Tensor.input(name, value.shape());
  }

  /** Returns an input of the shape, batched or not, of numbers in {@code [low, high)}. */
  Tensor input(Shape shape, double low, double high) {
    return shape.isBatched()
        ? batch(low, high, shape.sampleSizes())
        : fixed(low, high, shape.sampleSizes());
  }

  /** Returns a parameter with numbers in {@code [low, high)}. */
  Tensor parameter(double low, double high, int... sizes) {
    String name = "parameter" + parameters.size();
    parameters.put(name, DoubleData.uniform(name, low, high, sizes));
    return Tensor.of(new Parameter(name, Shape.of(sizes)));
  }

  /** Runs at these batch sizes instead of all. */
  void atBatchSizes(int... sizes) {
    batchSizes = sizes;
  }

  /** Adds a result that must be the same as the oracle's, rounded to float32. */
  void exact(Tensor result) {
    within(0, result);
  }

  /** Adds a result each of whose elements may be off by some roundings of its own size. */
  void within(int roundings, Tensor result) {
    relative.put(measured(result), roundings);
  }

  /** Adds a result with the tolerance of each of its elements, in units of the roundoff. */
  void within(Tensor tolerance, Tensor result) {
    tolerances.put(measured(result), tolerance);
  }

  /**
   * Adds a result that may be off by a multiple of what the oracle is off when it rounds every
   * intermediate number to float32, in the worst element.
   *
   * @return the name of the result
   */
  String measured(Tensor result) {
    String name = "result" + results.size();
    results.put(name, result);
    return name;
  }

  /** Adds the gradients of a weighted sum of the elements, measured; returns them. */
  List<Tensor> gradients(Tensor tensor, List<Tensor> variables) {
    Tensor weights = input(tensor.shape(), 0.5, 1.5);
    List<Tensor> gradients = Gradients.of(tensor.times(weights).sum(), variables);
    gradients.forEach(this::measured);
    return gradients;
  }

  /** Runs on a backend at all batch sizes and compares every result with the oracle. */
  void run(Backend backend) {
    Program.Builder builder = Program.builder();
    results.forEach(builder::output);
    Program program = builder.build();
    tolerances.forEach((name, tolerance) -> builder.output(TOLERANCE + name, tolerance));
    Program withTolerances = builder.build();
    ReferenceInterpreter oracle = new ReferenceInterpreter(withTolerances);
    ReferenceInterpreter rounding = new ReferenceInterpreter(program, RoundingEvaluator::new);
    boolean allStated = relative.size() + tolerances.size() == results.size();
    try (Executable executable = backend.compile(program)) {
      for (Parameter parameter : program.parameters()) {
        String name = parameter.name();
        executable.write(name, Objects.requireNonNull(parameters.get(name)).toTensorData());
      }
      for (int batchSize : batched ? batchSizes : new int[] {1}) {
        Map<String, DoubleData> values = new LinkedHashMap<>();
        inputs.forEach((name, value) -> values.put(name, value.apply(batchSize)));
        List<TensorData> actual = runDirty(executable, values);
        ReferenceInterpreter.Results expected = oracle.run(values, parameters, 0, 0);
        ReferenceInterpreter.Results moved =
            allStated ? expected : rounding.run(values, parameters, 0, 0);
        int i = 0;
        for (String name : results.keySet()) {
          Closeness.assertClose(
              name + " " + results.get(name) + (batched ? " in a batch of " + batchSize : ""),
              expected.output(name),
              tolerance(name, expected, moved),
              actual.get(i++));
        }
      }
    }
  }

  /** Runs with result arrays that hold garbage before. */
  private List<TensorData> runDirty(Executable executable, Map<String, DoubleData> values) {
    RunRequest request = request(executable.program(), values, 0, 0);
    int batchSize = request.batchSize(executable.program());
    List<TensorData> dirty = new ArrayList<>();
    for (Tensor result : results.values()) {
      TensorData data = TensorData.zeros(result.shape().withBatch(batchSize));
      Arrays.fill(data.values(), GARBAGE);
      dirty.add(data);
    }
    executable.run(request, dirty);
    return dirty;
  }

  private DoubleData tolerance(
      String name, ReferenceInterpreter.Results expected, ReferenceInterpreter.Results moved) {
    DoubleData exact = expected.output(name);
    Integer roundings = relative.get(name);
    if (roundings != null) {
      return filled(exact, i -> Math.abs(exact.get(i)) * roundings * ROUNDOFF + DENORMAL);
    }
    if (tolerances.containsKey(name)) {
      DoubleData stated = expected.output(TOLERANCE + name);
      return filled(exact, i -> stated.get(i) * ROUNDOFF + DENORMAL);
    }
    double common = measuredTolerance(exact, moved.output(name));
    return filled(exact, i -> common);
  }

  private static DoubleData filled(DoubleData like, IntToDoubleFunction numbers) {
    DoubleData filled = DoubleData.zeros(like.shape());
    Arrays.setAll(filled.values(), numbers);
    return filled;
  }

  private static double measuredTolerance(DoubleData exact, DoubleData moved) {
    double largest = 0;
    double largestMove = 0;
    for (int i = 0; i < exact.values().length; i++) {
      double size = Math.abs(exact.get(i));
      double move = Math.abs(exact.get(i) - moved.get(i));
      // False for NaN, which no tolerance would help
      largest = size > largest ? size : largest;
      largestMove = move > largestMove ? move : largestMove;
    }
    return SAFETY * (largestMove + largest * ROUNDOFF) + DENORMAL;
  }

  /** Returns the request that feeds a program with values by name. */
  static RunRequest request(Program program, Map<String, DoubleData> values, long seed, long step) {
    List<Feed> feeds = new ArrayList<>();
    for (Input input : program.inputs()) {
      DoubleData value = values.get(input.name());
      if (value == null) {
        throw new IllegalArgumentException("Input " + input.name() + " has no value");
      }
      feeds.add(Feed.of(value.toTensorData()));
    }
    return new RunRequest(feeds, seed, step);
  }
}
