package dev.ae4j.graph.op;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The matrix product of two tensors of rank 2, either of them transposed first.
 *
 * <p>The batch may be the rows of the result, or be summed over; it cannot become its columns.
 *
 * @param a {@code [m, k]}, or {@code [k, m]} to be transposed
 * @param b {@code [k, n]}, or {@code [n, k]} to be transposed
 * @param transposeA whether {@code a} is transposed
 * @param transposeB whether {@code b} is transposed
 */
public record MatMul(Tensor a, Tensor b, boolean transposeA, boolean transposeB)
    implements Primitive {
  @Override
  public Shape shape() {
    if (a.shape().rank() != 2 || b.shape().rank() != 2) {
      throw mismatch("both must have two axes");
    }
    if (!a.shape().sameSize(transposeA ? 0 : 1, b.shape(), transposeB ? 1 : 0)) {
      throw mismatch("the inner sizes differ");
    }
    int columnAxis = transposeB ? 0 : 1;
    if (columnAxis == 0 && b.shape().isBatched()) {
      throw mismatch("the batch cannot become the columns");
    }
    int columns = b.shape().size(columnAxis);
    if (!transposeA && a.shape().isBatched()) {
      return Shape.batchOf(columns);
    }
    return Shape.of(a.shape().size(transposeA ? 1 : 0), columns);
  }

  private ShapeException mismatch(String why) {
    return new ShapeException(
        "matMul of %s%s and %s%s: %s"
            .formatted(
                a.shape(),
                transposeA ? " transposed" : "",
                b.shape(),
                transposeB ? " transposed" : "",
                why));
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(a, b);
  }

  @Override
  public MatMul withInputs(List<Tensor> inputs) {
    return new MatMul(inputs.get(0), inputs.get(1), transposeA, transposeB);
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    Tensor gradientA =
        transposeA
            ? Tensor.of(new MatMul(b, upstream, transposeB, true))
            : Tensor.of(new MatMul(upstream, b, false, !transposeB));
    Tensor gradientB =
        transposeB
            ? Tensor.of(new MatMul(upstream, a, true, transposeA))
            : Tensor.of(new MatMul(a, upstream, !transposeA, false));
    return List.of(gradientA, gradientB);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String name() {
    return "matMul";
  }
}
