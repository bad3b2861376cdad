package dev.ae4j.testkit;

import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Input;
import dev.ae4j.graph.op.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Executes a program in float64, one primitive after another: the oracle that backends are compared
 * with.
 *
 * <p>Composites are replaced by their lowering. Constants and random numbers are those of float32
 * programs; everything else has the precision of float64. Safe for use by several threads.
 */
public final class ReferenceInterpreter {
  /**
   * What a run computed.
   *
   * @param outputs the results by name, in the order of the program
   * @param updates the new values of parameters by name, in the order of the program
   */
  public record Results(Map<String, DoubleData> outputs, Map<String, DoubleData> updates) {
    /**
     * Returns a result.
     *
     * @throws IllegalArgumentException if the program has no such output
     */
    public DoubleData output(String name) {
      return Optional.ofNullable(outputs.get(name))
          .orElseThrow(() -> new IllegalArgumentException("No output is named " + name));
    }
  }

  private final Program program;
  private final Function<PrimitiveEvaluator.Run, PrimitiveEvaluator> evaluators;

  /** Creates an interpreter of a program. */
  public ReferenceInterpreter(Program program) {
    this(program, PrimitiveEvaluator::new);
  }

  ReferenceInterpreter(
      Program program, Function<PrimitiveEvaluator.Run, PrimitiveEvaluator> evaluators) {
    this.program = program.lowered(composite -> false);
    this.evaluators = evaluators;
  }

  /** Returns the value of a tensor that needs nothing but these inputs. */
  public static DoubleData evaluate(Tensor tensor, Map<String, DoubleData> inputs) {
    Program program = Program.builder().output("result", tensor).build();
    return new ReferenceInterpreter(program).run(inputs).output("result");
  }

  /** Runs the program once, with parameters that are zero and with the seed and step zero. */
  public Results run(Map<String, DoubleData> inputs) {
    return run(inputs, Map.of(), 0, 0);
  }

  /**
   * Runs the program once.
   *
   * @param inputs the values of all inputs by name; batched ones give the size of the batch, which
   *     is zero if there are none
   * @param parameters the values of parameters by name; those that are missing are zero
   * @param seed the key of the random operations
   * @param step the counter of the random operations
   * @throws ShapeException if a value has another shape than the program says
   */
  public Results run(
      Map<String, DoubleData> inputs, Map<String, DoubleData> parameters, long seed, long step) {
    int batchSize = batchSize(inputs);
    for (Input input : program.inputs()) {
      check("input " + input.name(), input.shape().withBatch(batchSize), inputs.get(input.name()));
    }
    for (Parameter parameter : program.parameters()) {
      DoubleData value = parameters.get(parameter.name());
      if (value != null) {
        check("parameter " + parameter.name(), parameter.shape(), value);
      }
    }
    PrimitiveEvaluator evaluator =
        evaluators.apply(new PrimitiveEvaluator.Run(inputs, parameters, batchSize, seed, step));
    program.tensors().forEach(evaluator::evaluate);
    Map<String, DoubleData> outputs = new LinkedHashMap<>();
    program.outputs().forEach((name, tensor) -> outputs.put(name, evaluator.value(tensor)));
    Map<String, DoubleData> updates = new LinkedHashMap<>();
    program
        .updates()
        .forEach((parameter, tensor) -> updates.put(parameter.name(), evaluator.value(tensor)));
    return new Results(outputs, updates);
  }

  private int batchSize(Map<String, DoubleData> inputs) {
    for (Input input : program.inputs()) {
      DoubleData value = inputs.get(input.name());
      if (input.shape().isBatched() && value != null && value.shape().rank() > 0) {
        return value.shape().size(0);
      }
    }
    return 0;
  }

  private static void check(String what, Shape expected, @Nullable DoubleData value) {
    if (value == null || !value.shape().equals(expected)) {
      throw new ShapeException(
          what + " " + expected + " is given " + (value == null ? "nothing" : value.shape()));
    }
  }
}
