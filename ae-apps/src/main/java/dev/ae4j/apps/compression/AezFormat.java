package dev.ae4j.apps.compression;

import dev.ae4j.DataException;
import dev.ae4j.graph.Shape;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The bytes of an {@code .aez} file, little-endian, as {@code docs/aez-format.md} says. */
final class AezFormat {
  /** The size of what precedes each chunk. */
  static final int CHUNK_HEADER_BYTES = 28;

  /** As many bytes tell whether a file is one of these. */
  static final int BEGINNING_BYTES = Integer.BYTES;

  private static final int MAGIC = 0x1a5a4541; // "AEZ" and the end-of-text sign of old
  private static final int ARRAY_VERSION = 1;
  private static final int FILES_VERSION = 2;
  private static final int CHUNK_MAGIC = 0x435a4541; // "AEZC"
  private static final int ID_BYTES = 32;
  private static final int MAX_RANK = 8;
  private static final int MAX_HEADER_BYTES = 128 + 2 * MAX_RANK * Integer.BYTES;
  private static final String DAMAGED = "has a damaged header";
  private static final byte IMAGES = 1;
  private static final byte SOUNDS = 2;
  // What a file takes beside its name
  private static final int FILE_BYTES = 12;

  private AezFormat() {}

  /**
   * What precedes a chunk.
   *
   * @param index which chunk it is, counted from 0
   * @param samples how many samples it holds
   * @param bytes the size of what follows
   * @param crc the CRC-32C of what follows
   * @param contentCrc the CRC-32C of the pixels that come out; 0 if they need not be the same
   */
  record ChunkHeader(int index, int samples, int bytes, int crc, int contentCrc) {}

  /**
   * What was read.
   *
   * @param info what the header says
   * @param end where the header ends
   */
  record Header(AezInfo info, int end) {}

  static byte[] header(AezInfo info) {
    byte[] files = files(info.files());
    ByteBuffer out = buffer(MAX_HEADER_BYTES + files.length);
    out.putInt(MAGIC).put((byte) (files.length == 0 ? ARRAY_VERSION : FILES_VERSION));
    out.put((byte) (info.isLossless() ? 1 : 0));
    out.putFloat(info.step());
    putShape(out, info.codeShape());
    putShape(out, info.sampleShape());
    out.putInt(info.samples()).putInt(info.chunkSamples());
    out.put(HexFormat.of().parseHex(info.modelId()));
    out.putInt(info.modelBytes()).put(files);
    return sealed(out);
  }

  private static byte[] files(List<AezFile> files) {
    if (files.isEmpty()) {
      return new byte[0];
    }
    List<byte[]> names =
        files.stream().map(file -> file.name().getBytes(StandardCharsets.UTF_8)).toList();
    int size = 5 + names.stream().mapToInt(name -> FILE_BYTES + name.length).sum();
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.put(files.get(0).isSound() ? SOUNDS : IMAGES).putInt(files.size());
    for (int i = 0; i < files.size(); i++) {
      AezFile file = files.get(i);
      int[] sizes = file.shape().sampleSizes();
      out.putShort((short) names.get(i).length).put(names.get(i)).putInt(sizes[0]);
      out.putInt(file.isSound() ? file.rate() : sizes[1]);
      out.put((byte) sizes[sizes.length - 1]).put((byte) file.bits());
    }
    return out.array();
  }

