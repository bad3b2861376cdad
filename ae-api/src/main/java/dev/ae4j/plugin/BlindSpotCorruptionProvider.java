package dev.ae4j.plugin;

import dev.ae4j.OptionException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Random;
import dev.ae4j.model.BlindSpot;
import dev.ae4j.model.BuildContext;
import dev.ae4j.spi.CorruptionProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes blind spots for training on noisy images: the pixels of a grid, which lies elsewhere for
 * each sample and step, are replaced by the mean of those beside, above and below.
 *
 * <p>Batson and Royer, "Noise2Self: Blind Denoising by Self-Supervision", 2019. Where there is
 * nothing beside a pixel, that on the other side counts twice. All channels of a pixel are hidden
 * together. A single row or column, as of a sound, has a grid in one direction.
 */
public final class BlindSpotCorruptionProvider implements CorruptionProvider {
  @Override
  public String id() {
    return "blind-spot";
  }

  @Override
  public String description() {
    return "pixels hidden and guessed, to learn from noisy images";
  }

  @Override
  public OptionSchema options() {
    return ConvOptions.withImage(
            OptionSchema.builder()
                .integer("distance", 2, 2, 1000, "pixels from one that is hidden to the next"))
        .build();
  }

  @Override
  public BlindSpot create(Options options) {
    int distance = options.integer("distance");
    return new BlindSpot() {
      @Override
      public Tensor hidden(Tensor samples, BuildContext context) {
        Shape image = image(options, context);
        return grid("row", image.size(0), distance, context)
            .expand(2)
            .times(grid("column", image.size(1), distance, context).expand(1))
            .expand(3)
            .broadcastTo(image.batched())
            .reshape(samples.shape());
      }

      @Override
      public Tensor replacement(Tensor samples, BuildContext context) {
        Tensor images = samples.reshape(image(options, context).batched());
        List<Tensor> neighbours = new ArrayList<>();
        for (int axis = 1; axis <= 2; axis++) {
          if (images.shape().size(axis) > 1) {
            neighbours.add(before(images, axis));
            neighbours.add(after(images, axis));
          }
        }
        Tensor sum = neighbours.stream().reduce(Tensor::plus).orElseThrow();
        return sum.dividedBy(neighbours.size()).reshape(samples.shape());
      }
    };
  }

  private static Shape image(Options options, BuildContext context) {
    Shape image = ConvOptions.imageShape(context.sampleShape(), options);
    if (image.size(0) == 1 && image.size(1) == 1) {
      throw new OptionException(
          "A sample of shape %s is an image of a single pixel, with nothing beside it. Maybe set the option image, as in image=128x1"
              .formatted(context.sampleShape()));
    }
    return image;
  }

  /** Returns 1 at every so many places of an axis, from a random one on, {@code [N, size]}. */
  private static Tensor grid(String name, int size, int distance, BuildContext context) {
    if (size == 1) {
      return Tensor.scalar(1).broadcastTo(Shape.batchOf(1));
    }
    int step = Math.min(distance, size);
    float[] places = new float[size];
    for (int i = 0; i < size; i++) {
      places[i] = i % step;
    }
    return context
        .random(name, Random.Distribution.UNIFORM, Shape.batchOf(1))
        .times(step)
        .floor()
        .equalTo(Tensor.constant(TensorData.of(places, size)));
  }

  /** Returns for each place of an axis what is before it; after it for the first. */
  private static Tensor before(Tensor images, int axis) {
    int size = images.shape().size(axis);
    return Tensor.concat(axis, List.of(images.slice(axis, 1, 1), images.slice(axis, 0, size - 1)));
  }

  /** Returns for each place of an axis what is after it; before it for the last. */
  private static Tensor after(Tensor images, int axis) {
    int size = images.shape().size(axis);
    return Tensor.concat(
        axis, List.of(images.slice(axis, 1, size - 1), images.slice(axis, size - 2, 1)));
  }
}
