package dev.ae4j.apps.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ScatterPlotTest {
  private static final int BLUE = 0x5b9bd5;
  private static final int GROUND = 0x1b1f27;

  @Test
  void pointsAreWhereTheyBelong() {
    TensorData corners = TensorData.of(new float[] {0, 0, 1, 1}, 2, 2);
    Canvas canvas = new ScatterPlot(corners, new int[2]).draw();
    assertThat(canvas.pixel(24, 620 - 24)).isEqualTo(BLUE);
    assertThat(canvas.pixel(620 - 24, 24)).isEqualTo(BLUE);
    assertThat(canvas.pixel(24, 24)).isEqualTo(GROUND);
    assertThat(new ScatterPlot(corners, new int[] {0, 7}).toPng()).isNotEmpty();
  }

  @Test
  void severalPlotsStandBesideEachOther() throws IOException {
    TensorData corners = TensorData.of(new float[] {0, 0, 1, 1}, 2, 2);
    Map<String, ScatterPlot> plots = new LinkedHashMap<>();
    plots.put("one", new ScatterPlot(corners, new int[2]));
    plots.put("two", new ScatterPlot(corners, new int[2]));
    BufferedImage picture =
        ImageIO.read(new ByteArrayInputStream(ScatterPlot.besideEachOther(plots)));
    for (int left : new int[] {0, 350}) {
      assertThat(picture.getRGB(left + 24, 32 + 350 - 24) & 0xffffff).isEqualTo(BLUE);
      assertThat(picture.getRGB(left + 350 - 24, 32 + 24) & 0xffffff).isEqualTo(BLUE);
      assertThat(picture.getRGB(left + 24, 32 + 24) & 0xffffff).isEqualTo(GROUND);
    }
  }

  @Test
  void pointsNeedTwoNumbersAndAClass() {
    assertThatThrownBy(() -> new ScatterPlot(TensorData.of(new float[3], 1, 3), new int[1]))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> new ScatterPlot(TensorData.of(new float[2], 1, 2), new int[2]))
        .isInstanceOf(DataException.class);
  }
}
