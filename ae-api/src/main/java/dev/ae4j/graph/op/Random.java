package dev.ae4j.graph.op;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Random numbers, new at every step, from the generator that {@link dev.ae4j.graph.Philox} defines.
 *
 * <p>Element {@code i} depends on nothing but the seed and the step of the run, the stream and
 * {@code i}: not on the shape, the batch size or the backend (up to rounding of the normal
 * distribution).
 *
 * @param distribution what is drawn
 * @param shape the shape of the result
 * @param stream tells the random operations of a program apart
 */
public record Random(Distribution distribution, Shape shape, int stream) implements Primitive {
  @Override
  public List<Tensor> inputs() {
    return List.of();
  }

  @Override
  public Random withInputs(List<Tensor> inputs) {
    return this;
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    return List.of();
  }

  /** The distributions that can be drawn from. */
  public enum Distribution {
    /** Uniform over {@code [0, 1)}, in steps of 2^-24. */
    UNIFORM,
    /** Normal with mean 0 and variance 1. */
    NORMAL
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String name() {
    return "random";
  }
}
