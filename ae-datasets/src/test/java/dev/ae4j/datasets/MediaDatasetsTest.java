package dev.ae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.spi.DatasetProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images and sounds as data. */
class MediaDatasetsTest {
  private static final List<DatasetProvider> PROVIDERS =
      List.of(new ImagesDatasetProvider(), new AudioDatasetProvider());

  @TempDir Path folder;

  private static Dataset open(String source) {
    return DatasetSource.open(source, PROVIDERS);
  }

  private static float[] values(Dataset data) {
    return data.inMemory().orElseThrow().values();
  }

  /** Writes an image whose element i is (first + i) / 255. */
  private Path image(String name, int first, int... sizes) {
    TensorData image = TensorData.zeros(Shape.of(sizes));
    for (int i = 0; i < image.values().length; i++) {
      image.values()[i] = (first + i) / 255f;
    }
    Path file = folder.resolve(name);
    ImageFile.write(file, image);
    return file;
  }

  /** Writes a sound of so many samples, the numbers from first on. */
  private Path sound(String name, int first, int count, int rate) {
    TensorData samples = TensorData.zeros(Shape.of(count, 1));
    for (int i = 0; i < count; i++) {
      samples.values()[i] = (first + i) / 32768f;
    }
    Path file = folder.resolve(name);
    Wav.write(file, new Wav.Sound(samples, rate, 16));
    return file;
  }

  private static void assertRefused(String source, String... parts) {
    assertThatThrownBy(() -> open(source))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void imagesComeInTheOrderOfTheirNames() throws IOException {
    image("b.PNG", 100, 2, 3, 1);
    image("a.png", 0, 2, 3, 1);
    Files.writeString(folder.resolve("notes.txt"), "no image");
    Files.writeString(folder.resolve(".a.png"), "hidden");
    Dataset data = open(folder.toString());
    assertThat(data.name()).isEqualTo(folder.toString());
    assertThat(data.sampleShape()).isEqualTo(Shape.of(2, 3, 1));
    assertThat(data.labels()).isEmpty();
    assertThat(data.inMemory().orElseThrow().copyRows(0, 1).values())
        .isEqualTo(values(open(folder.resolve("a.png").toString())));
    assertThat(values(data)).startsWith(0, 1 / 255f).endsWith(105 / 255f);
  }

  @Test
  void tilesLieSideBySide() {
    image("a.png", 0, 5, 7, 1);
    Dataset data = open("images:path=" + folder + ",tile=2");
    assertThat(data.name()).isEqualTo("images:path=" + folder + ",tile=2");
    assertThat(data.sampleShape()).isEqualTo(Shape.of(2, 2, 1));
    assertThat(data.size()).isEqualTo(2 * 3);
    assertThat(data.inMemory().orElseThrow().copyRows(1, 2).values())
        .containsExactly(2 / 255f, 3 / 255f, 9 / 255f, 10 / 255f);
    assertThat(data.inMemory().orElseThrow().copyRows(5, 6).values())
        .containsExactly(18 / 255f, 19 / 255f, 25 / 255f, 26 / 255f);
    assertThat(open("images:" + folder + ",tile=2,stride=1").size()).isEqualTo(4 * 6);
    // As high as the image, but not as wide
    assertThat(open("images:" + folder + ",tile=5,stride=2").size()).isEqualTo(2);
  }

  @Test
  void tilesMayComeFromImagesOfAnySize() {
    image("a.png", 0, 4, 4, 3);
    image("b.png", 0, 2, 5, 3);
    assertThat(open("images:path=" + folder + ",tile=2").size()).isEqualTo(4 + 2);
    assertRefused(
        folder.toString(),
        "b.png has 5x2 pixels, but a.png has 4x4",
        "Maybe images:path=" + folder + ",tile=64");
    assertRefused("images:path=" + folder + ",tile=3", "b.png has 5x2 pixels, less than a tile");
  }

  @Test
  void coloursCanBecomeGrey() {
    image("a.png", 0, 1, 1, 1);
    image("b.png", 10, 1, 1, 3);
    assertRefused(folder.toString(), "b.png is RGB, but a.png is grey", "grey=true");
    Dataset data = open("images:path=" + folder + ",grey=true");
    assertThat(data.name()).endsWith(",grey=true");
    // 0.299 * 10 + 0.587 * 11 + 0.114 * 12 = 10.815
    assertThat(values(data)).containsExactly(0, 11 / 255f);
  }

  @Test
  void foldersOfFoldersAreClasses() throws IOException {
    Files.createDirectories(folder.resolve("cats"));
    Files.createDirectories(folder.resolve("ants"));
    image("cats/a.png", 0, 2, 2, 1);
    image("ants/b.png", 50, 2, 4, 1);
    Dataset tiles = open("images:path=" + folder + ",tile=2");
    assertThat(tiles.labels().orElseThrow()).containsExactly(0, 0, 1);
    assertThat(values(tiles)).startsWith(50 / 255f).endsWith(3 / 255f);
    Files.createDirectories(folder.resolve("dogs"));
    assertRefused(folder.toString(), "dogs has no images, but other folders");
  }

  @Test
  void framesArePaddedWithZeros() {
    sound("a.wav", 1, 5, 8000);
    sound("b.wav", 100, 3, 8000);
    Dataset data = open("audio:path=" + folder + ",frame=3");
    assertThat(data.name()).isEqualTo("audio:path=" + folder + ",frame=3");
    assertThat(data.sampleShape()).isEqualTo(Shape.of(3));
    assertThat(data.size()).isEqualTo(3);
    float[] expected = {1, 2, 3, 4, 5, 0, 100, 101, 102};
    for (int i = 0; i < expected.length; i++) {
      assertThat(values(data)[i]).isEqualTo(expected[i] / 32768);
    }
    assertThat(open(folder.toString()).sampleShape()).isEqualTo(Shape.of(512));
    assertThat(open(folder.resolve("a.wav").toString()).size()).isEqualTo(1);
    sound("c.wav", 0, 3, 16_000);
    assertRefused(folder.toString(), "c.wav has 16000 samples in a second, but a.wav has 8000");
  }

  @Test
  void refusesWhatDoesNotFit() {
    image("a.png", 0, 2, 2, 1);
    assertRefused("audio:path=" + folder, folder + " has no WAV files");
    sound("b.wav", 0, 2, 8000);
    assertRefused(folder.toString(), folder + " has both images and sounds");
    assertThatThrownBy(() -> open("images")).isInstanceOf(OptionException.class);
    assertThatThrownBy(() -> open("audio:frame=9"))
        .isInstanceOf(OptionException.class)
        .hasMessage("data set audio needs a path. Maybe audio:path=FOLDER,frame=512");
    assertThatThrownBy(() -> open("images:path=a,stride=2"))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("stride=2 needs a tile");
    sound("none.wav", 0, 0, 8000);
    assertRefused(folder.resolve("none.wav").toString(), "none.wav has no sound in it");
  }
}
