package dev.ae4j.apps.compression;

import dev.ae4j.DataException;
import dev.ae4j.TrainedModel;
import dev.ae4j.apps.metrics.Distortion;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.artifact.WholeFile;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.registry.ProviderCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Compression of samples into {@code .aez} files and back.
 *
 * <p>Lossy: the codes of an autoencoder, rounded and written with as few bits as what was learned
 * about each of their elements allows. Lossless: the same and then every pixel, predicted from its
 * neighbours and from what the decoder makes of the code; if that takes fewer bytes on the first
 * samples, no codes at all.
 *
 * <p>A file is a sequence of chunks, each of which can be decoded alone.
 */
public final class Aez {
  // Values of a chunk: many enough to learn from, few enough to lose.
  private static final int CHUNK_VALUES = 1 << 23;
  // Values on which ways to compress are compared.
  private static final int TRIAL_VALUES = 1 << 20;
  private static final double[] TRIAL_QUALITIES = {0, 4, 8};
  // The backend whose results are the same bits on every machine.
  private static final String REPEATABLE = "jvm";

  private Aez() {}

  /**
   * What a compression did.
   *
   * @param info what the file says about itself
   * @param bytes the size of the file
   * @param codeBytes the part of it that codes take
   * @param rawBytes the size of the samples: a byte for each number if they are multiples of 1/255
   *     in {@code [0, 1]}, else four
   * @param psnr the mean peak signal-to-noise ratio in dB; empty for lossless compression and for
   *     samples outside {@code [0, 1]}
   */
  public record Compressed(
      AezInfo info, long bytes, long codeBytes, long rawBytes, OptionalDouble psnr) {
    /** Returns the bits for each number of the samples, without the model. */
    public double bitsPerDimension() {
      long numbers = (long) info.samples() * info.sampleShape().sampleElements();
      return numbers == 0 ? 0 : 8.0 * (bytes - info.modelBytes()) / numbers;
    }
  }

  /**
   * What came out of a file.
   *
   * @param samples {@code [n, sample...]}; NaN where chunks were damaged
   * @param damaged what is wrong with which chunks
   */
  public record Decompressed(TensorData samples, List<String> damaged) {}

  /**
   * Compresses samples.
   *
   * @param model the autoencoder; for lossless compression on the backend {@code jvm}, since only
   *     that one decodes to the same bits everywhere
   * @param data the samples
   * @param file where to write; appears whole or not at all
   * @throws DataException if the samples have another shape than the model takes, a code is not
   *     finite, the file cannot be written; or for lossless compression if samples are no multiples
   *     of 1/255 in {@code [0, 1]} or the backend is another one
   */
  public static Compressed compress(
      TrainedModel model, Dataset data, Path file, AezOptions options) {
    return compress(model, data, file, options, defaultChunkSamples(data));
  }

  static Compressed compress(
      TrainedModel model, Dataset data, Path file, AezOptions options, int chunkSamples) {
    return compression(model, data, options, chunkSamples).writeTo(file);
  }

  /** Compresses samples to see what that takes; writes nothing. */
  static Compressed measure(TrainedModel model, Dataset data, AezOptions options) {
    return compression(model, data, options, defaultChunkSamples(data)).measure();
  }

  /**
   * Returns what comes back of a few samples where they are compressed together with others.
   *
   * @param data the samples that decide on the step
   */
  static TensorData preview(
      TrainedModel model, Dataset data, TensorData samples, AezOptions options) {
    AezInfo info = compression(model, data, options, defaultChunkSamples(data)).chooseStep();
    return new ChunkCodec(info, model.decoder()).round(model.encode(samples)).output();
  }

  private static int defaultChunkSamples(Dataset data) {
    return Math.max(1, CHUNK_VALUES / data.sampleShape().sampleElements());
  }

