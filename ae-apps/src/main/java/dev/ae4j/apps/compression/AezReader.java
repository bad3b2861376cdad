package dev.ae4j.apps.compression;

import dev.ae4j.DataException;
import dev.ae4j.TrainedModel;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads samples, chunk by chunk, from a file that need not be what it claims to be: memory is taken
 * for a few chunks at a time, and only for bytes that are there.
 */
final class AezReader {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int BYTES_PER_MIB = 1 << 20;

  /** The longest header that is read: one with millions of names. */
  private static final int MAX_HEADER_BYTES = 1 << 28;

  /** What is remembered of each chunk, at most. */
  private static final int PLACE_BYTES = 256;

  private static final String WRONG = "its checksum is wrong";

  private final Path file;
  private final FileChannel channel;
  private final long length;
  private final AezFormat.Header header;
  private final AezInfo info;

  private AezReader(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    length = channel.size();
    header = readHeader();
    info = header.info();
  }

  /** Makes something of a file. */
  @FunctionalInterface
  interface Reading<T> {
    T from(AezReader reader) throws IOException;
  }

  /**
   * Reads a file.
   *
   * @throws DataException if it is missing, no {@code .aez} file, or its header is damaged; what
   *     {@code reading} throws passes through
   */
  static <T> T read(Path file, Reading<T> reading) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return reading.from(new AezReader(file, channel));
    } catch (ClosedByInterruptException e) {
      throw new DataException(file + " cannot be read: interrupted", e);
    } catch (IOException e) {
      String reason = Files.isRegularFile(file) ? e.toString() : "there is no such file";
      throw new DataException(file + " cannot be read: " + reason, e);
    }
  }

  /** Returns what the file says about itself. */
  AezInfo info() {
    return info;
  }

  private AezFormat.Header readHeader() throws IOException {
    try {
      for (int size = BUFFER_BYTES; size <= MAX_HEADER_BYTES; size *= 2) {
        AezFormat.Header found =
            AezFormat.readHeader(bytes(0, (int) Math.min(size, length)), length);
        if (found != null) {
          return found;
        }
        if (size >= length) {
          throw new DataException("ends within its header. Maybe it was cut off");
        }
      }
    } catch (DataException e) {
      throw new DataException(file + " " + e.getMessage(), e);
    }
    throw new DataException(file + " has a header of more than " + MAX_HEADER_BYTES + " bytes");
  }

  /**
   * Writes the model inside to a file of its own.
   *
   * @throws DataException if there is none
   */
  void copyModel(Path to) throws IOException {
    int size = info.modelBytes();
    if (size == 0) {
      throw new DataException(file + " holds no model. Maybe it is in a file of its own");
    }
    if (size > length - header.end()) {
      throw new DataException(file + " ends within its model. Maybe it was cut off");
    }
    try (FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE)) {
      for (long done = 0; done < size; ) {
        long moved = channel.transferTo(header.end() + done, size - done, out);
        if (moved == 0) {
          throw shorter();
        }
        done += moved;
      }
    }
  }

  /**
   * Where a chunk is.
   *
   * @param header what precedes it
   * @param start where its content begins
   */
  private record Place(AezFormat.ChunkHeader header, long start) {}

  /** Takes the samples of a chunk. */
  @FunctionalInterface
  interface Action {
    /**
     * Takes the samples of a chunk, each in its turn.
     *
     * @param samples {@code [n, sample...]}; NaN if the chunk is damaged
     * @param failure what is wrong with the chunk; null if nothing is
     */
    void accept(TensorData samples, @Nullable String failure);
  }

  /** Returns what is wrong with which chunks, as far as checksums tell. */
  List<String> damage() throws IOException {
    @Nullable Place[] places = places();
    List<String> damaged = new ArrayList<>();
    for (int chunk = 0; chunk < places.length; chunk++) {
      try {
        Place place = checked(chunk, places[chunk]);
        checkContent(place, crc(place));
      } catch (DataException e) {
        damaged.add(failure(chunk, e));
      }
    }
    return damaged;
  }

  /**
   * Decodes all chunks, some at a time, and hands them over in order.
   *
   * @param model the model that the file was written with
   * @return what is wrong with which chunks
   * @throws DataException if the file was written with another model, or its chunks are too large
   *     for the memory
   */
  List<String> decode(TrainedModel model, Action action) throws IOException {
    check(model);
    @Nullable Place[] places = places();
    int together = together(places);
    ChunkCodec codec = new ChunkCodec(info, model.decoder());
    List<String> damaged = new ArrayList<>();
    for (int first = 0; first < places.length; first += together) {
      // Not in parallel: what cannot be read is no damage, and ends it all
      List<Encoded> some = new ArrayList<>();
      for (int chunk = first; chunk < Math.min(first + together, places.length); chunk++) {
        some.add(encoded(chunk, places[chunk]));
      }
      List<Decoded> decoded = some.parallelStream().map(chunk -> decode(chunk, codec)).toList();
      for (Decoded chunk : decoded) {
        action.accept(chunk.samples, chunk.failure);
        if (chunk.failure != null) {
          damaged.add(chunk.failure);
        }
      }
    }
    return damaged;
  }

  private void check(TrainedModel model) {
    String id = Aez.modelId(model.artifact());
    if (!info.modelId().equals(id)) {
      throw new DataException(
          "%s was compressed with the model %s..., not with %s..."
              .formatted(file, info.modelId().substring(0, 12), id.substring(0, 12)));
    }
    Shape codeShape = model.artifact().decode().inputs().get(0).shape().sample();
    if (!info.codeShape().equals(codeShape)
        || !info.sampleShape().equals(model.spec().sampleShape())) {
      throw new DataException(file + " has a damaged header");
    }
  }

  /** Returns how many chunks to decode at a time: one for each processor, if memory allows. */
  private int together(@Nullable Place[] places) {
    if (places.length == 0) {
      return 1;
    }
    double samples = (double) info.samplesOf(0) * info.sampleShape().sampleElements();
    double codes = (double) info.samplesOf(0) * info.codeShape().sampleElements();
    if (Math.max((info.isLossless() ? Short.BYTES : 1) * samples, codes) > Integer.MAX_VALUE) {
      throw new DataException(file + " has a damaged header");
    }
    long content = 0;
    for (Place place : places) {
      content = Math.max(content, place == null ? 0 : place.header.bytes());
    }
    double heap = Runtime.getRuntime().maxMemory();
    double least = Float.BYTES * samples + 2 * Float.BYTES * codes + Math.min(content, length);
    if (least > heap / 2) {
      throw new DataException(
          "%s has chunks of %s samples, which take %s MiB; the Java heap is %s MiB. Maybe AE_OPTS=-Xmx8g"
              .formatted(
                  file,
                  info.samplesOf(0),
                  Math.round(least / BYTES_PER_MIB),
                  Math.round(heap / BYTES_PER_MIB)));
    }
    // The pixels, and the samples that they become, beside what the decoder makes of the code
    double whole = least + (info.isLossless() ? (Short.BYTES + Float.BYTES) * samples : 0);
    int processors = Runtime.getRuntime().availableProcessors();
    return (int) Math.max(1, Math.min(heap / 2 / whole, processors));
  }

  /**
   * What a chunk was read as.
   *
   * @param failure why it cannot be decoded; null if it can
   */
  private record Encoded(int chunk, byte[] content, int contentCrc, @Nullable String failure) {}

  private record Decoded(TensorData samples, @Nullable String failure) {}

  private Encoded encoded(int chunk, @Nullable Place found) throws IOException {
    try {
      Place place = checked(chunk, found);
      byte[] content = bytes(place.start, place.header.bytes());
      checkContent(place, AezFormat.crc(content, 0, content.length));
      return new Encoded(chunk, content, place.header.contentCrc(), null);
    } catch (DataException e) {
      return new Encoded(chunk, new byte[0], 0, failure(chunk, e));
    }
  }

  private Decoded decode(Encoded chunk, ChunkCodec codec) {
    int count = info.samplesOf(chunk.chunk);
    String failure = chunk.failure;
    if (failure == null) {
      try {
        return new Decoded(codec.decode(chunk.content, count, chunk.contentCrc), null);
      } catch (DataException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        failure = failure(chunk.chunk, e);
      }
    }
    TensorData nothing = TensorData.zeros(info.sampleShape().batched().withBatch(count));
    Arrays.fill(nothing.values(), Float.NaN);
    return new Decoded(nothing, failure);
  }

  private String failure(int chunk, DataException e) {
    int first = chunk * info.chunkSamples();
    return "chunk %s (samples %s to %s): %s"
        .formatted(chunk, first, first + info.samplesOf(chunk) - 1, e.getMessage());
  }

  private Place checked(int chunk, @Nullable Place place) {
    if (place == null) {
      throw new DataException("it is missing");
    }
    if (place.header.bytes() > length - place.start) {
      throw new DataException("it is cut off");
    }
    if (place.header.samples() != info.samplesOf(chunk)) {
      throw new DataException(WRONG);
    }
    return place;
  }

  private static void checkContent(Place place, int crc) {
    if (place.header.crc() != crc) {
      throw new DataException(WRONG);
    }
  }

  /** Returns the checksum of what a chunk holds. */
  private int crc(Place place) throws IOException {
    CRC32C crc = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    long end = place.start + place.header.bytes();
    for (long at = place.start; at < end; at += buffer.limit()) {
      fill(buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - at)), at);
      crc.update(buffer);
    }
    return (int) crc.getValue();
  }

  /** Returns where each chunk is; null where it cannot be found. Damage is skipped. */
  private @Nullable Place[] places() throws IOException {
    long heap = Runtime.getRuntime().maxMemory();
    if ((long) info.chunks() * PLACE_BYTES > heap / 2) {
      throw new DataException(
          "%s has %s chunks, too many for a Java heap of %s MiB. Maybe AE_OPTS=-Xmx8g"
              .formatted(file, info.chunks(), heap / BYTES_PER_MIB));
    }
    @Nullable Place[] places = new Place[info.chunks()];
    ByteBuffer window = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    long begin = 0;
    long at = (long) header.end() + info.modelBytes();
    while (at <= length - AezFormat.CHUNK_HEADER_BYTES) {
      if (at - begin > window.limit() - AezFormat.CHUNK_HEADER_BYTES) {
        begin = at;
        fill(window.clear().limit((int) Math.min(BUFFER_BYTES, length - at)), at);
      }
      AezFormat.ChunkHeader found = AezFormat.readChunkHeader(window, (int) (at - begin));
      if (found == null || found.index() >= places.length) {
        at++;
      } else {
        long start = at + AezFormat.CHUNK_HEADER_BYTES;
        places[found.index()] = new Place(found, start);
        // Where the chunk is cut off, the next one may begin within what would be its content.
        at = found.bytes() > length - start ? start : start + found.bytes();
      }
    }
    return places;
  }

  private byte[] bytes(long at, int count) throws IOException {
    byte[] bytes = new byte[count];
    fill(ByteBuffer.wrap(bytes), at);
    return bytes;
  }

  /** Fills a buffer up to its limit, and makes it ready to be read from. */
  private void fill(ByteBuffer buffer, long at) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw shorter();
      }
    }
    buffer.flip();
  }

  private static EOFException shorter() {
    return new EOFException("it has become shorter");
  }
}
