package dev.ae4j.datasets;

import dev.ae4j.DataException;
import dev.ae4j.PluginSpec;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.Table;
import dev.ae4j.data.TableSchema;
import dev.ae4j.data.TensorData;
import dev.ae4j.spi.DatasetProvider;
import dev.ae4j.spi.Options;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Opens the data that a user names in one line of text: a named data set such as {@code
 * mnist:train} or {@code random:samples=100}, or the path of a file or folder.
 */
public final class DatasetSource {
  private static final String ENDINGS =
      ".csv, .npy, .idx or -ubyte, each also with .gz, or in .png, .jpg or .wav";

  /** The share of the heap that is left to what is made of the samples of a file in it. */
  private static final int HEAP_SHARE = 4;

  private DatasetSource() {}

  /**
   * Opens a named data set or a file.
   *
   * <p>What stands before the first colon, or the whole text, is looked up among the providers
   * first, so that a name means the same in every folder; write {@code ./mnist} for a file of such
   * a name. Anything else is a path, read by its ending in any case of letters:
   *
   * <ul>
   *   <li>{@code .csv}, {@code .csv.gz}: {@link CsvTable}, fitted to itself; a sample may have
   *       missing elements, which are NaN;
   *   <li>{@code .npy}, {@code .npy.gz}: {@link Npy}; the first axis counts the samples, the others
   *       are the shape of a sample;
   *   <li>{@code .idx}, {@code -ubyte} and these with {@code .gz}: {@link Idx}; samples are flat,
   *       as those of {@link Mnist}. If the name contains {@code images-idx3} or {@code
   *       images.idx3} and beside it is the file with {@code labels-idx1} or {@code labels.idx1}
   *       instead, the samples are labelled with its content;
   *   <li>{@code .png}, {@code .jpg}, {@code .jpeg}, or a folder of such files: {@link ImageFile};
   *       samples are {@code [height, width, channels]}, all of one size;
   *   <li>{@code .wav}, or a folder of such files: {@link Wav}, cut into frames as {@link
   *       AudioDatasetProvider} does, of 512 numbers.
   * </ul>
   *
   * <p>A data set from a file has the source as its name and, tables aside, only finite numbers. It
   * is in memory, except an {@code .npy} file in C order that would take more than a quarter of the
   * Java heap as float32, or has more numbers than an array holds: of that one samples are read
   * from the file whenever they are asked for, so it has to stay as it is.
   *
   * @throws DataException if there is no such data, it is damaged, has no samples, or contains NaN
   *     or infinite numbers
   * @throws dev.ae4j.OptionException if the options of a named data set are wrong
   */
  public static Dataset open(String source, Collection<? extends DatasetProvider> providers) {
    return open(source, providers, false, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  /**
   * Opens what {@link #open} opens, and also files with NaN, for what is missing.
   *
   * @throws DataException if there is no such data, it is damaged, has no samples, or contains
   *     infinite numbers
   * @throws dev.ae4j.OptionException if the options of a named data set are wrong
   */
  public static Dataset openIncomplete(
      String source, Collection<? extends DatasetProvider> providers) {
    return open(source, providers, true, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  /**
   * Opens data.
   *
   * @param mayMiss whether numbers may be NaN
   * @param memory how many bytes an {@code .npy} file may take in memory
   */
  static Dataset open(
      String source,
      Collection<? extends DatasetProvider> providers,
      boolean mayMiss,
      long memory) {
    Optional<? extends DatasetProvider> named = named(source, providers);
    if (named.isPresent()) {
      return named.get().open(options(named.get(), source));
    }
    Path file = path(source);
    String unpacked = unpackedName(file);
    if (unpacked.endsWith(".csv")) {
      Table table = CsvTable.of(file);
      return Dataset.of(table, TableSchema.fit(table));
    }
    if (unpacked.endsWith(".npy")) {
      return npy(source, file, mayMiss, memory);
    }
    if (unpacked.endsWith(".idx") || unpacked.endsWith("-ubyte")) {
      return idx(source, file);
    }
    Optional<MediaFiles> media = MediaFiles.find(file);
    if (media.isPresent()) {
      return media.get().kind() == MediaFiles.Kind.IMAGES
          ? ImagesDatasetProvider.whole(source, media.get())
          : AudioDatasetProvider.open(source, media.get(), AudioDatasetProvider.FRAME);
    }
    throw unknown(source, file, providers);
  }

  /**
   * Returns the table behind a source that {@link #open} takes, as it is before anything is fitted.
   *
   * @return empty if the source is no table
   * @throws DataException if there is no such data or it is damaged
   * @throws dev.ae4j.OptionException if the options of a named data set are wrong
   */
  public static Optional<Table> table(
      String source, Collection<? extends DatasetProvider> providers) {
    Optional<? extends DatasetProvider> named = named(source, providers);
    if (named.isPresent()) {
      return named.get().table(options(named.get(), source));
    }
    Path file = path(source);
    return unpackedName(file).endsWith(".csv") ? Optional.of(CsvTable.of(file)) : Optional.empty();
  }

  private static Optional<? extends DatasetProvider> named(
      String source, Collection<? extends DatasetProvider> providers) {
    int colon = source.indexOf(':');
    String id = colon < 0 ? source : source.substring(0, colon);
    return providers.stream().filter(provider -> provider.id().equals(id)).findFirst();
  }

  private static Options options(DatasetProvider provider, String source) {
    return provider
        .options()
        .parse("data set " + provider.id(), PluginSpec.parse(source).options());
  }

  private static String unpackedName(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
  }

  private static Path path(String source) {
    try {
      if (!source.isBlank()) {
        return Path.of(source);
      }
    } catch (InvalidPathException e) {
      throw new DataException(quoted(source) + " is neither a data set nor a path", e);
    }
    throw new DataException("The data source is empty; expected a name or a path");
  }

  private static Dataset idx(String source, Path file) {
    TensorData images = checked(source, Idx.read(file), false);
    TensorData samples = images.reshape(images.rows(), images.rowShape().sampleElements());
    Path labelFile =
        file.resolveSibling(
            file.getFileName()
                .toString()
                .replace("images-idx3", "labels-idx1")
                .replace("images.idx3", "labels.idx1"));
    if (labelFile.equals(file) || Files.notExists(labelFile)) {
      return Dataset.of(source, samples);
    }
    int[] labels = Idx.readLabels(labelFile);
    if (labels.length != samples.rows()) {
      throw new DataException(
          quoted(labelFile.toString())
              + " has "
              + labels.length
              + " labels, but "
              + quoted(source)
              + " has "
              + samples.rows()
              + " samples. Maybe they do not belong together");
    }
    return Dataset.of(source, samples, labels);
  }

  private static Dataset npy(String source, Path file, boolean mayMiss, long memory) {
    return ContentReader.read(
        file,
        content -> {
          Npy.Header header = Npy.header(content);
          boolean fits = ContentReader.floatBytes(header.sizes()) <= memory;
          if (fits || content.isPacked() || header.columnMajor()) {
            return Dataset.of(source, checked(source, Npy.body(content, header), mayMiss));
          }
          content.checkLength(header.sizes(), header.element());
          checkShape(source, header.sizes());
          NpyDataset data = new NpyDataset(source, file, content.position(), header);
          int width = data.sampleShape().sampleElements();
          content.forEach(
              header.sizes(),
              header.element(),
              header.order(),
              (first, numbers, count) ->
                  checkFinite(source, mayMiss, width, first, numbers, count));
          return data;
        });
  }

  private static TensorData checked(String source, TensorData samples, boolean mayMiss) {
    checkShape(source, Arrays.stream(samples.shape().sampleSizes()).asLongStream().toArray());
    float[] values = samples.values();
    checkFinite(source, mayMiss, samples.rowShape().sampleElements(), 0, values, values.length);
    return samples;
  }

  private static void checkShape(String source, long... sizes) {
    String shape = Arrays.toString(sizes);
    if (sizes.length < 2) {
      throw new DataException(
          quoted(source)
              + " has the shape "
              + shape
              + "; expected two axes or more, the samples first. Maybe use array.reshape(-1, 1)");
    }
    if (ContentReader.product(sizes) == 0) {
      throw new DataException(
          quoted(source) + " has the shape " + shape + " and so no samples to work on");
    }
    long width = ContentReader.product(Arrays.copyOfRange(sizes, 1, sizes.length));
    if (Math.max(sizes[0], width) > ContentReader.MAX_ELEMENTS) {
      throw new DataException(
          "%s has the shape %s; at most %s samples of at most as many numbers are possible. Maybe split the file"
              .formatted(quoted(source), shape, ContentReader.MAX_ELEMENTS));
    }
  }

  /**
   * Checks some numbers.
   *
   * @param width how many there are in a sample
   * @param first the index of the first one among all
   */
  private static void checkFinite(
      String source, boolean mayMiss, int width, long first, float[] values, int count) {
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(values[i]) && !(mayMiss && Float.isNaN(values[i]))) {
        throw new DataException(
            quoted(source)
                + ": element "
                + (first + i) % width
                + " of sample "
                + (first + i) / width
                + " (both counted from 0) is "
                + values[i]
                + "; expected finite numbers. Maybe fill in missing values or drop these samples");
      }
    }
  }

  private static DataException unknown(
      String source, Path file, Collection<? extends DatasetProvider> providers) {
    if (Files.isDirectory(file)) {
      return new DataException(
          quoted(source)
              + " is a folder without images (.png, .jpg) or sounds (.wav); expected one, or a file"
              + " that ends in "
              + ENDINGS);
    }
    if (Files.exists(file)) {
      return new DataException(
          quoted(source) + " has an unknown format; expected a file that ends in " + ENDINGS);
    }
    List<String> names = providers.stream().map(DatasetProvider::id).sorted().toList();
    return new DataException(
        "There is neither a data set nor a file "
            + quoted(source)
            + ". Maybe one of "
            + names
            + ", or a file that ends in "
            + ENDINGS);
  }

  private static String quoted(String text) {
    return "'" + ContentReader.printable(text) + "'";
  }
}
