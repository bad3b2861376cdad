package dev.ae4j.apps.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ImageGridTest {
  private static final int MARGIN = 16;
  private static final int GAP = 2;

  /** Two images of 1 x 2 pixels, each pixel shown as 3 x 3. */
  @Test
  void imagesStandSideBySideAndRowsUnderEachOther() throws IOException {
    TensorData first = TensorData.of(new float[] {0, 1, 0.5f, 2}, 2, 2);
    TensorData second = TensorData.of(new float[] {1, -1}, 1, 2);
    byte[] png = new ImageGrid(Shape.of(1, 2), 3).row("", "", first).row("", "", second).toPng();
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(picture.getWidth()).isEqualTo(MARGIN + 6 + GAP + 6 + MARGIN);
    assertThat(picture.getHeight()).isEqualTo(MARGIN + 3 + GAP + 3 + MARGIN);
    assertThat(grey(picture, MARGIN, MARGIN)).isEqualTo(0);
    assertThat(grey(picture, MARGIN + 2, MARGIN + 2)).isEqualTo(0);
    assertThat(grey(picture, MARGIN + 3, MARGIN)).isEqualTo(255);
    assertThat(grey(picture, MARGIN + 8, MARGIN)).isEqualTo(128);
    assertThat(grey(picture, MARGIN + 11, MARGIN + 2)).isEqualTo(255);
    int below = MARGIN + 3 + GAP;
    assertThat(grey(picture, MARGIN, below)).isEqualTo(255);
    assertThat(grey(picture, MARGIN + 3, below)).isEqualTo(0);
    int background = picture.getRGB(0, 0);
    assertThat(picture.getRGB(MARGIN + 6, MARGIN)).isEqualTo(background);
    assertThat(picture.getRGB(MARGIN, MARGIN + 3)).isEqualTo(background);
    assertThat(picture.getRGB(MARGIN + 8, below)).isEqualTo(background);
  }

  private static int grey(BufferedImage picture, int x, int y) {
    int rgb = picture.getRGB(x, y);
    assertThat(rgb >> 16 & 255).isEqualTo(rgb & 255).isEqualTo(rgb >> 8 & 255);
    return rgb & 255;
  }

  @Test
  void coloursKeepTheirOrder() {
    TensorData orange = TensorData.of(new float[] {1, 0.5f, 0}, 1, 3);
    Canvas canvas = new ImageGrid(Shape.of(1, 1, 3), 1).row("", "", orange).draw();
    assertThat(canvas.pixel(MARGIN, MARGIN)).isEqualTo(0xff8000);
  }

  @Test
  void labelsMakeRoomForThemselves() {
    TensorData image = TensorData.zeros(Shape.of(1, 28 * 28));
    Canvas plain = new ImageGrid(Shape.of(28, 28), 2).row("", "", image).draw();
    Canvas labelled = new ImageGrid(Shape.of(28, 28), 2).row("original", "784", image).draw();
    assertThat(labelled.width()).isGreaterThan(plain.width() + 50);
    assertThat(labelled.height()).isEqualTo(plain.height());
    assertThat(inkBetween(labelled, MARGIN, labelled.width() - MARGIN - 56)).isPositive();
    assertThat(inkBetween(labelled, 0, MARGIN - 2)).isZero();
  }

  private static int inkBetween(Canvas canvas, int left, int right) {
    int ink = 0;
    for (int y = 0; y < canvas.height(); y++) {
      for (int x = left; x < right; x++) {
        ink += canvas.pixel(x, y) != canvas.pixel(0, 0) ? 1 : 0;
      }
    }
    return ink;
  }

  @Test
  void otherShapesAreRefused() {
    assertThatThrownBy(() -> new ImageGrid(Shape.of(784), 2)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> new ImageGrid(Shape.of(2, 2, 2), 2)).isInstanceOf(DataException.class);
    ImageGrid grid = new ImageGrid(Shape.of(2, 2), 2);
    assertThatThrownBy(() -> grid.row("", "", TensorData.zeros(Shape.of(1, 5))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2x2");
  }
}
