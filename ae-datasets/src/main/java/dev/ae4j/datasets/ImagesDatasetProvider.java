package dev.ae4j.datasets;

import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.spi.DatasetProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Opens PNG and JPEG files, whole or cut into tiles: {@code images:path=photos,tile=64}.
 *
 * <p>Samples are {@code [height, width, channels]}, in {@code [0, 1]}, as {@link ImageFile} reads
 * them. Images come in the order of their names, the tiles of each row by row; tiles begin every
 * {@code stride} pixels, and what is left at the right and below is not used. Where folders are
 * classes, as {@link MediaFiles} says, samples are labelled with them.
 */
public final class ImagesDatasetProvider implements DatasetProvider {
  /** Luminance as JPEG has it: ITU-R BT.601. */
  private static final double[] LUMINANCE = {0.299, 0.587, 0.114};

  private static final int WHITE = 255;

  /** Creates the provider; files are read when a data set is opened. */
  public ImagesDatasetProvider() {}

  @Override
  public String id() {
    return "images";
  }

  @Override
  public String description() {
    return "PNG and JPEG files, whole or cut into tiles; folders of folders are classes";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .text("path", "", "a file or a folder")
        .integer("tile", 0, 0, 1 << 13, "edge of the tiles in pixels; 0 for whole images")
        .integer("stride", 0, 0, 1 << 13, "pixels from one tile to the next; 0 for the edge")
        .flag("grey", false, "whether colours become grey, of 8 bits")
        .build();
  }

  @Override
  public Dataset open(Options options) {
    String path = options.text("path");
    int tile = options.integer("tile");
    int stride = options.integer("stride");
    boolean grey = options.flag("grey");
    if (path.isEmpty()) {
      throw new OptionException("data set images needs a path. Maybe images:path=FOLDER,tile=64");
    }
    if (stride > 0 && tile == 0) {
      throw new OptionException("data set images: stride=" + stride + " needs a tile as well");
    }
    MediaFiles found =
        MediaFiles.find(MediaFiles.existing(path))
            .filter(files -> files.kind() == MediaFiles.Kind.IMAGES)
            .orElseThrow(() -> new DataException(path + " has no PNG or JPEG files"));
    StringBuilder name = new StringBuilder("images:path=" + path);
    if (tile > 0) {
      name.append(",tile=").append(tile);
    }
    if (stride > 0) {
      name.append(",stride=").append(stride);
    }
    if (grey) {
      name.append(",grey=true");
    }
    return open(name.toString(), path, found, new Cut(tile, stride == 0 ? tile : stride, grey));
  }

  /** Opens whole images. */
  static Dataset whole(String name, MediaFiles found) {
    return open(name, name, found, new Cut(0, 0, false));
  }

  /**
   * How samples are taken from images.
   *
   * @param tile the edge of a tile; 0 for whole images
   * @param stride from one tile to the next
   */
  private record Cut(int tile, int stride, boolean grey) {
    int rows(ImageFile.Size size) {
      return tile == 0 ? 1 : (size.height() - tile) / stride + 1;
    }

    int columns(ImageFile.Size size) {
      return tile == 0 ? 1 : (size.width() - tile) / stride + 1;
    }

    int height(ImageFile.Size size) {
      return tile == 0 ? size.height() : tile;
    }

    int width(ImageFile.Size size) {
      return tile == 0 ? size.width() : tile;
    }
  }

  private static Dataset open(String name, String path, MediaFiles found, Cut cut) {
    List<ImageFile.Size> sizes = sizes(path, found.files(), cut);
    ImageFile.Size first = sizes.get(0);
    long count = 0;
    for (ImageFile.Size size : sizes) {
      count += (long) cut.rows(size) * cut.columns(size);
    }
    TensorData image = image(found.files().get(0), cut);
    int channels = image.shape().size(2);
    int width = cut.height(first) * cut.width(first) * channels;
    float[] values = ContentReader.allocate(name, count * width);
    List<Integer> labels = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < sizes.size(); i++) {
      Path file = found.files().get(i);
      image = i == 0 ? image : image(file, cut);
      if (image.shape().size(2) != channels) {
        throw new DataException(
            "%s is %s, but %s is %s. Maybe images:path=%s,%sgrey=true"
                .formatted(
                    file.getFileName(),
                    channels == 1 ? "RGB" : "grey",
                    found.files().get(0).getFileName(),
                    channels == 1 ? "grey" : "RGB",
                    path,
                    cut.tile == 0 ? "" : "tile=" + cut.tile + ","));
      }
      for (int row = 0; row < cut.rows(sizes.get(i)); row++) {
        for (int column = 0; column < cut.columns(sizes.get(i)); column++) {
          copy(
              image,
              (row * image.shape().size(1) + column) * cut.stride,
              Shape.of(cut.height(first), cut.width(first) * channels),
              values,
              at);
          at += width;
          int index = i;
          found.labels().ifPresent(all -> labels.add(all.get(index)));
        }
      }
    }
    Shape shape = Shape.of((int) count, cut.height(first), cut.width(first), channels);
    TensorData samples = TensorData.of(values, shape);
    Optional<List<Integer>> labelled = found.labels();
    return labelled.isEmpty()
        ? Dataset.of(name, samples)
        : Dataset.of(name, samples, labels.stream().mapToInt(Integer::intValue).toArray());
  }

  /**
   * Copies a part of an image.
   *
   * @param corner the first of its pixels
   * @param part how many lines it has, and how many numbers each of them
   */
  private static void copy(TensorData image, int corner, Shape part, float[] to, int at) {
    int channels = image.shape().size(2);
    int line = image.shape().size(1) * channels;
    for (int y = 0; y < part.size(0); y++) {
      int from = corner * channels + y * line;
      System.arraycopy(image.values(), from, to, at + y * part.size(1), part.size(1));
    }
  }

  private static List<ImageFile.Size> sizes(String path, List<Path> files, Cut cut) {
    List<ImageFile.Size> sizes = new ArrayList<>();
    for (Path file : files) {
      ImageFile.Size size = ImageFile.size(file);
      if (cut.tile > Math.min(size.height(), size.width())) {
        throw new DataException(
            "%s has %s pixels, less than a tile of %sx%s"
                .formatted(file.getFileName(), size, cut.tile, cut.tile));
      }
      sizes.add(size);
      if (cut.tile == 0 && !size.equals(sizes.get(0))) {
        throw new DataException(
            "%s has %s pixels, but %s has %s; whole images have to be of one size. Maybe images:path=%s,tile=64"
                .formatted(
                    file.getFileName(), size, files.get(0).getFileName(), sizes.get(0), path));
      }
    }
    return sizes;
  }

  private static TensorData image(Path file, Cut cut) {
    TensorData image = ImageFile.read(file);
    return cut.grey && image.shape().size(2) == 3 ? grey(image) : image;
  }

  private static TensorData grey(TensorData image) {
    float[] values = new float[image.values().length / 3];
    for (int i = 0; i < values.length; i++) {
      double sum = 0;
      for (int channel = 0; channel < 3; channel++) {
        sum += LUMINANCE[channel] * image.values()[3 * i + channel];
      }
      values[i] = Math.round(sum * WHITE) / (float) WHITE;
    }
    return TensorData.of(values, image.shape().size(0), image.shape().size(1), 1);
  }
}
