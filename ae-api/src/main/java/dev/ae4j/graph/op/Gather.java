package dev.ae4j.graph.op;

import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table that indices name: an embedding lookup. An index outside the table gives
 * zeros.
 *
 * @param table {@code [rows, rest...]}, not batched
 * @param indices int32 of any shape, each usually in {@code [0, rows)}
 */
public record Gather(Tensor table, Tensor indices) implements Primitive {
  @Override
  public Shape shape() {
    ElementTypes.checkFloat(name(), table);
    checkIndices(name(), indices);
    if (table.shape().rank() == 0 || table.shape().isBatched()) {
      throw new ShapeException("gather from " + table.shape() + ": it needs rows, not a batch");
    }
    int[] rest = table.shape().without(List.of(0)).sampleSizes();
    int[] sizes = indices.shape().sampleSizes();
    int[] all = Arrays.copyOf(sizes, sizes.length + rest.length);
    System.arraycopy(rest, 0, all, sizes.length, rest.length);
    return indices.shape().isBatched() ? Shape.batchOf(all) : Shape.of(all);
  }

  static void checkIndices(String operation, Tensor indices) {
    if (indices.type() != ElementType.INT32) {
      throw new ShapeException(
          operation + " by " + indices + ": indices are int32. Maybe convert them");
    }
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(table, indices);
  }

  @Override
  public Gather withInputs(List<Tensor> inputs) {
    return new Gather(inputs.get(0), inputs.get(1));
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    return Arrays.asList(Tensor.of(new ScatterAdd(indices, upstream, table.shape().size(0))), null);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String name() {
    return "gather";
  }
}
