package dev.ae4j.artifact;

import dev.ae4j.internal.json.JsonObject;
import dev.ae4j.internal.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Model files as bytes, taken apart and put together without the code under test. */
final class TestFiles {
  private static final Pattern CHECKSUM = Pattern.compile("\"sha256\": ?\"([0-9a-f]{64})\"");

  private TestFiles() {}

  /** A safetensors file. */
  record Parts(String header, byte[] data) {
    static Parts of(byte[] file) {
      ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
      byte[] header = new byte[Math.toIntExact(buffer.getLong())];
      buffer.get(header);
      byte[] data = new byte[buffer.remaining()];
      buffer.get(data);
      return new Parts(new String(header, StandardCharsets.UTF_8), data);
    }

    Parts withHeader(UnaryOperator<String> change) {
      return new Parts(change.apply(header), data);
    }

    Parts withData(byte[] other) {
      return new Parts(header, other);
    }

    JsonObject json() {
      return JsonReader.read(header).asObject();
    }

    byte[] bytes() {
      byte[] text = header.getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.allocate(Long.BYTES + text.length + data.length)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putLong(text.length)
          .put(text)
          .put(data)
          .array();
    }

    /** Returns the file with the checksum that belongs to it. */
    byte[] sealed() {
      Matcher matcher = CHECKSUM.matcher(header);
      if (!matcher.find()) {
        return bytes();
      }
      String zeros = header.replace(matcher.group(1), "0".repeat(64));
      String sum = sha256(new Parts(zeros, data).bytes());
      return new Parts(header.replace(matcher.group(1), sum), data).bytes();
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns what a model is saved as. */
  static byte[] save(ModelArtifact model, Path folder) {
    try {
      Path file = folder.resolve("saved");
      model.save(file);
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a file that claims to have some length. */
  static ModelArtifact read(byte[] file, long length) {
    try {
      return ModelFile.read(new ByteArrayInputStream(file), length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ModelArtifact read(byte[] file) {
    return read(file, file.length);
  }

  static byte[] resource(String name) {
    try (InputStream in = Objects.requireNonNull(TestFiles.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }
}