  /** Reads what samples were cut from, in a file of that length. */
  private static List<AezFile> readFiles(ByteBuffer in, long length) {
    byte kind = in.get();
    int count = in.getInt();
    if ((kind != IMAGES && kind != SOUNDS) || count < 1 || count > length / FILE_BYTES) {
      throw new DataException(DAMAGED);
    }
    List<AezFile> files = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < count; i++) {
      byte[] name = new byte[Short.toUnsignedInt(in.getShort())];
      in.get(name);
      int height = in.getInt();
      int width = in.getInt();
      int channels = in.get() & 0xff;
      int bits = in.get();
      long elements = (long) height * channels * (kind == IMAGES ? width : 1);
      boolean known = bits == 8 || (kind == SOUNDS && (bits == 16 || bits == 24 || bits == 32));
      if (height < 1 || width < 1 || channels < 1 || elements > Integer.MAX_VALUE || !known) {
        throw new DataException(DAMAGED);
      }
      if (kind == IMAGES && (long) height * width > Integer.MAX_VALUE) {
        throw new DataException(DAMAGED);
      }
      Shape shape = kind == IMAGES ? Shape.of(height, width, channels) : Shape.of(height, channels);
      String text = new String(name, StandardCharsets.UTF_8);
      AezFile file = new AezFile(text, shape, kind == SOUNDS ? width : 0, bits);
      if (!names.add(file.folded())) {
        throw new DataException(DAMAGED);
      }
      files.add(file);
    }
    return files;
  }

  /** Returns whether as many samples can have been cut from these files. */
  private static boolean fit(List<AezFile> files, Shape sample, int samples) {
    long count = 0;
    try {
      for (AezFile file : files) {
        count += file.tiles(sample).count(file.shape());
      }
    } catch (DataException | ArithmeticException e) {
      return false;
    }
    return files.isEmpty() || count == samples;
  }

  static byte[] chunkHeader(ChunkHeader chunk) {
    ByteBuffer out = buffer(CHUNK_HEADER_BYTES).putInt(CHUNK_MAGIC);
    out.putInt(chunk.index).putInt(chunk.samples).putInt(chunk.bytes);
    out.putInt(chunk.crc).putInt(chunk.contentCrc);
    return sealed(out);
  }

  /** Returns whether a file that begins with these bytes says that it is one of these. */
  static boolean isBeginning(byte[] bytes) {
    return bytes.length >= BEGINNING_BYTES
        && ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt() == MAGIC;
  }

  /**
   * Reads the header.
   *
   * @param beginning the first bytes of a file
   * @param length the size of the file
   * @return null if the header may go on behind these bytes
   * @throws DataException if there is none, or it is damaged; the message lacks the file's name
   */
  static @Nullable Header readHeader(byte[] beginning, long length) {
    ByteBuffer in = ByteBuffer.wrap(beginning).order(ByteOrder.LITTLE_ENDIAN);
    if (!isBeginning(beginning)) {
      throw new DataException("is no .aez file. Maybe it was not written by 'ae compress'");
    }
    if (beginning.length == BEGINNING_BYTES) {
      return null;
    }
    int version = in.position(BEGINNING_BYTES).get();
    if (version != ARRAY_VERSION && version != FILES_VERSION) {
      throw new DataException(
          "has the format version %s; known are %s and %s. Maybe update AE4J"
              .formatted(version, ARRAY_VERSION, FILES_VERSION));
    }
    try {
      byte mode = in.get();
      float step = in.getFloat();
      Shape codeShape = shape(in);
      Shape sampleShape = shape(in);
      int samples = in.getInt();
      int chunkSamples = in.getInt();
      byte[] id = new byte[ID_BYTES];
      in.get(id);
      int modelBytes = in.getInt();
      List<AezFile> files = version == FILES_VERSION ? readFiles(in, length) : List.of();
      int end = in.position();
      boolean whole = crc(beginning, 0, end) == in.getInt();
      boolean possible =
          mode >= 0 && mode <= 1 && step >= 0 && step < Float.POSITIVE_INFINITY && samples >= 0;
      if (!whole
          || !possible
          || chunkSamples < 1
          || modelBytes < 0
          || !fit(files, sampleShape, samples)) {
        throw new DataException(DAMAGED);
      }
      String modelId = HexFormat.of().formatHex(id);
      AezInfo info =
          new AezInfo(
              mode == 1,
              step,
              codeShape,
              sampleShape,
              samples,
              chunkSamples,
              modelId,
              modelBytes,
              files);
      // Before anything is allocated for each chunk
      if (info.chunks() > length) {
        throw new DataException(
            "is too short for its %s chunks. Maybe it was cut off".formatted(info.chunks()));
      }
      return new Header(info, in.position());
    } catch (BufferUnderflowException e) {
      return null;
    }
  }

  /**
   * Reads what precedes a chunk; null if no sound chunk begins here.
   *
   * @param in little-endian; its position does not matter
   */
  static @Nullable ChunkHeader readChunkHeader(ByteBuffer in, int at) {
    if (at > in.limit() - CHUNK_HEADER_BYTES || in.getInt(at) != CHUNK_MAGIC) {
      return null;
    }
    ByteBuffer header = in.slice(at, CHUNK_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    CRC32C crc = new CRC32C();
    crc.update(header.slice(0, CHUNK_HEADER_BYTES - Integer.BYTES));
    header.getInt();
    int index = header.getInt();
    ChunkHeader found =
        new ChunkHeader(index, header.getInt(), header.getInt(), header.getInt(), header.getInt());
    boolean whole = (int) crc.getValue() == header.getInt();
    return whole && index >= 0 && found.bytes >= 0 ? found : null;
  }

  /** Returns the CRC-32C of some bytes. */
  static int crc(byte[] bytes, int from, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, count);
    return (int) crc.getValue();
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns the bytes so far and their checksum. */
  private static byte[] sealed(ByteBuffer out) {
    out.flip();
    byte[] bytes = new byte[out.limit() + Integer.BYTES];
    out.get(bytes, 0, out.limit());
    int crc = crc(bytes, 0, out.limit());
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(out.limit(), crc);
    return bytes;
  }

  private static void putShape(ByteBuffer out, Shape shape) {
    int[] sizes = shape.sampleSizes();
    if (sizes.length > MAX_RANK) {
      throw new DataException(
          "Samples or codes of shape %s have more than %s axes".formatted(shape, MAX_RANK));
    }
    out.put((byte) sizes.length);
    for (int size : sizes) {
      out.putInt(size);
    }
  }

  private static Shape shape(ByteBuffer in) {
    int rank = in.get();
    if (rank < 0 || rank > MAX_RANK) {
      throw new DataException(DAMAGED);
    }
    int[] sizes = new int[rank];
    long elements = 1;
    for (int i = 0; i < rank; i++) {
      sizes[i] = in.getInt();
      elements *= sizes[i];
      if (sizes[i] < 1 || elements > Integer.MAX_VALUE) {
        throw new DataException(DAMAGED);
      }
    }
    return Shape.of(sizes);
  }
}
