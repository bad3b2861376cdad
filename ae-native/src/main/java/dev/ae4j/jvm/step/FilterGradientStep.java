package dev.ae4j.jvm.step;

import dev.ae4j.graph.Window;
import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.jvm.kernel.Copies;
import dev.ae4j.jvm.kernel.Kernels;
import dev.ae4j.jvm.kernel.ThreadTeam;
import dev.ae4j.jvm.kernel.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * The gradient with respect to the filter of a convolution.
 *
 * <p>The images are cut into parts by sizes alone: groups of samples, or more of them if the filter
 * is large. For each part and element of the filter there is one chain of fused multiply-adds from
 * zero over the positions of all its images in order; the sums of the parts are added in order.
 */
public final class FilterGradientStep implements SampleStep, ThreadTeam.Task {
  // Elements of all partial sums (32 MiB).
  private static final int LARGEST_PARTIALS = 1 << 23;
  // Results below which the images and what comes of them change roles.
  private static final int FEW_RESULTS = 8;

  private final Engine engine;
  private final PatchProduct product;
  private final Buffer images;
  private final Buffer values;
  private final Buffer y;
  private final float[] partials;
  private final int elements;
  private final int part;
  private final int parts;
  private final int shards;
  private final int foldShards;
  private final ThreadTeam.Task folding = (shard, worker) -> fold(shard);
  private final @Nullable Exchange exchange;

  /**
   * Creates a step.
   *
   * @param engine what to compute with
   * @param workspace scratch memory
   * @param sizes the sizes of the images and of what comes of them
   * @param window where the filter was put
   * @param x the images
   * @param gradient the gradient with respect to what comes of them
   * @param y the result, {@code [window height, window width, in, out]}
   * @param partials the sums of the parts
   */
  public FilterGradientStep(
      Engine engine,
      Workspace workspace,
      ConvolutionStep.Sizes sizes,
      Window window,
      Buffer x,
      Buffer gradient,
      Buffer y,
      Partials partials) {
    this.engine = engine;
    this.y = y;
    boolean swapped =
        sizes.toChannels() < FEW_RESULTS
            && sizes.toChannels() < sizes.channels()
            && window.strideY() == 1
            && window.strideX() == 1;
    Windows windows = swapped ? backwards(sizes, window) : forwards(sizes, window);
    int columns = swapped ? sizes.channels() : sizes.toChannels();
    images = swapped ? gradient : x;
    values = swapped ? x : gradient;
    exchange = swapped ? new Exchange(windows, columns, window.width()) : null;
    product = PatchProduct.of(windows, columns, engine, workspace);
    elements = Math.multiplyExact(windows.patch(), columns);
    part = part(sizes.images(), elements);
    parts = Engine.pieces(sizes.images(), part);
    shards = engine.shards((long) windows.positions() * elements / Engine.MULTIPLY_ADDS, parts);
    foldShards = engine.shards((long) parts * elements, elements);
    this.partials = partials.of(Math.multiplyExact(Math.max(parts, 1), elements));
  }

  private static int part(int images, int elements) {
    int most = Math.max(1, LARGEST_PARTIALS / Math.max(elements, 1));
    return Math.max(SampleSteps.Chunks.group(images), Engine.pieces(images, most));
  }

  /**
   * Returns whether the parts are groups of samples, so that the step can be done group by group.
   *
   * @param images the number of images
   * @param elements the number of elements of the filter
   */
  public static boolean isByGroup(int images, int elements) {
    return part(images, elements) == SampleSteps.Chunks.group(images);
  }

  private static Windows forwards(ConvolutionStep.Sizes sizes, Window window) {
    return Windows.convolution(
        sizes.images(), sizes.height(), sizes.width(), sizes.channels(), window);
  }

  /** Returns the windows over the gradient that show what comes of each element of the images. */
  private static Windows backwards(ConvolutionStep.Sizes sizes, Window window) {
    return Windows.transposed(
            sizes.images(),
            sizes.toHeight(),
            sizes.toWidth(),
            sizes.toChannels(),
            window,
            sizes.height(),
            sizes.width())
        .get(0);
  }

  @Override
  public void run() {
    engine.team().run(this, shards);
    finish();
  }

  @Override
  public void run(int shard, int worker) {
    int end = Engine.start(shard + 1, shards, parts);
    for (int i = Engine.start(shard, shards, parts); i < end; i++) {
      addImages(i * part, Math.min((i + 1) * part, product.windows().images()), worker);
    }
  }

  @Override
  public void run(int samples, int first, int end, int worker) {
    addImages(first, end, worker);
  }

  /** Adds some images of a part to its sums, which the first one overwrites. */
  private void addImages(int first, int end, int worker) {
    int co = first / part * elements;
    product.add(images, values, first, end, partials, co, first % part == 0, worker);
  }

  @Override
  public void finish() {
    engine.team().run(folding, foldShards);
    if (exchange != null) {
      exchange.copy(partials, y.array(), y.offset());
    }
  }

  /** Adds up some elements of the parts: to where the first part is if they change places yet. */
  private void fold(int shard) {
    Kernels kernels = engine.kernels();
    int first = Engine.start(shard, foldShards, elements);
    int count = Engine.start(shard + 1, foldShards, elements) - first;
    float[] to = exchange == null ? y.array() : partials;
    int offset = first + (exchange == null ? y.offset() : 0);
    if (exchange == null) {
      kernels.copy(partials, first, to, offset, count);
    }
    for (int i = 1; i < parts; i++) {
      int from = i * elements + first;
      kernels.binary(BinaryKind.ADD, to, offset, partials, from, to, offset, count);
    }
  }

  /**
   * Brings sums of exchanged roles, {@code [place, out, in]} with the places in the order of
   * windows, to the order of a filter.
   */
  private record Exchange(Windows windows, int in, int width) {
    void copy(float[] sums, float[] filter, int fo) {
      int out = windows.channels();
      int from = 0;
      for (int row : windows.y().taps()) {
        for (int column : windows.x().taps()) {
          int to = fo + (row * width + column) * in * out;
          Copies.transpose(sums, from, in, out, in, filter, to, out);
          from += in * out;
        }
      }
    }
  }
}
