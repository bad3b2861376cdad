package dev.ae4j.jvm.step;

import dev.ae4j.jvm.kernel.MatrixProduct;
import dev.ae4j.jvm.kernel.Workspace;
import org.jspecify.annotations.Nullable;

/** A matrix product, which begins from a row of numbers for each row of the result. */
public final class MatMulStep implements Step {
  private final MatrixProduct product;
  private final Buffer a;
  private final Buffer b;
  private final @Nullable Buffer bias;
  private final Buffer c;

  /**
   * Creates a step that computes {@code c = bias + a b}.
   *
   * @param engine what to compute with
   * @param workspace scratch memory
   * @param shape the sizes
   * @param a the left operand
   * @param b the right operand
   * @param bias where each row begins; zero if null
   * @param c the result
   */
  public MatMulStep(
      Engine engine,
      Workspace workspace,
      MatrixProduct.Shape shape,
      Buffer a,
      Buffer b,
      @Nullable Buffer bias,
      Buffer c) {
    this.product =
        engine.kernels().matrixProduct(shape, MatrixProduct.NO_EPILOGUE, engine.team(), workspace);
    this.a = a;
    this.b = b;
    this.bias = bias;
    this.c = c;
  }

  @Override
  public void run() {
    if (bias == null) {
      product.run(a.array(), a.offset(), b.array(), b.offset(), c.array(), c.offset());
    } else {
      product.runWithBias(
          a.array(),
          a.offset(),
          b.array(),
          b.offset(),
          bias.array(),
          bias.offset(),
          c.array(),
          c.offset());
    }
  }
}
