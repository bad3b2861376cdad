package dev.ae4j.tensorflow.graph;

import dev.ae4j.graph.Program;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Binary;
import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.Broadcast;
import dev.ae4j.graph.op.Constant;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.Unary;
import dev.ae4j.graph.op.UnaryKind;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Updates of three parameters that are one step of Adam, for which TensorFlow has an operation:
 *
 * <pre>
 *   mean = mean * beta1 + gradient * (1 - beta1)
 *   square = square * beta2 + gradient * gradient * (1 - beta2)
 *   weight = weight - mean * rate / (sqrt(square) + epsilon)
 * </pre>
 *
 * <p>Element by element it would be a dozen passes over memory instead of one.
 *
 * @param weight what is trained
 * @param mean the decaying mean of gradients
 * @param square the decaying mean of their squares
 * @param gradient the gradient
 * @param rate the step, a scalar
 * @param epsilon what is added to the divisor, a scalar
 * @param beta1 the decay of the mean
 * @param beta2 the decay of the squares
 */
record AdamStep(
    Parameter weight,
    Parameter mean,
    Parameter square,
    Tensor gradient,
    Tensor rate,
    Tensor epsilon,
    float beta1,
    float beta2) {

  /** A decaying mean: the parameter, the decay, and what is added to it. */
  private record Decay(Parameter state, float beta, Tensor added) {}

  /** Finds the step that updates a parameter; its other two parameters have no other use. */
  static Optional<AdamStep> find(Program program, Parameter weight, Tensor value) {
    Binary change = binary(value, BinaryKind.SUBTRACT);
    Binary step = change == null ? null : binary(change.b(), BinaryKind.DIVIDE);
    Binary scaled = step == null ? null : binary(step.a(), BinaryKind.MULTIPLY);
    Binary divisor = step == null ? null : binary(step.b(), BinaryKind.ADD);
    if (change == null
        || scaled == null
        || divisor == null
        || !weight.equals(change.a().operation())
        || !(divisor.a().operation() instanceof Unary root)
        || root.kind() != UnaryKind.SQRT) {
      return Optional.empty();
    }
    Decay mean = decay(scaled.a());
    Decay square = decay(root.x());
    Tensor rate = scalar(scaled.b());
    Tensor epsilon = scalar(divisor.b());
    Binary product = square == null ? null : binary(square.added, BinaryKind.MULTIPLY);
    if (mean == null
        || square == null
        || rate == null
        || epsilon == null
        || product == null
        || product.a() != mean.added
        || product.b() != mean.added
        || !isOnlyFor(program, mean.state, scaled.a())
        || !isOnlyFor(program, square.state, root.x())) {
      return Optional.empty();
    }
    return Optional.of(
        new AdamStep(
            weight, mean.state, square.state, mean.added, rate, epsilon, mean.beta, square.beta));
  }

  /** Takes {@code state * beta + added * (1 - beta)} apart. */
  private static @Nullable Decay decay(Tensor tensor) {
    Binary sum = binary(tensor, BinaryKind.ADD);
    Binary kept = sum == null ? null : binary(sum.a(), BinaryKind.MULTIPLY);
    Binary added = sum == null ? null : binary(sum.b(), BinaryKind.MULTIPLY);
    if (kept == null || added == null || !(kept.a().operation() instanceof Parameter state)) {
      return null;
    }
    Float beta = constant(kept.b());
    Float rest = constant(added.b());
    return beta == null || rest == null || rest != 1 - beta
        ? null
        : new Decay(state, beta, added.a());
  }

  private static @Nullable Float constant(Tensor tensor) {
    Tensor scalar = scalar(tensor);
    return scalar != null && scalar.operation() instanceof Constant constant
        ? constant.value().values()[0]
        : null;
  }

  /** Returns whether a parameter is read to be updated, and for nothing else. */
  private static boolean isOnlyFor(Program program, Parameter parameter, Tensor next) {
    Predicate<Tensor> reads =
        tensor ->
            tensor.operation().inputs().stream().anyMatch(x -> parameter.equals(x.operation()));
    Map<Parameter, Tensor> updates = program.updates();
    return updates.get(parameter) == next
        && program.tensors().stream().filter(reads).count() == 1
        && program.outputs().values().stream().noneMatch(x -> parameter.equals(x.operation()))
        && updates.values().stream().noneMatch(x -> parameter.equals(x.operation()));
  }

  private static @Nullable Binary binary(Tensor tensor, BinaryKind kind) {
    return tensor.operation() instanceof Binary binary && binary.kind() == kind ? binary : null;
  }

  /** Returns the one number that all elements are; null if they may differ. */
  private static @Nullable Tensor scalar(Tensor tensor) {
    Tensor origin = tensor;
    while (origin.operation() instanceof Broadcast broadcast) {
      origin = broadcast.x();
    }
    return origin.shape().rank() == 0 ? origin : null;
  }
}
