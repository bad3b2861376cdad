package dev.ae4j.jvm.step;

import dev.ae4j.jvm.kernel.MatrixProduct;
import dev.ae4j.jvm.kernel.Workspace;

/**
 * The product of what windows look at with a filter, in tiles of positions that are computed one by
 * one.
 *
 * <p>There are several ways to compute it. Which one is taken depends on sizes alone, so that it is
 * the same everywhere.
 */
abstract sealed class WindowProduct permits DottedProduct, GatheredProduct, PlanarProduct {
  /** The operands of the run at hand. */
  static final class Operands {
    private static final float[] NONE = {};

    float[] x = NONE;
    int xo;
    float[] filter = NONE;
    float[] init = NONE;
    int io;
    float[] y = NONE;
    int yo;
  }

  private final Windows windows;
  private final Workspace workspace;
  private final int channels;
  private final int height;
  private final int width;

  /**
   * Prepares a product.
   *
   * @param windows what is multiplied by the filter
   * @param result the sizes of the result
   */
  WindowProduct(Windows windows, Result result, Workspace workspace) {
    this.windows = windows;
    this.workspace = workspace;
    this.channels = result.channels();
    this.height = result.height();
    this.width = result.width();
  }

  /**
   * The sizes of the result.
   *
   * @param height its rows
   * @param width its columns
   * @param channels its channels
   */
  record Result(int height, int width, int channels) {}

  /** Returns the number of tiles. */
  abstract int tiles();

  /**
   * Computes a tile.
   *
   * @param fo where the filter begins
   * @param worker the calling thread, which selects the scratch memory
   */
  abstract void compute(Operands operands, int fo, int tile, int worker);

  /** Computes all that comes of the images {@code first} to {@code end - 1}. */
  abstract void computeImages(Operands operands, int fo, int first, int end, int worker);

  final Windows windows() {
    return windows;
  }

  final int channels() {
    return channels;
  }

  /** Reserves scratch memory for each worker. */
  final void reserve(int size) {
    workspace.reservePatches(size);
  }

  final float[] scratch(int worker) {
    return workspace.patches(worker);
  }

  final MatrixProduct product(Engine engine, MatrixProduct.Shape shape) {
    return engine
        .kernels()
        .matrixProduct(shape, MatrixProduct.NO_EPILOGUE, engine.team(), workspace);
  }

  /**
   * Puts what comes of {@code count} neighbouring positions of a row to its place in the result.
   *
   * @param image the image
   * @param row the row of positions
   * @param column the first position
   */
  final void store(
      float[] from, int fromOffset, Operands operands, int image, int row, int column, int count) {
    int to = place(operands, image, row, column);
    int step = windows.x().step() * channels;
    if (step == channels) {
      System.arraycopy(from, fromOffset, operands.y, to, count * channels);
      return;
    }
    for (int i = 0; i < count; i++) {
      System.arraycopy(from, fromOffset + i * channels, operands.y, to + i * step, channels);
    }
  }

  /** Returns where the result begins that comes of a position. */
  final int place(Operands operands, int image, int row, int column) {
    WindowAxis x = windows.x();
    WindowAxis y = windows.y();
    int line = image * height + y.first() + row * y.step();
    return operands.yo + (line * width + x.first() + column * x.step()) * channels;
  }
}