  private static Compression compression(
      TrainedModel model, Dataset data, AezOptions options, int chunkSamples) {
    if (!data.sampleShape().equals(model.spec().sampleShape())) {
      throw new DataException(
          "%s has samples of shape %s, but the model takes %s"
              .formatted(data.name(), data.sampleShape(), model.spec().sampleShape()));
    }
    // The description of a backend begins with its id; the version behind it may be missing.
    if (options.isLossless() && !model.backend().split("\\W", 2)[0].equals(REPEATABLE)) {
      throw new DataException(
          "Lossless compression needs the backend jvm, which decodes to the same bits everywhere;"
              + " the model runs on "
              + model.backend()
              + ". Maybe --backend jvm");
    }
    return new Compression(model, data, options, chunkSamples);
  }

  /**
   * Returns the samples in a file.
   *
   * @param model the model that the file was written with; for lossless files on the backend {@code
   *     jvm}
   * @throws DataException if the file is missing or damaged, in whole or in part, or was written
   *     with another model
   */
  public static TensorData decompress(Path file, TrainedModel model) {
    Decompressed result = salvage(file, model);
    if (!result.damaged.isEmpty()) {
      throw new DataException(
          "%s is damaged: %s. Maybe --salvage decodes the rest"
              .formatted(file, String.join("; ", result.damaged)));
    }
    return result.samples;
  }

  /**
   * Returns what can still be read of a file.
   *
   * @param model the model that the file was written with
   * @throws DataException if the file is missing, its header is damaged, or it was written with
   *     another model
   */
  public static Decompressed salvage(Path file, TrainedModel model) {
    byte[] bytes = read(file);
    AezFormat.Header header = header(file, bytes);
    AezInfo info = header.info();
    if (!info.modelId().equals(modelId(model.artifact()))) {
      throw new DataException(
          "%s was compressed with the model %s..., not with %s..."
              .formatted(
                  file,
                  info.modelId().substring(0, 12),
                  modelId(model.artifact()).substring(0, 12)));
    }
    Shape codeShape = model.artifact().decode().inputs().get(0).shape().sample();
    if (!info.codeShape().equals(codeShape)
        || !info.sampleShape().equals(model.spec().sampleShape())) {
      throw new DataException(file + " has a damaged header");
    }
    long size = 4L * info.samples() * info.sampleShape().sampleElements();
    if (size > Runtime.getRuntime().maxMemory() / 2) {
      throw new DataException(
          "%s holds %s samples, which take %s MiB; the Java heap is %s MiB. Maybe AE_OPTS=-Xmx8g"
              .formatted(file, info.samples(), size >> 20, Runtime.getRuntime().maxMemory() >> 20));
    }
    return decode(bytes, header, new ChunkCodec(info, model.decoder()));
  }

  private static Decompressed decode(byte[] bytes, AezFormat.Header header, ChunkCodec codec) {
    AezInfo info = header.info();
    int[] places = chunkPlaces(bytes, header);
    TensorData samples = TensorData.zeros(info.sampleShape().batched().withBatch(info.samples()));
    String[] failures = new String[places.length];
    int width = info.sampleShape().sampleElements();
    IntStream.range(0, places.length)
        .parallel()
        .forEach(
            chunk -> {
              int first = chunk * info.chunkSamples();
              int count = info.samplesOf(chunk);
              try {
                TensorData decoded = chunk(bytes, places[chunk], count, codec);
                System.arraycopy(
                    decoded.values(), 0, samples.values(), first * width, count * width);
              } catch (DataException e) {
                failures[chunk] = failure(info, chunk, e);
                Arrays.fill(samples.values(), first * width, (first + count) * width, Float.NaN);
              }
            });
    return new Decompressed(samples, Arrays.stream(failures).filter(f -> f != null).toList());
  }

  private static String failure(AezInfo info, int chunk, DataException e) {
    int first = chunk * info.chunkSamples();
    return "chunk %s (samples %s to %s): %s"
        .formatted(chunk, first, first + info.samplesOf(chunk) - 1, e.getMessage());
  }

