package dev.ae4j.training;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.model.Optimizer;
import dev.ae4j.model.OptimizerContext;
import dev.ae4j.model.ParameterDeclaration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A program that makes one step of an optimizer and returns {@code loss} as it was before.
 *
 * @param program the program
 * @param initialSlots the first values of the optimizer's own state by parameter name
 */
public record UpdateGraph(Program program, Map<String, TensorData> initialSlots) {
  /** Copies the map. */
  public UpdateGraph {
    initialSlots = Collections.unmodifiableMap(new LinkedHashMap<>(initialSlots));
  }

  /**
   * Builds the program.
   *
   * @param loss the scalar to minimize
   * @param declared what to change
   * @param optimizer how to change what the model does not change itself
   */
  public static UpdateGraph build(
      Tensor loss, List<ParameterDeclaration> declared, Optimizer optimizer) {
    List<Tensor> parameters =
        declared.stream()
            .filter(ParameterDeclaration::isTrained)
            .map(ParameterDeclaration::tensor)
            .toList();
    List<Tensor> gradients = Gradients.of(loss, parameters);
    Program.Builder builder = Program.builder().output("loss", loss);
    Slots slots = new Slots(builder);
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = (Parameter) parameters.get(i).operation();
      builder.update(
          parameter, optimizer.update(parameters.get(i), gradients.get(i), slots.of(parameter)));
    }
    for (ParameterDeclaration state : declared) {
      if (state.next() != null) {
        builder.update(state.parameter(), state.next());
      }
    }
    return new UpdateGraph(builder.build(), slots.initial);
  }

  /** Declares the state of an optimizer. */
  private static final class Slots {
    final Map<String, TensorData> initial = new LinkedHashMap<>();
    final Map<String, Tensor> shared = new LinkedHashMap<>();
    final Program.Builder builder;

    Slots(Program.Builder builder) {
      this.builder = builder;
    }

    OptimizerContext of(Parameter owner) {
      return new OptimizerContext() {
        @Override
        public Tensor slot(String name, UnaryOperator<Tensor> next) {
          return declare(name + "/" + owner.name(), owner.shape(), 0, next);
        }

        @Override
        public Tensor sharedSlot(String name, float value, UnaryOperator<Tensor> next) {
          // Not computeIfAbsent, since declaring may ask for another shared slot
          Tensor existing = shared.get(name);
          if (existing == null) {
            existing = declare(name, Shape.scalar(), value, next);
            shared.put(name, existing);
          }
          return existing;
        }
      };
    }

    Tensor declare(String name, Shape shape, float value, UnaryOperator<Tensor> next) {
      Parameter slot = new Parameter("optimizer/" + name, shape);
      float[] values = new float[shape.sampleElements()];
      Arrays.fill(values, value);
      initial.put(slot.name(), TensorData.of(values, shape));
      Tensor after = next.apply(Tensor.of(slot));
      builder.update(slot, after);
      return after;
    }
  }
}
