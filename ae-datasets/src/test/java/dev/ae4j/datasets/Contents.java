package dev.ae4j.datasets;

import dev.ae4j.DataException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/** Makes, damages and reads the content of files. */
final class Contents {
  private Contents() {}

  /** Returns an IDX file of unsigned bytes. */
  static byte[] idx(byte[] data, int... sizes) {
    ByteBuffer content = ByteBuffer.allocate(4 + sizes.length * Integer.BYTES + data.length);
    content.put(new byte[] {0, 0, 8, (byte) sizes.length});
    for (int size : sizes) {
      content.putInt(size);
    }
    return content.put(data).array();
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** Returns bytes that look random and are the same in every run. */
  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    return bytes;
  }

  /** Returns a file that numpy wrote. */
  static Path numpy(String file) {
    try {
      return Path.of(Contents.class.getResource("numpy/" + file).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static <T> T read(byte[] content, ContentReader.Format<T> format) {
    try {
      return ContentReader.read(
          "data.bin", new ByteArrayInputStream(content), content.length, format);
    } catch (IOException e) {
      throw new AssertionError("Bytes in memory cannot fail", e);
    }
  }

  /** Reads content that may be damaged: nothing but one good error line may come of it. */
  static <T> Optional<T> readOrRefuse(byte[] content, ContentReader.Format<T> format) {
    try {
      return Optional.of(read(content, format));
    } catch (DataException e) {
      // Not AssertJ: this runs many thousand times.
      String message = e.getMessage();
      if (!message.startsWith("data.bin")
          || message.length() > 1000
          || message.chars().anyMatch(Character::isISOControl)) {
        throw new AssertionError("Not one good line: " + message, e);
      }
      return Optional.empty();
    }
  }

  /** Returns the content with one to four changes of the kinds that happen to files. */
  static byte[] mutated(byte[] content, SplittableRandom random) {
    byte[] changed = content.clone();
    for (int changes = random.nextInt(1, 5); changes > 0 && changed.length > 0; changes--) {
      // Half of the changes hit the header, which is where the traps are.
      int end = random.nextBoolean() ? changed.length : Math.min(changed.length, 90);
      int at = random.nextInt(end);
      switch (random.nextInt(5)) {
        case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> changed[at] = (byte) random.nextInt(256);
        case 2 -> changed[at] = (byte) "0123456789,()'{} \n<>fi8".charAt(random.nextInt(23));
        case 3 -> changed = Arrays.copyOf(changed, at);
        default -> {
          byte[] longer = Arrays.copyOf(changed, changed.length + 1);
          System.arraycopy(changed, at, longer, at + 1, changed.length - at);
          changed = longer;
        }
      }
    }
    return changed;
  }
}
