package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Reshape;
import dev.ae4j.graph.op.Unary;
import dev.ae4j.graph.op.UnaryKind;
import java.util.List;

/** The numbers that a decoder makes for each element, {@code [N, sample..., parameters]}. */
final class DecodedParameters {
  private DecodedParameters() {}

  /** Returns one of them, {@code [N, sample...]}: what a last sigmoid is applied to, any number. */
  static Tensor of(int index, Tensor decoded) {
    Tensor all = unlimited(decoded);
    int last = all.shape().rank() - 1;
    return all.slice(last, index, 1).reshape(all.shape().without(List.of(last)));
  }

  private static Tensor unlimited(Tensor decoded) {
    if (decoded.operation() instanceof Reshape reshape) {
      return unlimited(reshape.x()).reshape(decoded.shape());
    }
    return decoded.operation() instanceof Unary unary && unary.kind() == UnaryKind.SIGMOID
        ? unary.x()
        : decoded;
  }
}
