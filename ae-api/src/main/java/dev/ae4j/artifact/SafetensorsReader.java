package dev.ae4j.artifact;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.internal.json.JsonNumber;
import dev.ae4j.internal.json.JsonObject;
import dev.ae4j.internal.json.JsonReader;
import dev.ae4j.internal.json.OneLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads what {@link SafetensorsWriter} writes, strictly; the file need not be what it claims to be.
 *
 * <p>Memory is taken only for bytes that are there. Messages do not name the file.
 */
final class SafetensorsReader {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final String CUT_SHORT = ". Maybe a download or a copy was cut short";

  /** Makes something of the bytes of a file. */
  interface Content<T> {
    /**
     * Reads the bytes.
     *
     * @param length how many there are
     * @throws DataException if they are not what they should be; the message does not name the file
     * @throws IOException if the stream cannot be read
     */
    T read(InputStream in, long length) throws IOException;
  }

  private final InputStream in;
  private final long dataBytes;
  private final byte[] prefix;
  private final byte[] headerBytes;
  private final JsonObject header;

  /**
   * Reads a file.
   *
   * @throws DataException if it cannot be read or is not what it should be; the message names it
   */
  static <T> T readFile(Path file, Content<T> content) {
    String name = OneLine.of(file.toString());
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new DataException("it is " + (attributes.isDirectory() ? "a folder" : "not a file"));
      }
      try (InputStream in = Files.newInputStream(file)) {
        return content.read(in, attributes.size());
      }
    } catch (NoSuchFileException e) {
      String folder = String.valueOf(file.toAbsolutePath().getParent());
      throw new DataException(name + ": there is no such file in " + OneLine.of(folder), e);
    } catch (IOException e) {
      throw new DataException(name + ": it cannot be read: " + WholeFile.reason(e), e);
    } catch (DataException e) {
      throw new DataException(name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads the header.
   *
   * @param in the bytes of the file
   * @param length how many there are
   * @throws DataException if there is no header of a safetensors file
   * @throws IOException if the stream cannot be read
   */
  SafetensorsReader(InputStream in, long length) throws IOException {
    this.in = in;
    if (length < SafetensorsWriter.WORD) {
      throw new DataException(
          length == 0 ? "it is empty" + CUT_SHORT : "it has only " + length + " bytes" + CUT_SHORT);
    }
    prefix = read(SafetensorsWriter.WORD);
    long headerLength = littleEndian(prefix).getLong();
    long rest = length - SafetensorsWriter.WORD;
    if (headerLength < 0 || headerLength > rest) {
      throw new DataException(
          "its first bytes announce a header of "
              + Long.toUnsignedString(headerLength)
              + " bytes, but only "
              + rest
              + " follow. Maybe it is not a model, or a download or a copy was cut short");
    }
    if (headerLength > JsonReader.MAX_LENGTH) {
      throw new DataException(
          "its header has "
              + headerLength
              + " bytes; at most "
              + JsonReader.MAX_LENGTH
              + " can be read");
    }
    dataBytes = rest - headerLength;
    headerBytes = read((int) headerLength);
    if (headerLength == 0 || headerBytes[0] != '{') {
      throw new DataException("its header does not begin with '{'. Maybe it is not a model");
    }
    try {
      header = JsonReader.read(headerBytes).asObject();
    } catch (DataException e) {
      throw new DataException("its header: " + e.getMessage(), e);
    }
  }

  /**
   * Returns the metadata, which are empty if the header has none.
   *
   * @throws DataException if they are not an object
   */
  JsonObject metadata() {
    return header.has(SafetensorsWriter.METADATA)
        ? header.object(SafetensorsWriter.METADATA)
        : JsonObject.builder().build();
  }

  /**
   * Reads the tensors and checks the checksum.
   *
   * @throws DataException if the header does not describe them completely, they are not float32,
   *     the file is damaged, or there is not enough memory
   * @throws IOException if the stream cannot be read
   */
  SortedMap<String, TensorData> readTensors() throws IOException {
    List<Entry> entries = entries();
    String checksum = metadata().text(SafetensorsWriter.CHECKSUM);
    if (!SHA256.matcher(checksum).matches()) {
      throw new DataException("its checksum '" + OneLine.of(checksum) + "' is not a SHA-256");
    }
    MessageDigest sha256 = SafetensorsWriter.sha256();
    sha256.update(prefix);
    // ISO 8859-1 has a character for each byte, so nothing else is changed
    sha256.update(
        new String(headerBytes, StandardCharsets.ISO_8859_1)
            .replace(checksum, SafetensorsWriter.NO_CHECKSUM)
            .getBytes(StandardCharsets.ISO_8859_1));
    SortedMap<String, TensorData> tensors = new TreeMap<>();
    for (Entry entry : entries) {
      tensors.put(entry.name, TensorData.of(readValues(entry, sha256), entry.shape));
    }
    String found = HexFormat.of().formatHex(sha256.digest());
    if (!found.equals(checksum)) {
      throw new DataException(
          "its SHA-256 is "
              + found
              + ", not "
              + checksum
              + ". Maybe it was damaged or changed by another program");
    }
    return tensors;
  }

  /** A tensor as the header describes it; its bytes are {@code begin} to {@code end - 1}. */
  private record Entry(String name, Shape shape, long begin, long end) {}

  /** Returns the tensors in the order of their bytes, which cover the rest of the file exactly. */
  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (String name : header.members().keySet()) {
      if (!name.equals(SafetensorsWriter.METADATA)) {
        try {
          entries.add(entry(name, header.object(name)));
        } catch (DataException | ShapeException e) {
          throw new DataException("tensor '" + OneLine.of(name) + "': " + e.getMessage(), e);
        }
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long position = 0;
    for (Entry entry : entries) {
      if (entry.begin != position) {
        throw new DataException(
            "tensor '"
                + OneLine.of(entry.name)
                + "' begins at byte "
                + entry.begin
                + " of the data, not at "
                + position
                + ", where the one before ends");
      }
      position = entry.end;
    }
    if (position != dataBytes) {
      throw new DataException(
          "its tensors have "
              + position
              + " bytes, but "
              + dataBytes
              + " follow the header"
              + (dataBytes < position ? CUT_SHORT : ""));
    }
    return entries;
  }

  private static Entry entry(String name, JsonObject json) {
    json.allowOnly(Set.of("dtype", "shape", "data_offsets"));
    if (!json.text("dtype").equals("F32")) {
      throw new DataException("its type is " + OneLine.of(json.text("dtype")) + ", not F32");
    }
    Shape shape = ShapeCodec.read(json.array("shape"));
    if (shape.isBatched()) {
      throw new DataException("its shape is " + shape + ", which is not all numbers");
    }
    List<Long> offsets =
        json.array("data_offsets").numbers().stream().map(JsonNumber::longValue).toList();
    long bytes = (long) shape.sampleElements() * Float.BYTES;
    if (offsets.size() != 2 || offsets.get(0) < 0 || offsets.get(1) - offsets.get(0) != bytes) {
      throw new DataException(
          "the offsets "
              + OneLine.of(offsets.toString())
              + " do not enclose the "
              + bytes
              + " bytes of the shape "
              + shape);
    }
    return new Entry(name, shape, offsets.get(0), offsets.get(1));
  }

  private float[] readValues(Entry entry, MessageDigest sha256) throws IOException {
    float[] values = allocate(entry);
    int count;
    for (int done = 0; done < values.length; done += count) {
      count = Math.min(values.length - done, SafetensorsWriter.CHUNK_BYTES / Float.BYTES);
      byte[] chunk = read(count * Float.BYTES);
      sha256.update(chunk);
      littleEndian(chunk).asFloatBuffer().get(values, done, count);
    }
    return values;
  }

  private static float[] allocate(Entry entry) {
    try {
      return new float[entry.shape.sampleElements()];
    } catch (OutOfMemoryError e) {
      // Nothing but this one array was asked for, so the program is as healthy as before
      throw new DataException(
          "tensor '"
              + OneLine.of(entry.name)
              + "' takes "
              + (entry.end - entry.begin)
              + " bytes of memory, more than is free. Maybe give Java more with -Xmx",
          e);
    }
  }

  private byte[] read(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new DataException("it became shorter while it was read");
    }
    return bytes;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
