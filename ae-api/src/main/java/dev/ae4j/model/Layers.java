package dev.ae4j.model;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import dev.ae4j.graph.op.Random.Distribution;
import dev.ae4j.model.BuildContext.Mode;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Layers that encoders and decoders are made of. */
public final class Layers {
  private Layers() {}

  /**
   * Builds {@code activation(x · kernel + bias)} with the parameters {@code kernel} and {@code
   * bias}, which begins with zeros.
   *
   * @param x {@code [N, in]}
   * @param units the width of the result
   * @param activation is applied at the end
   * @param initializer chooses the first kernel
   * @param context the layer
   * @return {@code [N, units]}
   */
  public static Tensor dense(
      Tensor x, int units, Activation activation, Initializer initializer, BuildContext context) {
    Shape kernelShape = Shape.of(x.shape().sampleElements(), units);
    Tensor kernel = context.parameter("kernel", kernelShape, initializer);
    Tensor bias = context.parameter("bias", Shape.of(units), Initializers.zeros());
    return activation.apply(x.matMul(kernel).plus(bias));
  }

  /**
   * Builds {@code activation(conv2d(x, kernel) + bias)} with the parameters {@code kernel} and
   * {@code bias}, which begins with zeros.
   *
   * @param x {@code [N, height, width, in]}
   * @param filters the channels of the result
   * @param window where the kernel is put
   * @param activation is applied at the end
   * @param initializer chooses the first kernel
   * @param context the layer
   * @return {@code [N, rows, columns, filters]}
   */
  public static Tensor conv2d(
      Tensor x,
      int filters,
      Window window,
      Activation activation,
      Initializer initializer,
      BuildContext context) {
    Shape kernelShape = Shape.of(window.height(), window.width(), x.shape().size(3), filters);
    Tensor kernel = context.parameter("kernel", kernelShape, initializer);
    Tensor bias = context.parameter("bias", Shape.of(filters), Initializers.zeros());
    return activation.apply(x.conv2d(kernel, window).plus(bias));
  }

  /**
   * Builds {@code activation(transposedConv2d(x, kernel) + bias)} with the parameters {@code
   * kernel} and {@code bias}, which begins with zeros.
   *
   * @param x {@code [N, rows, columns, in]}
   * @param filters the channels of the result
   * @param window where the kernel is put on the result
   * @param height the rows of the result
   * @param width the columns of the result
   * @param activation is applied at the end
   * @param initializer chooses the first kernel
   * @param context the layer
   * @return {@code [N, height, width, filters]}
   */
  public static Tensor transposedConv2d(
      Tensor x,
      int filters,
      Window window,
      int height,
      int width,
      Activation activation,
      Initializer initializer,
      BuildContext context) {
    Shape kernelShape = Shape.of(window.height(), window.width(), filters, x.shape().size(3));
    Tensor kernel = context.parameter("kernel", kernelShape, initializer);
    Tensor bias = context.parameter("bias", Shape.of(filters), Initializers.zeros());
    return activation.apply(x.transposedConv2d(kernel, window, height, width).plus(bias));
  }

  /**
   * Builds {@code (x - mean) / sqrt(variance + 1e-5) * scale + shift}, channel by channel: Ioffe
   * and Szegedy, "Batch Normalization", 2015.
   *
   * <p>In training, mean and variance are those of the batch over all axes but the last; otherwise
   * the state {@code mean} and {@code variance}, which moves a tenth of the way to those of the
   * batch with every step. The parameters {@code scale} and {@code shift} begin with ones and
   * zeros.
   *
   * @param x {@code [N, ..., channels]}
   * @param context the layer
   * @return as {@code x}
   */
  public static Tensor batchNorm(Tensor x, BuildContext context) {
    int last = x.shape().rank() - 1;
    List<Integer> others = IntStream.range(0, last).boxed().toList();
    Tensor batchMean = x.mean(others);
    Tensor batchVariance = x.minus(batchMean).square().mean(others);
    Shape channels = Shape.of(x.shape().size(last));
    Tensor mean = context.state("mean", channels, Initializers.zeros(), towards(batchMean));
    Tensor variance =
        context.state("variance", channels, Initializers.constant(1), towards(batchVariance));
    return context.mode() == Mode.TRAINING
        ? normalized(x, batchMean, batchVariance, channels, context)
        : normalized(x, mean, variance, channels, context);
  }

  private static UnaryOperator<Tensor> towards(Tensor value) {
    return before -> before.plus(value.minus(before).times(0.1f));
  }

  /**
   * Builds {@code (x - mean) / sqrt(variance + 1e-5) * scale + shift} with the mean and variance of
   * each vector along the last axis: Ba, Kiros and Hinton, "Layer Normalization", 2016.
   *
   * <p>The parameters {@code scale} and {@code shift} begin with ones and zeros.
   *
   * @param x {@code [N, ..., channels]}
   * @param context the layer
   * @return as {@code x}
   */
  public static Tensor layerNorm(Tensor x, BuildContext context) {
    int last = x.shape().rank() - 1;
    Tensor mean = x.mean(List.of(last)).expand(last);
    Tensor variance = x.minus(mean).square().mean(List.of(last)).expand(last);
    return normalized(x, mean, variance, Shape.of(x.shape().size(last)), context);
  }

  private static Tensor normalized(
      Tensor x, Tensor mean, Tensor variance, Shape channels, BuildContext context) {
    Tensor scale = context.parameter("scale", channels, Initializers.constant(1));
    Tensor shift = context.parameter("shift", channels, Initializers.zeros());
    return x.minus(mean).dividedBy(variance.plus(1e-5f).sqrt()).times(scale).plus(shift);
  }

  /**
   * Returns the tensor with a part of its elements, drawn anew at every step of training, replaced
   * by zeros and the others enlarged to keep the mean; unchanged otherwise. Srivastava et al.,
   * "Dropout", 2014.
   *
   * @param x any tensor
   * @param rate the part that is dropped, in {@code [0, 1)}
   * @param context the layer
   */
  public static Tensor dropout(Tensor x, float rate, BuildContext context) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("The dropout rate " + rate + " is not in [0, 1)");
    }
    if (context.mode() != Mode.TRAINING) {
      return x;
    }
    Tensor number = context.random("dropout", Distribution.UNIFORM, x.shape());
    return number.lessThan(Tensor.scalar(rate)).select(Tensor.scalar(0), x.dividedBy(1 - rate));
  }

  /**
   * Builds the lookup of vectors in the parameter {@code table}, {@code [categories, width]}.
   *
   * @param indices int32 of any shape, each in {@code [0, categories)}; others give zeros
   * @param categories the number of vectors
   * @param width the length of each
   * @param initializer chooses the first table
   * @param context the layer
   * @return {@code [indices..., width]}
   */
  public static Tensor embedding(
      Tensor indices, int categories, int width, Initializer initializer, BuildContext context) {
    return context.parameter("table", Shape.of(categories, width), initializer).gather(indices);
  }

  /** Returns the batch with the elements of each sample in one row, {@code [N, elements]}. */
  public static Tensor flatten(Tensor x) {
    return x.reshape(Shape.batchOf(x.shape().sampleElements()));
  }
}
