package dev.ae4j.jvm.step;

import dev.ae4j.graph.Window;
import dev.ae4j.jvm.kernel.ThreadTeam;
import dev.ae4j.jvm.kernel.Workspace;
import dev.ae4j.jvm.step.WindowProduct.Operands;
import dev.ae4j.jvm.step.WindowProduct.Result;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A convolution or transposed convolution of images, which begins from a number for each channel of
 * the result.
 *
 * <p>Padding takes part as zeros. The order of additions depends on sizes alone; see the kinds of
 * {@link WindowProduct}. In a transposed convolution the window is gone through backwards, so that
 * its operand is gone through forwards.
 */
public final class ConvolutionStep implements SampleStep, ThreadTeam.Task {
  /** The part of the result that one product computes. */
  private record Part(
      WindowProduct product, @Nullable FilterLayout layout, int offset, int shards) {}

  private final Engine engine;
  private final List<Part> parts;
  private final Operands operands = new Operands();
  private final Buffer x;
  private final Buffer filter;
  private final @Nullable Buffer bias;
  private final Buffer y;
  private final float[] zeros;
  private final float[] arranged;
  private Part current;

  private ConvolutionStep(
      Engine engine,
      List<Part> parts,
      Buffer x,
      Buffer filter,
      @Nullable Buffer bias,
      Buffer y,
      int channels) {
    this.engine = engine;
    this.parts = List.copyOf(parts);
    this.current = parts.get(0);
    this.x = x;
    this.filter = filter;
    this.bias = bias;
    this.y = y;
    this.zeros = new float[bias == null ? channels : 0];
    int elements = 0;
    for (Part part : parts) {
      elements += part.layout == null ? 0 : part.layout.elements();
    }
    this.arranged = new float[elements];
  }

  /**
   * The images that go in and those that come out.
   *
   * @param images how many
   * @param height the rows of those that go in
   * @param width their columns
   * @param channels their channels
   * @param toHeight the rows of those that come out
   * @param toWidth their columns
   * @param toChannels their channels
   */
  public record Sizes(
      int images, int height, int width, int channels, int toHeight, int toWidth, int toChannels) {
    private Result result() {
      return new Result(toHeight, toWidth, toChannels);
    }
  }

  /**
   * Returns a convolution.
   *
   * @param engine what to compute with
   * @param workspace scratch memory
   * @param sizes the sizes of images
   * @param window where the filter is put
   * @param x the images
   * @param filter {@code [window height, window width, in, out]}
   * @param bias where the sums begin; zero if null
   * @param y the result
   */
  public static ConvolutionStep convolution(
      Engine engine,
      Workspace workspace,
      Sizes sizes,
      Window window,
      Buffer x,
      Buffer filter,
      @Nullable Buffer bias,
      Buffer y) {
    Windows windows =
        Windows.convolution(sizes.images, sizes.height, sizes.width, sizes.channels, window);
    FilterLayout layout = FilterLayout.convolution(windows, window.width(), sizes.toChannels);
    WindowProduct product = product(windows, sizes.result(), engine, workspace);
    // The filter is that matrix already.
    boolean arrange = product instanceof DottedProduct;
    Part part = part(engine, product, arrange ? layout : null, 0);
    return new ConvolutionStep(engine, List.of(part), x, filter, bias, y, sizes.toChannels);
  }

  /**
   * Returns a transposed convolution.
   *
   * @param engine what to compute with
   * @param workspace scratch memory
   * @param sizes the sizes of images
   * @param window where the filter is put
   * @param x the images
   * @param filter {@code [window height, window width, out, in]} as seen from here
   * @param bias where the sums begin; zero if null
   * @param y the result
   */
  public static ConvolutionStep transposed(
      Engine engine,
      Workspace workspace,
      Sizes sizes,
      Window window,
      Buffer x,
      Buffer filter,
      @Nullable Buffer bias,
      Buffer y) {
    List<Windows> all =
        Windows.transposed(
            sizes.images,
            sizes.height,
            sizes.width,
            sizes.channels,
            window,
            sizes.toHeight,
            sizes.toWidth);
    List<Part> parts = new ArrayList<>();
    int offset = 0;
    for (Windows windows : all) {
      FilterLayout layout = FilterLayout.transposed(windows, window.width(), sizes.toChannels);
      WindowProduct product = product(windows, sizes.result(), engine, workspace);
      parts.add(part(engine, product, layout, offset));
      offset += layout.elements();
    }
    return new ConvolutionStep(engine, parts, x, filter, bias, y, sizes.toChannels);
  }

  private static Part part(
      Engine engine, WindowProduct product, @Nullable FilterLayout layout, int offset) {
    Windows windows = product.windows();
    long work =
        (long) windows.positions() * windows.patch() * product.channels() / Engine.MULTIPLY_ADDS;
    return new Part(product, layout, offset, engine.shards(work, product.tiles()));
  }

  private static WindowProduct product(
      Windows windows, Result result, Engine engine, Workspace workspace) {
    if (DottedProduct.suits(windows, result.channels())) {
      return new DottedProduct(windows, result, engine, workspace);
    }
    return PlanarProduct.suits(windows)
        ? new PlanarProduct(windows, result, engine, workspace)
        : new GatheredProduct(windows, result, engine, workspace);
  }

  private void findOperands() {
    operands.x = x.array();
    operands.xo = x.offset();
    operands.filter = arranged.length > 0 ? arranged : filter.array();
    operands.init = bias == null ? zeros : bias.array();
    operands.io = bias == null ? 0 : bias.offset();
    operands.y = y.array();
    operands.yo = y.offset();
  }

  @Override
  public void begin() {
    for (int i = 0; i < parts.size(); i++) {
      arrange(parts.get(i));
    }
  }

  private void arrange(Part part) {
    if (part.layout == null) {
      return;
    }
    if (part.product instanceof DottedProduct) {
      part.layout.byResults(filter.array(), filter.offset(), arranged, part.offset);
    } else {
      part.layout.byPlaces(filter.array(), filter.offset(), arranged, part.offset);
    }
  }

  @Override
  public void run() {
    begin();
    findOperands();
    for (int i = 0; i < parts.size(); i++) {
      current = parts.get(i);
      engine.team().run(this, current.shards);
    }
  }

  @Override
  public void run(int shard, int worker) {
    int tiles = current.product.tiles();
    int end = Engine.start(shard + 1, current.shards, tiles);
    for (int tile = Engine.start(shard, current.shards, tiles); tile < end; tile++) {
      current.product.compute(operands, filterOffset(current), tile, worker);
    }
  }

  @Override
  public void run(int samples, int first, int end, int worker) {
    findOperands();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      part.product.computeImages(operands, filterOffset(part), first, end, worker);
    }
  }

  private int filterOffset(Part part) {
    return part.layout == null ? filter.offset() : part.offset;
  }
}
