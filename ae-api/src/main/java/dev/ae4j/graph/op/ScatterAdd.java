package dev.ae4j.graph.op;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table whose row {@code r} is the sum of the values whose index is {@code r}, in their order;
 * zeros where there are none. A value whose index is outside the table is dropped.
 *
 * @param indices int32 of any shape
 * @param values {@code [indices..., rest...]}
 * @param rows the number of rows of the table {@code [rows, rest...]}
 */
public record ScatterAdd(Tensor indices, Tensor values, int rows) implements Primitive {
  @Override
  public Shape shape() {
    Gather.checkIndices(name(), indices);
    ElementTypes.checkFloat(name(), values);
    Shape from = indices.shape();
    Shape all = values.shape();
    boolean fits = from.rank() <= all.rank() && (from.rank() > 0 || !all.isBatched());
    for (int axis = 0; fits && axis < from.rank(); axis++) {
      fits = from.sameSize(axis, all, axis);
    }
    if (!fits || rows < 0) {
      throw new ShapeException(
          "scatterAdd of %s by %s into %s rows: the values should begin with the axes of the indices"
              .formatted(all, from, rows));
    }
    Shape row = all.without(IntStream.range(0, from.rank()).boxed().toList());
    int[] sizes = new int[row.rank() + 1];
    sizes[0] = rows;
    System.arraycopy(row.sampleSizes(), 0, sizes, 1, row.rank());
    return Shape.of(sizes);
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(indices, values);
  }

  @Override
  public ScatterAdd withInputs(List<Tensor> inputs) {
    return new ScatterAdd(inputs.get(0), inputs.get(1), rows);
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    return Arrays.asList(null, Tensor.of(new Gather(upstream, indices)));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String name() {
    return "scatterAdd";
  }
}
