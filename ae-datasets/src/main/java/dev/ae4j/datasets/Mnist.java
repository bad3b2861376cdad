package dev.ae4j.datasets;

import dev.ae4j.DataException;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/**
 * The MNIST database of handwritten digits by Yann LeCun and Corinna Cortes, bundled (CC BY-SA
 * 3.0).
 *
 * <p>Samples are flat, {@code [784]}, rows of the image from top to bottom, with the background 0
 * and the ink up to 1. Labels are the digits 0 to 9. Every call reads the data anew, in a fraction
 * of a second, so that nobody shares arrays unknowingly.
 */
public final class Mnist {
  /** What the 784 numbers of a sample are: a picture of 28 rows, 28 columns and one channel. */
  public static final Shape IMAGE_SHAPE = Shape.of(28, 28, 1);

  private static final int BUFFER_BYTES = 1 << 14;

  private Mnist() {}

  /**
   * Returns the 60,000 training samples, named {@code mnist:train}: about 190 MB of memory.
   *
   * @throws DataException if the bundled files are missing or damaged
   */
  public static Dataset train() {
    return open(
        "mnist:train",
        new Bundled(
            "train-images-idx3-ubyte.gz",
            47_040_016,
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        new Bundled(
            "train-labels-idx1-ubyte.gz",
            60_008,
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"));
  }

  /**
   * Returns the 10,000 test samples, named {@code mnist:test}: about 30 MB of memory.
   *
   * @throws DataException if the bundled files are missing or damaged
   */
  public static Dataset test() {
    return open(
        "mnist:test",
        new Bundled(
            "t10k-images-idx3-ubyte.gz",
            7_840_016,
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        new Bundled(
            "t10k-labels-idx1-ubyte.gz",
            10_008,
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));
  }

  private static Dataset open(String name, Bundled imageFile, Bundled labelFile) {
    TensorData images = imageFile.read(Idx::samples);
    int[] labels = labelFile.read(Idx::labels);
    return Dataset.of(name, images.reshape(images.rows(), IMAGE_SHAPE.sampleElements()), labels);
  }

  /**
   * A file in the jar.
   *
   * @param length the number of bytes of the unpacked content
   * @param sha256 the checksum of the unpacked content
   */
  record Bundled(String file, long length, String sha256) {
    <T> T read(ContentReader.Format<T> format) {
      String name = "The bundled MNIST file " + file;
      try (InputStream packed = Mnist.class.getResourceAsStream("mnist/" + file)) {
        if (packed == null) {
          throw new DataException(name + " is missing. Maybe a fat jar was built without it");
        }
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        InputStream unpacked = new GZIPInputStream(packed, BUFFER_BYTES);
        InputStream digested = new DigestInputStream(unpacked, digest);
        T content = ContentReader.read(name, digested, length, format);
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(sha256)) {
          throw new DataException(
              name
                  + " has the SHA-256 "
                  + found
                  + ", expected "
                  + sha256
                  + ". Maybe the jar is damaged");
        }
        return content;
      } catch (IOException e) {
        throw new DataException(name + " cannot be read: " + e + ". Maybe the jar is damaged", e);
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("Every Java platform has SHA-256", e);
      }
    }
  }
}
