package dev.ae4j.apps.compression;

import dev.ae4j.DataException;
import dev.ae4j.TrainedModel;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.registry.ProviderCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compression of samples into {@code .aez} files and back.
 *
 * <p>Lossy: the codes of an autoencoder, rounded and written with as few bits as what was learned
 * about each of their elements allows. Lossless: the same and then every pixel or number of a
 * sound, predicted from its neighbours and from what the decoder makes of the code; if that takes
 * fewer bytes on the first samples, no codes at all.
 *
 * <p>A file is a sequence of chunks, each of which can be decoded alone.
 */
public final class Aez {
  // Values of a chunk: many enough to learn from, few enough to lose.
  private static final int CHUNK_VALUES = 1 << 23;
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
   *     arrays with values outside {@code [0, 1]}. Of files it is the mean over the files, and that
   *     of a sound has the peak 1
   * @param snr the mean signal-to-noise ratio of sounds in dB; empty for all else
   */
  public record Compressed(
      AezInfo info,
      long bytes,
      long codeBytes,
      long rawBytes,
      OptionalDouble psnr,
      OptionalDouble snr) {
    /** Returns the bits for each number of the samples, without the model. */
    public double bitsPerDimension() {
      long numbers = info.numbers();
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
    return writer(model, data, options, chunkSamples, null).writeTo(file);
  }

  /**
   * Compresses images or sounds, whose names and sizes the file then holds as well.
   *
   * <p>Without loss what comes back has the same values, pixels of 8 bits or numbers of up to 16,
   * not the same bytes as the file.
   *
   * @param model the autoencoder; for lossless compression on the backend {@code jvm}
   * @param files what was cut into samples of the shape that the model takes
   * @param file where to write; appears whole or not at all
   * @throws DataException as {@link #compress(TrainedModel, Dataset, Path, AezOptions)}; for
   *     lossless compression also if sounds have more than 16 bits
   */
  public static Compressed compress(
      TrainedModel model, FileSamples files, Path file, AezOptions options) {
    return writer(model, files, options).writeTo(file);
  }

  /** Compresses samples to see what that takes; writes nothing. */
  static Compressed measure(TrainedModel model, Dataset data, AezOptions options) {
    return writer(model, data, options, defaultChunkSamples(data), null).measure();
  }

  /** Compresses files to see what that takes; writes nothing. */
  static Compressed measure(TrainedModel model, FileSamples files, AezOptions options) {
    return writer(model, files, options).measure();
  }

  private static AezWriter writer(TrainedModel model, FileSamples files, AezOptions options) {
    for (AezFile file : files.files()) {
      if (options.isLossless() && file.bits() > Short.SIZE) {
        throw new DataException(
            "%s has %s bits for each number; without loss at most %s are compressed. Maybe leave out --lossless"
                .formatted(file.name(), file.bits(), Short.SIZE));
      }
    }
    Dataset samples = files.samples();
    return writer(model, samples, options, defaultChunkSamples(samples), files);
  }

  /**
   * Returns what comes back of a few samples where they are compressed together with others.
   *
   * @param data the samples that decide on the step
   */
  static TensorData preview(
      TrainedModel model, Dataset data, TensorData samples, AezOptions options) {
    AezInfo info = writer(model, data, options, defaultChunkSamples(data), null).chooseStep();
    return new ChunkCodec(info, model.decoder()).round(model.encode(samples)).output();
  }

  private static int defaultChunkSamples(Dataset data) {
    return Math.max(1, CHUNK_VALUES / data.sampleShape().sampleElements());
  }

  private static AezWriter writer(
      TrainedModel model,
      Dataset data,
      AezOptions options,
      int chunkSamples,
      @Nullable FileSamples files) {
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
    return new AezWriter(model, data, options, chunkSamples, files);
  }

  /**
   * Returns the samples in a file.
   *
   * @param model the model that the file was written with; for lossless files on the backend {@code
   *     jvm}
   * @throws DataException if the file is missing or damaged, in whole or in part, was written with
   *     another model, or its samples take more than half of the Java heap
   */
  public static TensorData decompress(Path file, TrainedModel model) {
    Decompressed result = salvage(file, model);
    if (!result.damaged.isEmpty()) {
      throw damaged(file, result.damaged);
    }
    return result.samples;
  }

  /**
   * Hands over the samples in a file, chunk by chunk in their order, so that they need not fit into
   * memory.
   *
   * @param model the model that the file was written with; for lossless files on the backend {@code
   *     jvm}
   * @param action takes the samples of a chunk, {@code [n, sample...]}; what it throws passes
   *     through
   * @throws DataException if the file is missing or was written with another model, before anything
   *     is handed over; or, at a chunk that is damaged, after what precedes it. {@link #damage}
   *     tells beforehand what checksums tell.
   */
  public static void decompress(Path file, TrainedModel model, Consumer<TensorData> action) {
    AezReader.read(
        file,
        reader ->
            reader.decode(
                model,
                (samples, failure) -> {
                  if (failure != null) {
                    throw damaged(file, List.of(failure));
                  }
                  action.accept(samples);
                }));
  }

  private static DataException damaged(Path file, List<String> chunks) {
    return new DataException("%s is damaged: %s".formatted(file, String.join("; ", chunks)));
  }

  /**
   * Returns what can still be read of a file.
   *
   * @param model the model that the file was written with
   * @throws DataException if the file is missing, its header is damaged, it was written with
   *     another model, or its samples take more than half of the Java heap
   */
  public static Decompressed salvage(Path file, TrainedModel model) {
    return AezReader.read(
        file,
        reader -> {
          AezInfo info = reader.info();
          long numbers = (long) info.samples() * info.sampleShape().sampleElements();
          long heap = Runtime.getRuntime().maxMemory();
          if (numbers > Math.min(heap / 2 / Float.BYTES, Integer.MAX_VALUE)) {
            throw new DataException(
                "%s holds %s samples, which take %s MiB; the Java heap is %s MiB. Maybe AE_OPTS=-Xmx8g"
                    .formatted(file, info.samples(), numbers >> 18, heap >> 20));
          }
          TensorData all = TensorData.zeros(info.sampleShape().batched().withBatch(info.samples()));
          FloatBuffer rest = FloatBuffer.wrap(all.values());
          List<String> damaged =
              reader.decode(model, (samples, failure) -> rest.put(samples.values()));
          return new Decompressed(all, damaged);
        });
  }

  /**
   * Hands over what can still be read of a file, chunk by chunk in their order, so that it need not
   * fit into memory.
   *
   * @param model the model that the file was written with
   * @param action takes the samples of a chunk, {@code [n, sample...]}, NaN if it is damaged; what
   *     it throws passes through
   * @return what is wrong with which chunks
   * @throws DataException if the file is missing, its header is damaged, or it was written with
   *     another model
   */
  public static List<String> salvage(Path file, TrainedModel model, Consumer<TensorData> action) {
    return AezReader.read(
        file, reader -> reader.decode(model, (samples, failure) -> action.accept(samples)));
  }

  /**
   * Returns what a file says about itself.
   *
   * @throws DataException if it is missing, no {@code .aez} file, or its header is damaged
   */
  public static AezInfo inspect(Path file) {
    return AezReader.read(file, AezReader::info);
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
    return AezReader.read(file, AezReader::damage);
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
    return AezReader.read(
        file,
        reader ->
            withTemporaryFile(
                temporary -> {
                  reader.copyModel(temporary);
                  return TrainedModel.load(temporary, backend, catalog);
                }));
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

  /** Makes something of a file. */
  @FunctionalInterface
  interface FileFunction<T> {
    T apply(Path file) throws IOException;
  }

  static <T> T withTemporaryFile(FileFunction<T> function) {
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
}
