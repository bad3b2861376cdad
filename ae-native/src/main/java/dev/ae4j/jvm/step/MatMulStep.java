package dev.ae4j.jvm.step;

import dev.ae4j.jvm.kernel.MatrixProduct;
import dev.ae4j.jvm.kernel.ThreadTeam;
import dev.ae4j.jvm.kernel.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * Products of some matrices by as many others, each of which begins from a row of numbers for each
 * row of the result.
 */
public final class MatMulStep implements Step, ThreadTeam.Task {
  private final Engine engine;
  private final MatrixProduct product;
  private final int count;
  private final boolean together;
  private final int shards;
  private final Buffer a;
  private final Buffer b;
  private final @Nullable Buffer bias;
  private final Buffer c;
  private final int sizeA;
  private final int sizeB;
  private final int sizeC;
  private final float[] zeros;

  /**
   * Creates a step that computes {@code c = bias + a b}.
   *
   * @param engine what to compute with
   * @param workspace scratch memory
   * @param count the number of matrices in each operand, one after the other
   * @param shape the sizes of one product, without gaps
   * @param a the left operand
   * @param b the right operand
   * @param bias where each row begins; zero if null
   * @param c the result
   */
  public MatMulStep(
      Engine engine,
      Workspace workspace,
      int count,
      MatrixProduct.Shape shape,
      Buffer a,
      Buffer b,
      @Nullable Buffer bias,
      Buffer c) {
    this.engine = engine;
    this.product =
        engine.kernels().matrixProduct(shape, MatrixProduct.NO_EPILOGUE, engine.team(), workspace);
    this.count = count;
    this.a = a;
    this.b = b;
    this.bias = bias;
    this.c = c;
    sizeA = shape.m() * shape.k();
    sizeB = shape.k() * shape.n();
    sizeC = shape.m() * shape.n();
    zeros = new float[bias == null ? shape.n() : 0];
    // The team shares the products if there are enough of them, else the work of each.
    together = count < 2 * engine.team().threads();
    shards = engine.shards((long) count * sizeC * shape.k() / Engine.MULTIPLY_ADDS, count);
  }

  @Override
  public void run() {
    if (!together) {
      engine.team().run(this, shards);
      return;
    }
    for (int i = 0; i < count; i++) {
      product.run(
          a.array(),
          a.offset() + i * sizeA,
          b.array(),
          b.offset() + i * sizeB,
          bias == null ? zeros : bias.array(),
          bias == null ? 0 : bias.offset(),
          0,
          c.array(),
          c.offset() + i * sizeC);
    }
  }

  @Override
  public void run(int shard, int worker) {
    int end = Engine.start(shard + 1, shards, count);
    for (int i = Engine.start(shard, shards, count); i < end; i++) {
      product.runAlone(
          worker,
          a.array(),
          a.offset() + i * sizeA,
          b.array(),
          b.offset() + i * sizeB,
          bias == null ? zeros : bias.array(),
          bias == null ? 0 : bias.offset(),
          0,
          c.array(),
          c.offset() + i * sizeC);
    }
  }
}
