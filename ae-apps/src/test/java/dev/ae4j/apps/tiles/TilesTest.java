package dev.ae4j.apps.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilesTest {
  private static TensorData random(int... sizes) {
    TensorData data = TensorData.zeros(Shape.of(sizes));
    Random random = new Random(1);
    for (int i = 0; i < data.values().length; i++) {
      data.values()[i] = random.nextFloat();
    }
    return data;
  }

  @ParameterizedTest
  @CsvSource({"8,8", "9,17", "1,1", "3,40", "23,5", "16,7"})
  void withoutOverlapEveryBitComesBack(int height, int width) {
    for (int channels = 1; channels <= 3; channels += 2) {
      TensorData image = random(height, width, channels);
      for (Shape sample : new Shape[] {Shape.of(8, 8, channels), Shape.of(4, 6), Shape.of(25)}) {
        Tiles tiles = Tiles.ofImages(sample, 0);
        TensorData cut = tiles.cut(image);
        assertThat(cut.rows()).isEqualTo(tiles.count(image.shape()));
        assertThat(cut.rowShape()).isEqualTo(sample);
        assertThat(tiles.join(cut, image.shape())).isEqualTo(image);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.25, 0.4, 0.5})
  void weightsSumToOne(double overlap) {
    for (int size : new int[] {1, 7, 8, 9, 31, 64, 65}) {
      TensorData image = random(size, 2 * size + 1, 3);
      TensorData same = Tiles.ofImages(Shape.of(8, 7, 3), overlap).apply(image, tiles -> tiles);
      for (int i = 0; i < same.values().length; i++) {
        assertThat(same.values()[i]).isCloseTo(image.values()[i], within(1e-6f));
      }
    }
  }

  /** A model that errs differently from tile to tile must not leave steps between them. */
  @Test
  void blendsSmoothly() {
    int[] calls = {0};
    TensorData levels =
        Tiles.ofSounds(Shape.of(100), 0.5)
            .apply(
                TensorData.zeros(Shape.of(1000, 1)),
                tiles -> {
                  for (int i = 0; i < tiles.values().length; i++) {
                    tiles.values()[i] = (calls[0] + i / 100) % 2;
                  }
                  calls[0] += tiles.rows();
                  return tiles;
                });
    float largest = 0;
    float range = 0;
    for (int i = 1; i < 1000; i++) {
      largest = Math.max(largest, Math.abs(levels.values()[i] - levels.values()[i - 1]));
      range = Math.max(range, levels.values()[i]);
    }
    assertThat(range).isGreaterThan(0.99f);
    assertThat(largest).isLessThan(0.04f);
  }

  @Test
  void bordersAreMirrored() {
    TensorData image = TensorData.of(new float[] {1, 2, 3}, 1, 3, 1);
    assertThat(Tiles.ofImages(Shape.of(2, 4), 0).cut(image))
        .isEqualTo(TensorData.of(new float[] {1, 2, 3, 2, 1, 2, 3, 2}, 1, 2, 4));
    // Half an overlap lies before the beginning
    TensorData sound = TensorData.of(new float[] {1, 2, 3, 4, 5}, 5, 1);
    assertThat(Tiles.ofSounds(Shape.of(4), 0.5).cut(sound))
        .isEqualTo(TensorData.of(new float[] {2, 1, 2, 3, 2, 3, 4, 5, 4, 5, 4, 3}, 3, 4));
  }

  @Test
  void greyModelsWorkOnEachChannel() {
    TensorData image = TensorData.of(new float[] {1, 10, 100, 2, 20, 200}, 1, 2, 3);
    Tiles tiles = Tiles.ofImages(Shape.of(1, 2), 0);
    assertThat(tiles.cut(image))
        .isEqualTo(TensorData.of(new float[] {1, 2, 10, 20, 100, 200}, 3, 1, 2));
    TensorData stereo = TensorData.of(new float[] {1, -1, 2, -2}, 2, 2);
    assertThat(Tiles.ofSounds(Shape.of(2), 0).cut(stereo))
        .isEqualTo(TensorData.of(new float[] {1, 2, -1, -2}, 2, 2));
  }

  @Test
  void largeImagesComeInBatches() {
    TensorData image = random(100, 60, 1);
    int[] largest = {0};
    TensorData doubled =
        Tiles.ofImages(Shape.of(4, 4, 1), 0.5)
            .apply(
                image,
                tiles -> {
                  largest[0] = Math.max(largest[0], tiles.rows());
                  for (int i = 0; i < tiles.values().length; i++) {
                    tiles.values()[i] *= 2;
                  }
                  return tiles;
                });
    assertThat(largest[0]).isEqualTo(256);
    for (int i = 0; i < doubled.values().length; i++) {
      assertThat(doubled.values()[i]).isCloseTo(2 * image.values()[i], within(1e-6f));
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> Tiles.ofImages(Shape.of(8, 8, 3), 0).cut(random(9, 9, 1)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "The model takes RGB tiles, but the image is grey. Maybe a model of grey tiles, or an"
                + " RGB image");
    assertThatThrownBy(() -> Tiles.ofImages(Shape.of(8), 0))
        .isInstanceOf(DataException.class)
        .hasMessage("The model takes samples of shape [8], which are no tiles of images");
    assertThatThrownBy(() -> Tiles.ofSounds(Shape.of(8, 8), 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no frames of a sound");
    assertThatThrownBy(
            () -> Tiles.ofImages(Shape.of(2, 2), 0).join(random(3, 2, 2), Shape.of(4, 4, 1)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Tiles of shape [3, 2, 2] are not the 4 that data of shape [4, 4, 1] is cut into");
    assertThatThrownBy(() -> Tiles.ofImages(Shape.of(2, 2), 0.6))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
