package dev.ae4j.datasets;

import static dev.ae4j.datasets.Contents.bytes;
import static dev.ae4j.datasets.Contents.gzip;
import static dev.ae4j.datasets.Contents.idx;
import static dev.ae4j.datasets.Contents.numpy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import dev.ae4j.data.Dataset;
import dev.ae4j.graph.Shape;
import dev.ae4j.spi.DatasetProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetSourceTest {
  private static final List<DatasetProvider> PROVIDERS =
      List.of(new RandomDatasetProvider(), new MnistDatasetProvider());

  @TempDir Path folder;

  @Test
  void opensNamedDataSets() {
    assertThat(open("mnist:test").name()).isEqualTo("mnist:test");
    assertThat(open("mnist:split=test").size()).isEqualTo(10_000);
    assertThat(open("random:samples=5").size()).isEqualTo(5);
    assertThatThrownBy(() -> open("mnist:validation"))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("data set mnist")
        .hasMessageContaining("[train, test]");
  }

  @Test
  void trainIsTheDefaultSplit() {
    assertThat(open("mnist").name()).isEqualTo("mnist:train");
  }

  @Test
  void opensOneDigit() {
    Dataset threes = open("mnist:test,digit=3");
    assertThat(threes.name()).isEqualTo("mnist:test,digit=3");
    assertThat(threes.size()).isEqualTo(1010);
    assertThat(threes.labels().orElseThrow()).containsOnly(3);
    assertThat(open(threes.name()).checksum()).isEqualTo(threes.checksum());
    float[] first = new float[784];
    float[] same = new float[784];
    threes.copyRows(new int[] {0}, 0, 1, first);
    // The first three of the test images is number 18
    open("mnist:test").copyRows(new int[] {18}, 0, 1, same);
    assertThat(first).isEqualTo(same);
    assertThatThrownBy(() -> open("mnist:test,digit=10")).isInstanceOf(OptionException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.npy", "A.NPY", "a.b.npy"})
  void opensNpyFiles(String name) throws IOException {
    Path file = Files.copy(numpy("float32.npy"), folder.resolve(name));
    Dataset data = open(file.toString());
    assertThat(data.name()).isEqualTo(file.toString());
    assertThat(data.size()).isEqualTo(3);
    assertThat(data.sampleShape()).isEqualTo(Shape.of(4));
    assertThat(data.labels()).isEmpty();
    assertThat(open(numpy("float64-fortran-big-endian-3d.npy").toString()).sampleShape())
        .isEqualTo(Shape.of(3, 4));
  }

  @Test
  void opensPackedNpyFiles() throws IOException {
    byte[] packed = gzip(Files.readAllBytes(numpy("float32.npy")));
    Path file = Files.write(folder.resolve("a.npy.gz"), packed);
    assertThat(open(file.toString()).size()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.idx", "a-idx3-ubyte", "a.idx3-ubyte", "A.IDX"})
  void opensIdxFilesFlat(String name) throws IOException {
    Path file = Files.write(folder.resolve(name), idx(bytes(12), 2, 2, 3));
    assertThat(open(file.toString()).sampleShape()).isEqualTo(Shape.of(6));
    Path packed = Files.write(folder.resolve(name + ".gz"), gzip(idx(bytes(12), 2, 2, 3)));
    assertThat(open(packed.toString()).sampleShape()).isEqualTo(Shape.of(6));
    assertThat(open(packed.toString()).labels()).isEmpty();
  }

  @Test
  void findsLabelsBesideImages() throws IOException {
    Path images = Files.write(folder.resolve("t-images-idx3-ubyte"), idx(bytes(12), 2, 2, 3));
    assertThat(open(images.toString()).labels()).isEmpty();
    Path labels = Files.write(folder.resolve("t-labels-idx1-ubyte"), idx(new byte[] {7, 3}, 2));
    assertThat(open(images.toString()).labels().orElseThrow()).containsExactly(7, 3);
    Files.write(labels, idx(new byte[] {7, 3, 1}, 3));
    assertThatThrownBy(() -> open(images.toString()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "'%s' has 3 labels, but '%s' has 2 samples. Maybe they do not belong together"
                .formatted(labels, images));
  }

  @Test
  void namesWinOverFiles() throws IOException {
    Files.write(folder.resolve("random"), bytes(3));
    assertThat(open("random").size()).isEqualTo(100);
    assertThatThrownBy(() -> open(folder.resolve("random").toString()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has an unknown format");
  }

  @Test
  void refusesWhatIsUnknown() throws IOException {
    String endings = ".csv, .npy, .idx or -ubyte, each also with .gz, or in .png, .jpg or .wav";
    String noFolder =
        "is a folder without images (.png, .jpg) or sounds (.wav); expected one, or a file that"
            + " ends in "
            + endings;
    assertRefused(
        "mnits:train",
        "There is neither a data set nor a file 'mnits:train'. Maybe one of [mnist, random], or a"
            + " file that ends in "
            + endings);
    assertRefused("", "The data source is empty; expected a name or a path");
    assertRefused("a\0b.npy", "'a?b.npy' is neither a data set nor a path");
    Path text = Files.writeString(folder.resolve("a.txt"), "text");
    assertRefused(
        text.toString(),
        "'" + text + "' has an unknown format; expected a file that ends in " + endings);
    assertRefused(folder.toString(), "'" + folder + "' " + noFolder);
    Path none = folder.resolve("none.npy");
    assertRefused(none.toString(), none + " does not exist; looked in " + folder);
    Path named = Files.createDirectory(folder.resolve("folder.npy"));
    assertRefused(named.toString(), named + " is a folder");
    Path empty = Files.createFile(folder.resolve("empty.idx"));
    assertRefused(empty.toString(), empty + " is empty. Maybe a download or a copy was cut short");
    assertRefused("/", "'/' " + noFolder);
  }

  @Test
  void refusesDataWithoutSamples() {
    Path vector = numpy("vector.npy");
    assertRefused(
        vector.toString(),
        "'"
            + vector
            + "' has the shape [3]; expected two axes or more, the samples first. Maybe use"
            + " array.reshape(-1, 1)");
    Path none = numpy("no-samples.npy");
    assertRefused(
        none.toString(), "'" + none + "' has the shape [0, 4] and so no samples to work on");
  }

  @Test
  void refusesNumbersThatAreNotFinite() {
    Path file = numpy("not-finite.npy");
    assertRefused(
        file.toString(),
        "'"
            + file
            + "': element 1 of sample 1 (both counted from 0) is NaN; expected finite numbers."
            + " Maybe fill in missing values or drop these samples");
  }

  private static void assertRefused(String source, String message) {
    assertThatThrownBy(() -> open(source)).isInstanceOf(DataException.class).hasMessage(message);
  }

  private static Dataset open(String source) {
    return DatasetSource.open(source, PROVIDERS);
  }
}
