package dev.ae4j.plugin;

import dev.ae4j.OptionException;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Window;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import java.util.ArrayList;
import java.util.List;

/** What the convolutional encoder and decoder have in common. */
final class ConvOptions {
  private ConvOptions() {}

  static OptionSchema.Builder schema(String filtersDescription) {
    return withImage(
        HiddenLayer.withOptions(
            OptionSchema.builder()
                .integers("filters", filtersDescription)
                .integer("kernel", 3, 1, 99, "rows and columns of the kernels")));
  }

  /** Adds the option that {@link #imageShape} reads. */
  static OptionSchema.Builder withImage(OptionSchema.Builder builder) {
    return builder.integers(
        "image", "rows, columns and channels of samples that are flat; a grey square if missing");
  }

  static List<Integer> filters(Options options, List<Integer> otherwise) {
    List<Integer> filters = options.integers("filters");
    return filters.isEmpty() ? otherwise : filters;
  }

  /**
   * Returns the rows, columns and channels of samples.
   *
   * @throws OptionException if they are no images
   */
  static Shape imageShape(Shape sample, Options options) {
    List<Integer> asked = options.integers("image");
    if (sample.rank() == 3) {
      return sample;
    }
    if (sample.rank() == 2) {
      return Shape.of(sample.size(0), sample.size(1), 1);
    }
    Shape image;
    if (asked.isEmpty()) {
      int side = (int) Math.round(Math.sqrt(sample.sampleElements()));
      image = Shape.of(side, side, 1);
    } else if (asked.size() == 2 || asked.size() == 3) {
      image = Shape.of(asked.get(0), asked.get(1), asked.size() == 3 ? asked.get(2) : 1);
    } else {
      throw new OptionException("image " + asked + " is not rows, columns and channels");
    }
    if (sample.rank() != 1 || image.sampleElements() != sample.sampleElements()) {
      throw new OptionException(
          "Samples of shape %s are not images of shape %s. Maybe set the option image, as in image=32x32x3"
              .formatted(sample, image));
    }
    return image;
  }

  /**
   * Returns the sizes of an axis that is halved, rounding up, again and again: {@code halvings + 1}
   * of them, beginning with the whole.
   */
  static List<Integer> sizes(int size, int halvings) {
    List<Integer> sizes = new ArrayList<>();
    int current = size;
    for (int i = 0; i <= halvings; i++) {
      sizes.add(current);
      current = (current + 1) / 2;
    }
    return sizes;
  }

  /** Returns the window that leaves the size of images of this shape as it is. */
  static Window same(Shape images, int kernel) {
    return Window.of(kernel, kernel).same(images.size(1), images.size(2));
  }

  /** Returns the window that halves images of this size, rounding up. */
  static Window halving(int height, int width, int kernel) {
    return Window.of(kernel, kernel).stride(2, 2).same(height, width);
  }
}
