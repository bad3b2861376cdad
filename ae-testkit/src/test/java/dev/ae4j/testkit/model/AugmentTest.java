package dev.ae4j.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.OptionException;
import dev.ae4j.PluginSpec;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Random;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.Corruption;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.CorruptionProvider;
import dev.ae4j.testkit.DoubleData;
import dev.ae4j.testkit.ReferenceInterpreter;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares augmented images with what loops over their elements make of them. */
class AugmentTest {
  private static final int COUNT = 40;
  private static final int STEP = 3;

  private static Corruption corruption(String spec) {
    ProviderCatalog catalog = ReferenceCatalog.get();
    PluginSpec parsed = PluginSpec.parse(spec);
    CorruptionProvider provider = catalog.find(CorruptionProvider.class, parsed);
    return provider.create(catalog.options(provider, parsed));
  }

  private static Tensor build(String spec, Shape sample, Mode mode) {
    Tensor samples = Tensor.input("samples", sample.batched());
    return corruption(spec).corrupt(samples, BuildContext.root(sample, OptionalInt.empty(), mode));
  }

  private static double[] augmented(String spec, Shape sample, DoubleData samples) {
    Program program =
        Program.builder().output("result", build(spec, sample, Mode.TRAINING)).build();
    return new ReferenceInterpreter(program)
        .run(Map.of("samples", samples), Map.of(), 1, STEP)
        .output("result")
        .values();
  }

  /** Returns the numbers between -1 and 1 that the images drew under a name. */
  private static double[] draws(String name) {
    Tensor draw =
        BuildContext.root(Shape.of(1), OptionalInt.empty(), Mode.TRAINING)
            .random(name, Random.Distribution.UNIFORM, Shape.of(COUNT, 1));
    double[] values =
        new ReferenceInterpreter(Program.builder().output("draw", draw).build())
            .run(Map.of(), Map.of(), 1, STEP)
            .output("draw")
            .values();
    return Arrays.stream(values).map(value -> 2 * value - 1).toArray();
  }

  private static DoubleData images(int height, int width, int channels) {
    return DoubleData.uniform("images", 0, 1, COUNT, height, width, channels);
  }

  /** Moves elements of images to where the transformation puts them, backwards. */
  private static double[] expected(
      DoubleData images, double shift, double degrees, double zoom, boolean flip) {
    int height = images.shape().size(1);
    int width = images.shape().size(2);
    int channels = images.shape().size(3);
    double[] shiftY = draws("shift-y");
    double[] shiftX = draws("shift-x");
    double[] angles = draws("rotate");
    double[] zooms = draws("zoom");
    double[] flips = draws("flip");
    double[] result = new double[images.values().length];
    int at = 0;
    for (int n = 0; n < COUNT; n++) {
      double angle = Math.toRadians(degrees) * angles[n];
      double scale = 1 + zoom * zooms[n];
      for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
          double y = (row - (height - 1) / 2.0 - shift * shiftY[n]) / scale;
          double x = (column - (width - 1) / 2.0 - shift * shiftX[n]) / scale;
          double fromY = Math.cos(angle) * y - Math.sin(angle) * x;
          double fromX = Math.sin(angle) * y + Math.cos(angle) * x;
          fromX = flip && flips[n] < 0 ? -fromX : fromX;
          fromY += (height - 1) / 2.0;
          fromX += (width - 1) / 2.0;
          int top = (int) Math.floor(fromY);
          int left = (int) Math.floor(fromX);
          for (int c = 0; c < channels; c++) {
            double down = fromY - top;
            double across = fromX - left;
            result[at++] =
                (1 - down) * (1 - across) * element(images, n, top, left, c)
                    + (1 - down) * across * element(images, n, top, left + 1, c)
                    + down * (1 - across) * element(images, n, top + 1, left, c)
                    + down * across * element(images, n, top + 1, left + 1, c);
          }
        }
      }
    }
    return result;
  }

  private static double element(DoubleData images, int n, int row, int column, int channel) {
    int height = images.shape().size(1);
    int width = images.shape().size(2);
    if (row < 0 || row >= height || column < 0 || column >= width) {
      return 0;
    }
    return images.get(((n * height + row) * width + column) * images.shape().size(3) + channel);
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, 0, 0, false",
    "0, 180, 0, false",
    "0, 0, 0.4, false",
    "0, 0, 0, true",
    "2, 0, 0.3, true",
    "2, 30, 0.3, true"
  })
  void imagesAreWhatLoopsMakeOfThem(double shift, double degrees, double zoom, boolean flip) {
    String spec =
        "augment:shift=" + shift + ",rotate=" + degrees + ",zoom=" + zoom + ",flip=" + flip;
    DoubleData images = images(7, 5, 2);
    double[] wanted = expected(images, shift, degrees, zoom, flip);
    double[] made = augmented(spec, Shape.of(7, 5, 2), images);
    for (int i = 0; i < wanted.length; i++) {
      assertThat(made[i]).as("element %s", i).isCloseTo(wanted[i], within(2e-5));
    }
    assertThat(Arrays.equals(wanted, images.values())).isFalse();
  }

  @Test
  void flatSamplesAndThoseWithoutChannelsAreImagesToo() {
    DoubleData images = images(6, 6, 1);
    double[] wanted = expected(images, 2, 0, 0, false);
    double[] flat =
        augmented("augment", Shape.of(36), DoubleData.of(images.values(), Shape.of(COUNT, 36)));
    double[] grey =
        augmented("augment", Shape.of(6, 6), DoubleData.of(images.values(), Shape.of(COUNT, 6, 6)));
    assertThat(flat).containsExactly(wanted, within(1e-5));
    assertThat(grey).containsExactly(flat);
    DoubleData wide = DoubleData.of(images(4, 9, 1).values(), Shape.of(COUNT, 36));
    assertThat(augmented("augment:image=4x9", Shape.of(36), wide))
        .containsExactly(expected(images(4, 9, 1), 2, 0, 0, false), within(1e-5));
  }

  @Test
  void samplesThatAreNoImagesAreRefused() {
    assertThatThrownBy(() -> build("augment", Shape.of(35), Mode.TRAINING))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("Maybe set the option image");
  }

  @Test
  void onlyTrainingSeesWhatWasAugmented() {
    for (Mode mode : new Mode[] {Mode.EVALUATION, Mode.INFERENCE}) {
      Tensor samples = Tensor.input("samples", Shape.batchOf(36));
      BuildContext context = BuildContext.root(Shape.of(36), OptionalInt.empty(), mode);
      assertThat(corruption("augment").corrupt(samples, context)).isSameAs(samples);
    }
    assertThat(corruption("augment").changesTarget()).isTrue();
    assertThat(corruption("augment:target=false").changesTarget()).isFalse();
  }
}
