package dev.ae4j.apps.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.OptionException;
import dev.ae4j.data.TensorData;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseTest {
  private static final float[] CLEAN = {0, 0.25f, 0.5f, 0.75f, 1, 0.5f, 0.5f, 0.5f};

  /** The figures come from another implementation of java.util.Random and of the protocol. */
  @ParameterizedTest
  @CsvSource({
    "gaussian:0.5, 0 0.359592 0.016312 0.928948 0.745883 0.455029 0.398465 1",
    "salt-and-pepper:0.5, 0 0.25 0.5 0 0 0 0.5 0.5",
    "masking:0.5, 0 0.25 0.5 0 0 0 0.5 0.5",
    "speckle:0.5, 0 0.277398 0.258156 0.884211 0.745883 0.477515 0.449232 0.863815",
    "poisson:4, 0 0.25 0.75 0.25 0 0 1 0.75"
  })
  void followsTheProtocol(String noise, String expected) {
    float[] noisy = Noise.parse(noise).addTo(TensorData.of(CLEAN, 2, 4), Noise.TEST_SEED).values();
    String[] words = expected.split(" ", -1);
    for (int i = 0; i < CLEAN.length; i++) {
      assertThat(noisy[i]).isCloseTo(Float.parseFloat(words[i]), within(1e-6f));
    }
  }

  @Test
  void keepsTheImages() {
    TensorData images = TensorData.of(CLEAN.clone(), 2, 2, 2);
    TensorData noisy = Noise.gaussian(0.5).addTo(images, 1);
    assertThat(images.values()).isEqualTo(CLEAN);
    assertThat(noisy.shape()).isEqualTo(images.shape());
    assertThat(Noise.gaussian(0.5))
        .hasToString("gaussian:0.5")
        .isEqualTo(Noise.parse("gaussian:.5"));
  }

  @Test
  void soundsHaveNegativeValuesToo() {
    float[] sound = {-0.9f, -0.5f, 0, 0.5f, 0.9f, 0, 0, 0};
    TensorData noisy = Noise.gaussian(0.5).addToSounds(TensorData.of(sound, 8, 1), Noise.TEST_SEED);
    Random random = new Random(Noise.TEST_SEED);
    for (int i = 0; i < sound.length; i++) {
      double expected = sound[i] + 0.5 * random.nextGaussian();
      assertThat(noisy.values()[i])
          .isEqualTo((float) (expected < -1 ? -1 : expected > 1 ? 1 : expected));
    }
    assertThatThrownBy(() -> Noise.parse("masking:0.5").addToSounds(noisy, 1))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("no noise but gaussian");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gaussian",
        "gaussian:",
        "gaussian:0",
        "gaussian:-1",
        "gaussian:NaN",
        "gaussian:1e3",
        "masking:1.5",
        "poisson:1000",
        "snow:1",
        "gaussian:1f",
        ":0.5"
      })
  void wrongTextsAreRefused(String text) {
    assertThatThrownBy(() -> Noise.parse(text)).isInstanceOf(OptionException.class);
  }
}
