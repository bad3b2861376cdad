package dev.ae4j.training;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Input;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.model.Optimizer;
import dev.ae4j.model.OptimizerContext;
import dev.ae4j.model.ParameterDeclaration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;

/**
 * A program that makes one step of an optimizer and returns {@code loss} as it was before, of a
 * model with its parts if there are several.
 *
 * @param program the program
 * @param initialSlots the first values of the optimizer's own state by parameter name
 */
public record UpdateGraph(Program program, Map<String, TensorData> initialSlots) {
  /** Copies the map. */
  public UpdateGraph {
    initialSlots = Collections.unmodifiableMap(new LinkedHashMap<>(initialSlots));
  }

  private static final String RATE_FACTOR = "learning-rate-factor";
  private static final String SLOTS = "optimizer/";

  /**
   * How parameters follow their gradients.
   *
   * @param optimizer makes the step
   * @param clipNorm the norm {@code c} to which all gradients together are scaled down if theirs is
   *     larger: {@code g' = g min(1, c / |g|)}, Pascanu, Mikolov and Bengio 2013, algorithm 1
   * @param isScheduled whether the learning rate is multiplied by a factor that is an input of the
   *     program, a scalar for which {@link #isRateFactor} holds
   */
  public record Rule(Optimizer optimizer, OptionalDouble clipNorm, boolean isScheduled) {}

  /** Returns whether a parameter of a program is state of the optimizer. */
  static boolean isSlot(Parameter parameter) {
    return parameter.name().startsWith(SLOTS);
  }

  /** Returns whether an input of a program is the factor of the learning rate. */
  public static boolean isRateFactor(Input input) {
    return input.name().equals(RATE_FACTOR);
  }

  /**
   * Builds the program with a constant learning rate.
   *
   * @param loss the scalar to minimize
   * @param declared what to change
   * @param optimizer how to change what the model does not change itself
   */
  public static UpdateGraph build(
      Tensor loss, List<ParameterDeclaration> declared, Optimizer optimizer) {
    return build(loss, declared, new Rule(optimizer, OptionalDouble.empty(), false));
  }

  /**
   * Builds the program.
   *
   * @param loss the scalar to minimize
   * @param declared what to change
   * @param rule how to change what the model does not change itself
   */
  public static UpdateGraph build(Tensor loss, List<ParameterDeclaration> declared, Rule rule) {
    return build(Program.builder().output("loss", loss), loss, declared, rule);
  }

  /**
   * Builds the program of a model, which minimizes its loss; {@link LossValue#plus} reads the
   * results.
   *
   * @param rule how to change what the model does not change itself
   */
  public static UpdateGraph build(ModelGraph model, Rule rule) {
    Program.Builder builder = Program.builder();
    LossValue.addOutputs(model, builder);
    return build(builder, model.loss(), model.parameters(), rule);
  }

  private static UpdateGraph build(
      Program.Builder builder, Tensor loss, List<ParameterDeclaration> declared, Rule rule) {
    List<Tensor> parameters =
        declared.stream()
            .filter(ParameterDeclaration::isTrained)
            .map(ParameterDeclaration::tensor)
            .toList();
    List<Tensor> gradients = Gradients.of(loss, parameters);
    if (rule.clipNorm.isPresent() && !gradients.isEmpty()) {
      gradients = clipped(gradients, (float) rule.clipNorm.getAsDouble());
    }
    Slots slots = new Slots(builder, rule.isScheduled);
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = (Parameter) parameters.get(i).operation();
      builder.update(
          parameter,
          rule.optimizer.update(parameters.get(i), gradients.get(i), slots.of(parameter)));
    }
    for (ParameterDeclaration state : declared) {
      if (state.next() != null) {
        builder.update(state.parameter(), state.next());
      }
    }
    return new UpdateGraph(builder.build(), slots.initial);
  }

  private static List<Tensor> clipped(List<Tensor> gradients, float norm) {
    Tensor squares = Tensor.scalar(0);
    for (Tensor gradient : gradients) {
      squares = squares.plus(gradient.square().sum());
    }
    Tensor limit = Tensor.scalar(norm);
    Tensor scale = limit.dividedBy(squares.sqrt().maximum(limit));
    return gradients.stream().map(gradient -> gradient.times(scale)).toList();
  }

  /** Declares the state of an optimizer. */
  private static final class Slots {
    final Map<String, TensorData> initial = new LinkedHashMap<>();
    final Map<String, Tensor> shared = new LinkedHashMap<>();
    final Program.Builder builder;

    final Tensor rateFactor = Tensor.input(RATE_FACTOR, Shape.scalar());
    final boolean isScheduled;

    Slots(Program.Builder builder, boolean isScheduled) {
      this.builder = builder;
      this.isScheduled = isScheduled;
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

        @Override
        public Tensor learningRate(float rate) {
          Tensor constant = Tensor.scalar(rate);
          return isScheduled ? constant.times(rateFactor) : constant;
        }
      };
    }

    Tensor declare(String name, Shape shape, float value, UnaryOperator<Tensor> next) {
      Parameter slot = new Parameter(SLOTS + name, shape);
      float[] values = new float[shape.sampleElements()];
      Arrays.fill(values, value);
      initial.put(slot.name(), TensorData.of(values, shape));
      Tensor after = next.apply(Tensor.of(slot));
      builder.update(slot, after);
      return after;
    }
  }
}