  /** Returns what precedes a chunk, after checking what follows. */
  private static AezFormat.ChunkHeader check(byte[] bytes, int place, int count) {
    AezFormat.ChunkHeader header = place < 0 ? null : AezFormat.readChunkHeader(bytes, place);
    if (header == null) {
      throw new DataException("it is missing");
    }
    int start = place + AezFormat.CHUNK_HEADER_BYTES;
    if (header.bytes() > bytes.length - start) {
      throw new DataException("it is cut off");
    }
    if (header.samples() != count || AezFormat.crc(bytes, start, header.bytes()) != header.crc()) {
      throw new DataException("its checksum is wrong");
    }
    return header;
  }

  private static TensorData chunk(byte[] bytes, int place, int count, ChunkCodec codec) {
    AezFormat.ChunkHeader header = check(bytes, place, count);
    int start = place + AezFormat.CHUNK_HEADER_BYTES;
    byte[] content = Arrays.copyOfRange(bytes, start, start + header.bytes());
    return codec.decode(content, count, header.contentCrc());
  }

  /** Returns where each chunk begins, -1 where it cannot be found. Damage is skipped. */
  private static int[] chunkPlaces(byte[] bytes, AezFormat.Header header) {
    int[] places = new int[header.info().chunks()];
    Arrays.fill(places, -1);
    int at = header.end() + header.info().modelBytes();
    while (at >= 0 && at <= bytes.length - AezFormat.CHUNK_HEADER_BYTES) {
      AezFormat.ChunkHeader found = AezFormat.readChunkHeader(bytes, at);
      if (found == null || found.index() >= places.length) {
        at++;
      } else {
        places[found.index()] = at;
        // Where the chunk is cut off, the next one may begin within what would be its content.
        int end = at + AezFormat.CHUNK_HEADER_BYTES + found.bytes();
        at = end > bytes.length || end < 0 ? at + AezFormat.CHUNK_HEADER_BYTES : end;
      }
    }
    return places;
  }

  /**
   * Returns what a file says about itself.
   *
   * @throws DataException if it is missing, no {@code .aez} file, or its header is damaged
   */
  public static AezInfo inspect(Path file) {
    return header(file, read(file)).info();
  }

