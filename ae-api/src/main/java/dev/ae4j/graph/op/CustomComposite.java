package dev.ae4j.graph.op;

import dev.ae4j.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A composite that a plug-in defines, so that backends which know the id may run it faster.
 *
 * @param id {@code plug-in-id/operation-name}
 * @param inputs the tensors that it reads
 * @param attributes everything beside the inputs that decides the result
 * @param lowerer builds the result from tensors like {@code inputs}; the definition of the meaning
 */
public record CustomComposite(
    String id,
    List<Tensor> inputs,
    Map<String, String> attributes,
    Function<List<Tensor>, Tensor> lowerer)
    implements Composite {

  /** Copies the inputs and attributes. */
  public CustomComposite {
    inputs = List.copyOf(inputs);
    attributes = Map.copyOf(attributes);
  }

  @Override
  public Tensor lowering() {
    return lowerer.apply(inputs);
  }

  @Override
  public CustomComposite withInputs(List<Tensor> newInputs) {
    return new CustomComposite(id, newInputs, attributes, lowerer);
  }

  @Override
  public String name() {
    return id;
  }
}
