package dev.ae4j.graph.op;

import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import java.util.List;

/**
 * {@code e^x / sum(e^x)} along the last axis, computed from {@code x - max(x)} so that nothing
 * overflows.
 *
 * @param x at least one axis beside the batch
 */
public record Softmax(Tensor x) implements Composite {
  @Override
  public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override
  public Tensor lowering() {
    if (x.shape().sample().rank() == 0) {
      throw new ShapeException("softmax of " + x.shape() + ": no axis beside the batch");
    }
    int last = x.shape().rank() - 1;
    Tensor exp = x.minus(x.max(last).expand(last).stopGradient()).exp();
    return exp.dividedBy(exp.sum(last).expand(last));
  }

  @Override
  public Softmax withInputs(List<Tensor> inputs) {
    return new Softmax(inputs.get(0));
  }

  @Override
  public String name() {
    return "softmax";
  }
}
