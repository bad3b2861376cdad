package dev.ae4j.artifact;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.internal.json.JsonArray;
import dev.ae4j.internal.json.JsonNumber;
import dev.ae4j.internal.json.JsonObject;
import dev.ae4j.internal.json.JsonReader;
import dev.ae4j.internal.json.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Writes named tensors and texts as a safetensors file with a checksum.
 *
 * <p>The checksum is the metadata entry {@link #CHECKSUM}: the SHA-256 of the whole file as it is
 * with {@link #NO_CHECKSUM} in place of the checksum.
 */
final class SafetensorsWriter {
  static final String CHECKSUM = "sha256";
  static final String NO_CHECKSUM = "0".repeat(64);
  static final String METADATA = "__metadata__";

  /** As many bytes as the header length takes, and what the header is padded to. */
  static final int WORD = Long.BYTES;

  static final int CHUNK_BYTES = 1 << 16;

  private final SortedMap<String, TensorData> tensors;
  private final byte[] header;

  /**
   * Prepares a file.
   *
   * @param metadata texts by name in the order in which to write them; one is {@link #CHECKSUM}
   * @param tensors data by name, which must not change until it is written
   * @throws DataException if a name cannot be written or the header would become too long
   */
  SafetensorsWriter(Map<String, String> metadata, SortedMap<String, TensorData> tensors) {
    this.tensors = tensors;
    Map<String, String> checked = new LinkedHashMap<>(metadata);
    checked.put(CHECKSUM, NO_CHECKSUM);
    MessageDigest sha256 = sha256();
    try {
      write(header(checked), new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    checked.put(CHECKSUM, HexFormat.of().formatHex(sha256.digest()));
    this.header = header(checked);
  }

  /** Returns a new digest. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Writes the file. */
  void writeTo(OutputStream out) throws IOException {
    write(header, out);
  }

  private byte[] header(Map<String, String> metadata) {
    JsonObject.Builder entries = JsonObject.builder().put(METADATA, JsonObject.of(metadata));
    long position = 0;
    for (Map.Entry<String, TensorData> tensor : tensors.entrySet()) {
      Shape shape = tensor.getValue().shape();
      long end = position + (long) shape.sampleElements() * Float.BYTES;
      if (tensor.getKey().equals(METADATA)) {
        throw new DataException("there are weights named " + METADATA + ", which is reserved");
      }
      entries.put(
          tensor.getKey(),
          JsonObject.builder()
              .put("dtype", "F32")
              .put("shape", ShapeCodec.write(shape))
              .put(
                  "data_offsets",
                  new JsonArray(List.of(JsonNumber.of(position), JsonNumber.of(end))))
              .build());
      position = end;
    }
    byte[] json = JsonWriter.write(entries.build()).getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(json, (json.length + WORD - 1) / WORD * WORD);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    if (padded.length > JsonReader.MAX_LENGTH) {
      throw new DataException(
          "its header would have %s bytes; at most %s are possible. Maybe its graphs have large"
                  .formatted(padded.length, JsonReader.MAX_LENGTH)
              + " constants that could be parameters");
    }
    return padded;
  }

  private void write(byte[] headerBytes, OutputStream out) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(chunk.putLong(headerBytes.length).array(), 0, WORD);
    out.write(headerBytes);
    for (TensorData tensor : tensors.values()) {
      float[] values = tensor.values();
      int count;
      for (int done = 0; done < values.length; done += count) {
        count = Math.min(values.length - done, CHUNK_BYTES / Float.BYTES);
        chunk.clear().asFloatBuffer().put(values, done, count);
        out.write(chunk.array(), 0, count * Float.BYTES);
      }
    }
  }
}
