package dev.ae4j.graph.op;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The matrix product of two tensors, either of them transposed first.
 *
 * <p>Axes before the last two count matrices: both tensors have the same ones, and matrix by matrix
 * is multiplied. With two axes, the batch may be the rows of the result, or be summed over; it
 * cannot become its columns.
 *
 * @param a {@code [..., m, k]}, or {@code [..., k, m]} to be transposed
 * @param b {@code [..., k, n]}, or {@code [..., n, k]} to be transposed
 * @param transposeA whether the matrices of {@code a} are transposed
 * @param transposeB whether the matrices of {@code b} are transposed
 */
public record MatMul(Tensor a, Tensor b, boolean transposeA, boolean transposeB)
    implements Primitive {
  @Override
  public Shape shape() {
    ElementTypes.checkFloat(name(), a, b);
    int rank = a.shape().rank();
    if (rank < 2 || b.shape().rank() != rank) {
      throw mismatch("both must have two axes, or the same number of more");
    }
    int row = rank - 2;
    for (int axis = 0; axis < row; axis++) {
      if (!a.shape().sameSize(axis, b.shape(), axis)) {
        throw mismatch("the axes before the last two differ");
      }
    }
    int columnAxis = transposeB ? row : row + 1;
    if (!a.shape().sameSize(transposeA ? row : row + 1, b.shape(), transposeB ? row + 1 : row)) {
      throw mismatch("the inner sizes differ");
    }
    if (columnAxis == 0 && b.shape().isBatched()) {
      throw mismatch("the batch cannot become the columns");
    }
    if (!transposeA || rank > 2) {
      Shape rows = transposeA ? a.shape().withSize(row, a.shape().size(row + 1)) : a.shape();
      return rows.withSize(row + 1, b.shape().size(columnAxis));
    }
    return Shape.of(a.shape().size(1), b.shape().size(columnAxis));
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
