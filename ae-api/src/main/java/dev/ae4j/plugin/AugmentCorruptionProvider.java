package dev.ae4j.plugin;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Resampling;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Random;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.Corruption;
import dev.ae4j.spi.CorruptionProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/**
 * Shifts, turns, zooms and mirrors images at random, anew for each sample and step: by bilinear
 * interpolation, with zeros around the image.
 *
 * <p>An image is mirrored, turned about its middle, zoomed and shifted, in this order. If the
 * reconstruction is compared with the result, these are further data (Simard, Steinkraus and Platt
 * 2003); they are left as they are where the loss of other samples is measured. If it is compared
 * with the images as they were, the code learns to ignore what was done.
 */
public final class AugmentCorruptionProvider implements CorruptionProvider {
  @Override
  public String id() {
    return "augment";
  }

  @Override
  public String description() {
    return "images shifted, turned, zoomed and mirrored at random";
  }

  @Override
  public OptionSchema options() {
    return ConvOptions.withImage(
            OptionSchema.builder()
                .number("shift", 2, 0, 1000, "pixels, at most, in each direction")
                .number("rotate", 0, 0, 180, "degrees, at most, either way")
                .number("zoom", 0, 0, 0.9, "share by which images get larger or smaller, at most")
                .flag("flip", false, "whether every other image is mirrored, left to right")
                .flag("target", true, "whether the reconstruction is compared with the result"))
        .build();
  }

  @Override
  public Corruption create(Options options) {
    boolean target = options.flag("target");
    return new Corruption() {
      @Override
      public Tensor corrupt(Tensor samples, BuildContext context) {
        return context.mode() == Mode.TRAINING ? augmented(samples, options, context) : samples;
      }

      @Override
      public boolean changesTarget() {
        return target;
      }
    };
  }

  private static Tensor augmented(Tensor samples, Options options, BuildContext context) {
    Shape image = ConvOptions.imageShape(context.sampleShape(), options);
    Tensor images = samples.reshape(image.batched());
    Tensor one = Tensor.scalar(1).broadcastTo(Shape.batchOf(1));
    float zoom = (float) options.number("zoom");
    Tensor scale = one.dividedBy(draw("zoom", zoom, context).plus(1));
    Tensor sign =
        options.flag("flip")
            ? draw("flip", 1, context).lessThan(Tensor.scalar(0)).times(-2).plus(1)
            : one;
    float shift = (float) options.number("shift");
    Tensor y = fromMiddle(image.size(0), draw("shift-y", shift, context)).times(scale);
    Tensor x = fromMiddle(image.size(1), draw("shift-x", shift, context)).times(scale);
    float middleY = (image.size(0) - 1) / 2f;
    float middleX = (image.size(1) - 1) / 2f;
    float degrees = (float) options.number("rotate");
    if (degrees == 0) {
      return Resampling.sampleGrid(images, y.plus(middleY), x.times(sign).plus(middleX))
          .reshape(samples.shape());
    }
    Tensor half = draw("rotate", (float) Math.toRadians(degrees) / 2, context);
    Tensor sine = sine(half);
    Tensor sineOfAll = sine.times(cosine(half)).times(2);
    Tensor cosineOfAll = one.minus(sine.square().times(2));
    Shape points = Shape.batchOf(image.size(0) * image.size(1));
    Shape grid = Shape.batchOf(image.size(0), image.size(1));
    Tensor rows = y.times(cosineOfAll).expand(2).minus(x.times(sineOfAll).expand(1));
    Tensor columns = y.times(sineOfAll).expand(2).plus(x.times(cosineOfAll).expand(1));
    return Resampling.samplePoints(
            images,
            rows.broadcastTo(grid).reshape(points).plus(middleY),
            columns.broadcastTo(grid).reshape(points).times(sign).plus(middleX))
        .reshape(samples.shape());
  }

  /** Draws a number between {@code -most} and {@code most} for each sample, {@code [N, 1]}. */
  private static Tensor draw(String name, float most, BuildContext context) {
    return context
        .random(name, Random.Distribution.UNIFORM, Shape.batchOf(1))
        .times(2 * most)
        .minus(most);
  }

  /** Returns how far each element of an axis is from the middle before a shift. */
  private static Tensor fromMiddle(int size, Tensor shift) {
    float[] distances = new float[size];
    for (int i = 0; i < size; i++) {
      distances[i] = i - (size - 1) / 2f;
    }
    return Tensor.constant(TensorData.of(distances, size)).minus(shift);
  }

  /** Returns the sine of angles from -pi/2 to pi/2, by its series up to the power of 13. */
  private static Tensor sine(Tensor angle) {
    return angle.times(series(angle.square(), 12));
  }

  /** Returns the cosine of angles from -pi/2 to pi/2, by its series up to the power of 12. */
  private static Tensor cosine(Tensor angle) {
    return series(angle.square(), 11);
  }

  /** Returns {@code ... (1 - s / (n - 2) (n - 1) (1 - s / n (n + 1)))} for the square s. */
  private static Tensor series(Tensor square, int last) {
    Tensor sum = Tensor.scalar(1);
    for (int n = last; n > 0; n -= 2) {
      sum = Tensor.scalar(1).minus(square.times(sum).times(1f / (n * (n + 1))));
    }
    return sum;
  }
}
