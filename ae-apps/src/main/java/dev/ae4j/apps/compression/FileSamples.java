package dev.ae4j.apps.compression;

import dev.ae4j.DataException;
import dev.ae4j.apps.metrics.Distortion;
import dev.ae4j.apps.tiles.Tiles;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.ImageFile;
import dev.ae4j.datasets.MediaFiles;
import dev.ae4j.datasets.Wav;
import dev.ae4j.graph.Shape;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Images or sounds of any size from files, cut into samples of the shape that a model takes, side
 * by side and padded with the mirror image.
 */
public final class FileSamples {
  private final List<AezFile> files;
  private final List<TensorData> wholes;
  private final Dataset samples;

  private FileSamples(List<AezFile> files, List<TensorData> wholes, Dataset samples) {
    this.files = files;
    this.wholes = wholes;
    this.samples = samples;
  }

  /**
   * Reads files.
   *
   * @param path a file that ends in {@code .png}, {@code .jpg}, {@code .jpeg} or {@code .wav}, or a
   *     folder of such files
   * @param sample the shape of the samples that a model takes
   * @throws DataException if there are none, they are in several folders, a file cannot be read or
   *     has nothing in it, two would have one name where they come back, or samples of that shape
   *     are no tiles of them
   */
  public static FileSamples read(Path path, Shape sample) {
    String name = path.toString();
    MediaFiles found =
        MediaFiles.find(path)
            .orElseThrow(() -> new DataException(name + " has no images and no sounds"));
    if (found.labels().isPresent()) {
      throw new DataException(name + " holds folders; expected one folder with files");
    }
    List<AezFile> files = new ArrayList<>();
    List<TensorData> wholes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Path file : found.files()) {
      if (found.kind() == MediaFiles.Kind.IMAGES) {
        TensorData image = ImageFile.read(file);
        wholes.add(image);
        files.add(entry(name, renamed(file, ".png"), image.shape(), 0, Byte.SIZE));
      } else {
        Wav.Sound sound = Wav.read(file);
        wholes.add(sound.samples());
        files.add(
            entry(
                name, renamed(file, ".wav"), sound.samples().shape(), sound.rate(), sound.bits()));
      }
      if (!names.add(files.get(files.size() - 1).folded())) {
        throw new DataException(
            "%s: two files would come back as %s. Maybe rename one"
                .formatted(name, files.get(files.size() - 1).name()));
      }
    }
    return of(name, files, wholes, sample);
  }

  private static AezFile entry(String source, String name, Shape shape, int rate, int bits) {
    try {
      return new AezFile(name, shape, rate, bits);
    } catch (DataException e) {
      throw new DataException(source + " " + e.getMessage(), e);
    }
  }

  private static FileSamples of(
      String name, List<AezFile> files, List<TensorData> wholes, Shape sample) {
    List<TensorData> tiles = new ArrayList<>();
    long count = 0;
    for (int i = 0; i < files.size(); i++) {
      try {
        tiles.add(files.get(i).tiles(sample).cut(wholes.get(i)));
      } catch (DataException e) {
        throw new DataException(files.get(i).name() + ": " + e.getMessage(), e);
      }
      count += tiles.get(i).rows();
    }
    if (count * sample.sampleElements() > Integer.MAX_VALUE - 8) {
      throw new DataException(name + " has more than 2^31 numbers. Maybe compress it in parts");
    }
    TensorData all = TensorData.zeros(sample.batched().withBatch((int) count));
    int at = 0;
    for (TensorData part : tiles) {
      System.arraycopy(part.values(), 0, all.values(), at, part.values().length);
      at += part.values().length;
    }
    return new FileSamples(List.copyOf(files), List.copyOf(wholes), Dataset.of(name, all));
  }

  private static String renamed(Path path, String ending) {
    String name = String.valueOf(path.getFileName());
    return name.substring(0, name.lastIndexOf('.')) + ending;
  }

  /**
   * Puts samples back together.
   *
   * @param files what they were cut from
   * @param samples {@code [n, sample...]}
   * @return for each file its values, without padding
   * @throws DataException if there is another number of samples
   */
  public static List<TensorData> join(List<AezFile> files, TensorData samples) {
    List<TensorData> wholes = new ArrayList<>();
    int from = 0;
    for (AezFile file : files) {
      Tiles tiles = file.tiles(samples.rowShape());
      int to = from + tiles.count(file.shape());
      if (to > samples.rows()) {
        throw new DataException(samples.rows() + " samples are too few for " + file.name());
      }
      wholes.add(tiles.join(samples.copyRows(from, to), file.shape()));
      from = to;
    }
    return wholes;
  }

  /** Returns the samples, those of the first file first. */
  public Dataset samples() {
    return samples;
  }

  /** Returns what they were cut from. */
  public List<AezFile> files() {
    return files;
  }

  /**
   * Returns the values of each file: {@code [height, width, channels]} or {@code [n, channels]}.
   */
  public List<TensorData> wholes() {
    return wholes;
  }

  /** Returns whether these are sounds, not images. */
  public boolean areSounds() {
    return files.get(0).isSound();
  }

  /** Returns how many numbers the files have. */
  long numbers() {
    return wholes.stream().mapToLong(whole -> whole.values().length).sum();
  }

  /** Returns the mean PSNR of what comes back: of images by a peak of 1, of sounds as well. */
  double psnr(List<TensorData> back) {
    double sum = 0;
    for (int i = 0; i < back.size(); i++) {
      sum += psnr(wholes.get(i), back.get(i));
    }
    return sum / back.size();
  }

  private double psnr(TensorData whole, TensorData back) {
    if (!areSounds()) {
      return Distortion.psnr(asOne(whole), asOne(back));
    }
    double mse = error(whole, back) / whole.values().length;
    return Math.min(Distortion.MAX_PSNR, -10 * StrictMath.log10(mse));
  }

  /**
   * Returns the mean signal-to-noise ratio in dB of what became of sounds: ten times the logarithm
   * of the sum of squares by that of the squared errors; empty for images, and if all is silence.
   */
  public OptionalDouble snr(List<TensorData> back) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < back.size() && areSounds(); i++) {
      double power = error(wholes.get(i), TensorData.zeros(wholes.get(i).shape()));
      double error = error(wholes.get(i), back.get(i));
      if (power > 0) {
        sum += Math.min(Distortion.MAX_PSNR, 10 * StrictMath.log10(power / error));
        count++;
      }
    }
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
  }

  /** Returns the sum of squared errors, with what comes back limited to {@code [-1, 1]}. */
  private static double error(TensorData whole, TensorData back) {
    double sum = 0;
    for (int i = 0; i < whole.values().length; i++) {
      double error = whole.values()[i] - Math.min(Math.max(back.values()[i], -1), 1);
      sum += error * error;
    }
    return sum;
  }

  /** Returns the bytes of all values with nothing lost, as in files that are not compressed. */
  byte[] raw() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < wholes.size(); i++) {
      TensorData whole = wholes.get(i);
      out.writeBytes(areSounds() ? raw(whole, files.get(i).bits()) : LosslessSizes.raw(whole));
    }
    return out.toByteArray();
  }

  private static byte[] raw(TensorData sound, int bits) {
    int width = bits / Byte.SIZE;
    byte[] raw = new byte[Math.multiplyExact(sound.values().length, width)];
    for (int i = 0; i < sound.values().length; i++) {
      float value = sound.values()[i];
      int number =
          width == Float.BYTES
              ? Float.floatToRawIntBits(value)
              : (int) Math.rint(value * (double) (1 << (bits - 1)));
      for (int j = 0; j < width; j++) {
        raw[i * width + j] = (byte) (number >> (8 * j));
      }
    }
    return raw;
  }

  /** Returns an array whose only row is an image or a sound. */
  public static TensorData asOne(TensorData whole) {
    return TensorData.of(whole.values(), whole.shape().batched().withBatch(1));
  }
}