  /** Returns whether a file begins like an {@code .aez} file. */
  public static boolean isAez(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return AezFormat.isBeginning(in.readNBytes(AezFormat.BEGINNING_BYTES));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Returns what is wrong with which chunks of a file, as far as checksums tell.
   *
   * @throws DataException if the file is missing, no {@code .aez} file, or its header is damaged
   */
  public static List<String> damage(Path file) {
    byte[] bytes = read(file);
    AezFormat.Header header = header(file, bytes);
    int[] places = chunkPlaces(bytes, header);
    List<String> damaged = new ArrayList<>();
    for (int chunk = 0; chunk < places.length; chunk++) {
      try {
        check(bytes, places[chunk], header.info().samplesOf(chunk));
      } catch (DataException e) {
        damaged.add(failure(header.info(), chunk, e));
      }
    }
    return damaged;
  }

  /**
   * Opens the model inside a file.
   *
   * @param backend a backend; null to choose automatically
   * @return the model, which the caller closes
   * @throws DataException if there is none, or the file is missing or damaged
   */
  public static TrainedModel openModel(
      Path file, @Nullable String backend, ProviderCatalog catalog) {
    byte[] bytes = read(file);
    AezFormat.Header header = header(file, bytes);
    int size = header.info().modelBytes();
    if (size == 0) {
      throw new DataException(file + " holds no model. Maybe name it with --model");
    }
    if (size > bytes.length - header.end()) {
      throw new DataException(file + " ends within its model. Maybe it was cut off");
    }
    return withTemporaryFile(
        temporary -> {
          Files.write(temporary, Arrays.copyOfRange(bytes, header.end(), header.end() + size));
          return TrainedModel.load(temporary, backend, catalog);
        });
  }

  /**
   * Returns the identity of a model: the SHA-256 of the decoder's weights, each preceded by its
   * name in UTF-8, as hexadecimal.
   */
  public static String modelId(ModelArtifact model) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
    model.decode().parameters().stream()
        .map(parameter -> parameter.name())
        .sorted()
        .forEach(
            name -> {
              digest.update(name.getBytes(StandardCharsets.UTF_8));
              TensorData weights = model.weights().get(name);
              float[] values = weights == null ? new float[0] : weights.values();
              ByteBuffer bytes =
                  ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
              bytes.asFloatBuffer().put(values);
              digest.update(bytes);
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] read(Path file) {
    try {
      if (Files.size(file) > Integer.MAX_VALUE - 8) {
        throw new DataException(file + " is larger than 2 GiB, which cannot be read at once");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      String reason = Files.isRegularFile(file) ? e.toString() : "there is no such file";
      throw new DataException(file + " cannot be read: " + reason, e);
    }
  }

  private static AezFormat.Header header(Path file, byte[] bytes) {
    try {
      return AezFormat.readHeader(bytes);
    } catch (DataException e) {
      throw new DataException(file + " " + e.getMessage(), e);
    }
  }

  /** Makes something of a file. */
  @FunctionalInterface
  private interface FileFunction<T> {
    T apply(Path file) throws IOException;
  }

  private static <T> T withTemporaryFile(FileFunction<T> function) {
    try {
      Path temporary = Files.createTempFile("ae-", ".ae4j");
      try {
        return function.apply(temporary);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new DataException("A temporary file cannot be used: " + e, e);
    }
  }

  /** One compression. */
  private static final class Compression {
    private final TrainedModel model;
    private final Dataset data;
    private final AezOptions options;
    private final Shape codeShape;
    private final int chunkSamples;
    private final byte[] embedded;
    private boolean eightBits = true;
    private boolean unit = true;
    private double psnr;
    private long codeBytes;
    private long written;

    Compression(TrainedModel model, Dataset data, AezOptions options, int chunkSamples) {
      this.model = model;
      this.data = data;
      this.options = options;
      codeShape = model.artifact().decode().inputs().get(0).shape().sample();
      this.chunkSamples = chunkSamples;
      embedded =
          options.modelInside()
              ? withTemporaryFile(
                  temporary -> {
                    model.save(temporary);
                    return Files.readAllBytes(temporary);
                  })
              : new byte[0];
    }

    Compressed writeTo(Path file) {
      AezInfo info = chooseStep();
      WholeFile.write(file, out -> write(info, out));
      return result(info);
    }

    Compressed measure() {
      AezInfo info = chooseStep();
      try {
        write(info, OutputStream.nullOutputStream());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return result(info);
    }

    private Compressed result(AezInfo info) {
      long numbers = (long) data.size() * data.sampleShape().sampleElements();
      return new Compressed(
          info,
          written,
          codeBytes,
          eightBits ? numbers : Float.BYTES * numbers,
          unit && !options.isLossless() && data.size() > 0
              ? OptionalDouble.of(psnr / data.size())
              : OptionalDouble.empty());
    }

    private AezInfo info(double step) {
      return new AezInfo(
          options.isLossless(),
          (float) step,
          codeShape,
          data.sampleShape(),
          data.size(),
          chunkSamples,
          modelId(model.artifact()),
          embedded.length);
    }

    AezInfo chooseStep() {
      int elements = data.sampleShape().sampleElements();
      int count = Math.min(data.size(), Math.max(1, TRIAL_VALUES / elements));
      TensorData samples = rows(0, count);
      TensorData codes = model.encode(samples);
      if (!options.isLossless() || options.quality().isPresent()) {
        return info(step(codes, options.quality().orElse(AezOptions.DEFAULT_QUALITY)));
      }
      checkEightBits(samples, 0);
      List<AezInfo> ways = new ArrayList<>(List.of(info(0)));
      for (double quality : TRIAL_QUALITIES) {
        ways.add(info(step(codes, quality)));
      }
      List<ChunkCodec.Coded> coded = ways.stream().map(way -> codec(way).round(codes)).toList();
      byte[] pixels = ChunkCodec.pixels(samples);
      int[] sizes =
          IntStream.range(0, ways.size())
              .parallel()
              .map(i -> codec(ways.get(i)).encode(coded.get(i), pixels).length)
              .toArray();
      int best = 0;
      for (int i = 1; i < sizes.length; i++) {
        best = sizes[i] < sizes[best] ? i : best;
      }
      return ways.get(best);
    }

    /**
     * Returns the step for a quality: 4 times the root mean square of the codes for 0, and half of
     * it for each 2 above. Whole numbers, which an encoder makes that was trained for compression,
     * stay as they are with the default quality and above, since there is nothing between them.
     */
    private static double step(TensorData codes, double quality) {
      double sum = 0;
      boolean whole = true;
      for (float value : codes.values()) {
        sum += (double) value * value;
        whole &= value == Math.rint(value);
      }
      double size = Math.sqrt(sum / Math.max(1, codes.values().length));
      double step =
          whole
              ? StrictMath.pow(2, Math.max(0, AezOptions.DEFAULT_QUALITY - quality) / 2)
              : size * StrictMath.pow(2, 2 - quality / 2);
      // Codes that are not finite, which is told when they are rounded
      return step < Float.MAX_VALUE ? step : 1;
    }

    private ChunkCodec codec(AezInfo info) {
      return new ChunkCodec(info, model.decoder());
    }

    private void write(AezInfo info, OutputStream out) throws IOException {
      put(out, AezFormat.header(info));
      put(out, embedded);
      int together = Runtime.getRuntime().availableProcessors();
      for (int chunk = 0; chunk < info.chunks(); chunk += together) {
        writeChunks(info, chunk, Math.min(chunk + together, info.chunks()), out);
      }
    }

    private void writeChunks(AezInfo info, int first, int end, OutputStream out)
        throws IOException {
      ChunkCodec codec = codec(info);
      ChunkCodec.Coded[] coded = new ChunkCodec.Coded[end - first];
      byte[][] pixels = new byte[end - first][];
      for (int i = 0; i < coded.length; i++) {
        int from = (first + i) * chunkSamples;
        TensorData samples = rows(from, info.samplesOf(first + i));
        coded[i] = codec.round(model.encode(samples));
        pixels[i] = new byte[0];
        if (options.isLossless()) {
          checkEightBits(samples, from);
          pixels[i] = ChunkCodec.pixels(samples);
        } else {
          measure(samples, coded[i].output());
        }
      }
      byte[][] contents =
          IntStream.range(0, coded.length)
              .parallel()
              .mapToObj(i -> codec.encode(coded[i], pixels[i]))
              .toArray(byte[][]::new);
      for (int i = 0; i < contents.length; i++) {
        byte[] content = contents[i];
        codeBytes += options.isLossless() ? codec.codesAlone(coded[i]) : content.length;
        put(
            out,
            AezFormat.chunkHeader(
                new AezFormat.ChunkHeader(
                    first + i,
                    info.samplesOf(first + i),
                    content.length,
                    AezFormat.crc(content, 0, content.length),
                    AezFormat.crc(pixels[i], 0, pixels[i].length))));
        put(out, content);
      }
    }

    private void put(OutputStream out, byte[] bytes) throws IOException {
      out.write(bytes);
      written += bytes.length;
    }

    private void measure(TensorData samples, TensorData output) {
      eightBits &= ChunkCodec.isEightBits(samples);
      for (float value : samples.values()) {
        unit &= value >= 0 && value <= 1;
      }
      if (unit) {
        psnr += Distortion.psnr(samples, output) * samples.rows();
      }
    }

    private void checkEightBits(TensorData samples, int first) {
      if (!ChunkCodec.isEightBits(samples)) {
        throw new DataException(
            ("%s has values from sample %s on that are no multiples of 1/255 from 0 to 1, so they"
                    + " cannot be compressed without loss. Maybe compress them without --lossless")
                .formatted(data.name(), first));
      }
    }

    private TensorData rows(int from, int count) {
      TensorData samples = TensorData.zeros(data.sampleShape().batched().withBatch(count));
      data.copyRows(IntStream.range(from, from + count).toArray(), 0, count, samples.values());
      return samples;
    }
  }
}
