package dev.ae4j.apps.compression;

import dev.ae4j.DataException;
import dev.ae4j.TrainedModel;
import dev.ae4j.apps.metrics.Distortion;
import dev.ae4j.artifact.WholeFile;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Compresses samples, chunk by chunk. */
final class AezWriter {
  // Values on which ways to compress are compared.
  private static final int TRIAL_VALUES = 1 << 20;
  private static final double[] TRIAL_QUALITIES = {0, 4, 8};

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
  private final @Nullable FileSamples cut;
  private float[] outputs = {};
  private int collected;

  /**
   * Prepares to write.
   *
   * @param cut what the samples were cut from; null if they are just an array
   */
  AezWriter(
      TrainedModel model,
      Dataset data,
      AezOptions options,
      int chunkSamples,
      @Nullable FileSamples cut) {
    this.cut = cut;
    this.model = model;
    this.data = data;
    this.options = options;
    codeShape = model.artifact().decode().inputs().get(0).shape().sample();
    this.chunkSamples = chunkSamples;
    embedded =
        options.modelInside()
            ? Aez.withTemporaryFile(
                temporary -> {
                  model.save(temporary);
                  return Files.readAllBytes(temporary);
                })
            : new byte[0];
  }

  Aez.Compressed writeTo(Path file) {
    AezInfo info = chooseStep();
    WholeFile.write(file, out -> write(info, out));
    return result(info);
  }

  Aez.Compressed measure() {
    AezInfo info = chooseStep();
    try {
      write(info, OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return result(info);
  }

  private Aez.Compressed result(AezInfo info) {
    if (cut != null) {
      return resultOfFiles(info, cut);
    }
    return new Aez.Compressed(
        info,
        written,
        codeBytes,
        eightBits ? info.numbers() : Float.BYTES * info.numbers(),
        unit && !options.isLossless() && data.size() > 0
            ? OptionalDouble.of(psnr / data.size())
            : OptionalDouble.empty(),
        OptionalDouble.empty());
  }

  private Aez.Compressed resultOfFiles(AezInfo info, FileSamples files) {
    long raw = 0;
    for (AezFile file : info.files()) {
      raw += (long) file.shape().sampleElements() * file.bits() / Byte.SIZE;
    }
    if (options.isLossless()) {
      return new Aez.Compressed(
          info, written, codeBytes, raw, OptionalDouble.empty(), OptionalDouble.empty());
    }
    Shape shape = info.sampleShape().batched().withBatch(info.samples());
    List<TensorData> back = FileSamples.join(info.files(), TensorData.of(outputs, shape));
    return new Aez.Compressed(
        info, written, codeBytes, raw, OptionalDouble.of(files.psnr(back)), files.snr(back));
  }

  private AezInfo info(double step) {
    return new AezInfo(
        options.isLossless(),
        (float) step,
        codeShape,
        data.sampleShape(),
        data.size(),
        chunkSamples,
        Aez.modelId(model.artifact()),
        embedded.length,
        cut == null ? List.of() : cut.files());
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
    byte[] content = codec(ways.get(0)).content(samples);
    int[] sizes =
        IntStream.range(0, ways.size())
            .parallel()
            .map(i -> codec(ways.get(i)).encode(coded.get(i), content).length)
            .toArray();
    int best = 0;
    for (int i = 1; i < sizes.length; i++) {
      best = sizes[i] < sizes[best] ? i : best;
    }
    return ways.get(best);
  }

  /**
   * Returns the step for a quality: 4 times the root mean square of the codes for 0, and half of it
   * for each 2 above. Whole numbers, which an encoder makes that was trained for compression, stay
   * as they are with the default quality and above, since there is nothing between them.
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
    outputs = new float[cut == null || options.isLossless() ? 0 : samplesAndElements()];
    put(out, AezFormat.header(info));
    put(out, embedded);
    int together = together();
    for (int chunk = 0; chunk < info.chunks(); chunk += together) {
      writeChunks(info, chunk, Math.min(chunk + together, info.chunks()), out);
    }
  }

  /** Returns how many chunks to code at a time: one for each processor, if memory allows. */
  private int together() {
    double samples = (double) chunkSamples * data.sampleShape().sampleElements();
    double codes = (double) chunkSamples * codeShape.sampleElements();
    // The numbers of codes; without loss what the decoder makes of them, and the content
    double bytes =
        Integer.BYTES * codes + (options.isLossless() ? (Float.BYTES + Short.BYTES) * samples : 0);
    double heap = Runtime.getRuntime().maxMemory();
    int processors = Runtime.getRuntime().availableProcessors();
    return (int) Math.max(1, Math.min(heap / 4 / bytes, processors));
  }

  private void writeChunks(AezInfo info, int first, int end, OutputStream out) throws IOException {
    ChunkCodec codec = codec(info);
    ChunkCodec.Coded[] coded = new ChunkCodec.Coded[end - first];
    byte[][] originals = new byte[end - first][];
    for (int i = 0; i < coded.length; i++) {
      int from = (first + i) * chunkSamples;
      TensorData samples = rows(from, info.samplesOf(first + i));
      coded[i] = codec.round(model.encode(samples));
      originals[i] = new byte[0];
      if (options.isLossless()) {
        checkEightBits(samples, from);
        originals[i] = codec.content(samples);
      } else {
        measure(samples, coded[i].output());
        coded[i] = coded[i].withoutOutput();
      }
    }
    byte[][] contents =
        IntStream.range(0, coded.length)
            .parallel()
            .mapToObj(i -> codec.encode(coded[i], originals[i]))
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
                  AezFormat.crc(originals[i], 0, originals[i].length))));
      put(out, content);
    }
  }

  private void put(OutputStream out, byte[] bytes) throws IOException {
    out.write(bytes);
    written += bytes.length;
  }

  private int samplesAndElements() {
    return Math.multiplyExact(data.size(), data.sampleShape().sampleElements());
  }

  private void measure(TensorData samples, TensorData output) {
    if (cut != null) {
      System.arraycopy(output.values(), 0, outputs, collected, output.values().length);
      collected += output.values().length;
      return;
    }
    eightBits &= ChunkCodec.isEightBits(samples);
    for (float value : samples.values()) {
      unit &= value >= 0 && value <= 1;
    }
    if (unit) {
      psnr += Distortion.psnr(samples, output) * samples.rows();
    }
  }

  private void checkEightBits(TensorData samples, int first) {
    boolean ofSounds = cut != null && cut.areSounds();
    if (!ofSounds && !ChunkCodec.isEightBits(samples)) {
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
