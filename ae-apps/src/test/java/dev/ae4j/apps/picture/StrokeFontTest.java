package dev.ae4j.apps.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StrokeFontTest {
  private static final String KNOWN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:-+=/()%";

  @Test
  void everyCharacterLooksDifferent() {
    Set<List<Integer>> pictures = new HashSet<>();
    for (char character : (KNOWN + '?').toCharArray()) {
      pictures.add(pixels(character));
    }
    assertThat(pictures).hasSize(KNOWN.length() + 1);
  }

  private static List<Integer> pixels(char character) {
    Canvas canvas = new Canvas(40, 40, 0);
    StrokeFont.draw(canvas, String.valueOf(character), 5, 30, 22, 0xffffff);
    List<Integer> pixels = new java.util.ArrayList<>();
    for (int i = 0; i < 40 * 40; i++) {
      pixels.add(canvas.pixel(i % 40, i / 40));
    }
    assertThat(pixels).anyMatch(pixel -> pixel != 0);
    return pixels;
  }

  @Test
  void widthGrowsWithTextAndSize() {
    double one = StrokeFont.width("n", 14);
    assertThat(StrokeFont.width("", 14)).isZero();
    assertThat(StrokeFont.width("nn", 14)).isGreaterThan(2 * one);
    assertThat(StrokeFont.width("n", 28)).isCloseTo(2 * one, within(1e-9));
  }

  @Test
  void textBeyondThePictureIsLeftOut() {
    Canvas canvas = new Canvas(10, 10, 0);
    StrokeFont.draw(canvas, "wide text", -20, 5, 30, 0xffffff);
    StrokeFont.draw(canvas, "wide text", 200, 500, 30, 0xffffff);
    assertThat(canvas.pixel(9, 9)).isBetween(0, 0xffffff);
  }
}
