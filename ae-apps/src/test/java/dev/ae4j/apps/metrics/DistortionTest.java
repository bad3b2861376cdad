package dev.ae4j.apps.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import org.junit.jupiter.api.Test;

class DistortionTest {
  private final TensorData target = TensorData.of(new float[] {0, 1, 0.5f, 0.25f}, 2, 2);
  private final TensorData output = TensorData.of(new float[] {0.5f, 1, 0, 0.5f}, 2, 2);

  @Test
  void errorsAreMeansOverAllElements() {
    assertThat(Distortion.mse(target, output)).isEqualTo((0.25 + 0.25 + 0.0625) / 4);
    assertThat(Distortion.mae(target, output)).isEqualTo((0.5 + 0.5 + 0.25) / 4);
  }

  @Test
  void psnrIsTheMeanOverImages() {
    double first = 10 * Math.log10(1 / 0.125);
    double second = 10 * Math.log10(1 / 0.15625);
    assertThat(Distortion.psnr(target, output)).isCloseTo((first + second) / 2, within(1e-12));
  }

  @Test
  void psnrOfEqualImagesIsLimited() {
    assertThat(Distortion.psnr(target, target)).isEqualTo(100);
  }

  @Test
  void psnrLimitsOutputsToTheRangeOfPixels() {
    TensorData outside = TensorData.of(new float[] {-3, 7, 0.5f, 0.25f}, 2, 2);
    assertThat(Distortion.psnr(target, outside)).isEqualTo(100);
    assertThat(Distortion.clip(outside).values()).containsExactly(0, 1, 0.5f, 0.25f);
  }

  @Test
  void crossEntropyIsInNatsAndFinite() {
    TensorData certain = TensorData.of(new float[] {1, 0}, 1, 2);
    TensorData half = TensorData.of(new float[] {0.5f, 0.5f}, 1, 2);
    TensorData wrong = TensorData.of(new float[] {0, 1}, 1, 2);
    assertThat(Distortion.bce(certain, half)).isCloseTo(Math.log(2), within(1e-12));
    assertThat(Distortion.bce(half, half)).isCloseTo(Math.log(2), within(1e-12));
    assertThat(Distortion.bce(certain, certain)).isCloseTo(1e-7, within(1e-12));
    assertThat(Distortion.bce(certain, wrong)).isCloseTo(-Math.log(1e-7), within(1e-6));
  }

  @Test
  void differentShapesAreRefused() {
    TensorData other = target.reshape(1, 4);
    assertThatThrownBy(() -> Distortion.mse(target, other))
        .isInstanceOf(DataException.class)
        .hasMessage("The target has the shape [2, 2], the output [1, 4]");
  }

  @Test
  void noSamplesHaveNoMean() {
    TensorData nothing = TensorData.of(new float[0], 0, 2);
    assertThatThrownBy(() -> Distortion.mae(nothing, nothing)).isInstanceOf(DataException.class);
  }
}
