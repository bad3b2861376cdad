package dev.ae4j.apps.cli;

import dev.ae4j.OptionException;
import dev.ae4j.TrainedModel;
import dev.ae4j.apps.compression.Aez;
import dev.ae4j.apps.compression.AezOptions;
import dev.ae4j.apps.compression.CompressionComparison;
import dev.ae4j.apps.compression.CompressionReport;
import dev.ae4j.apps.compression.FileSamples;
import dev.ae4j.apps.compression.RatePoint;
import dev.ae4j.artifact.WholeFile;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.registry.ProviderCatalog;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ae compress}: compresses samples with a model. */
@Command(
    name = "compress",
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Compresses samples with a model into an .aez file.",
      "",
      "Without --lossless, what 'ae decompress' gives back is what the decoder makes of rounded"
          + " codes.",
      "",
      "Images (PNG, JPEG) and sounds (WAV), a file or a folder, may have any size: they are cut"
          + " into samples for the model, and come back as files.",
      ""
    })
final class CompressCommand extends AbstractBaselineCommand {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.aez",
      description = "The file to write.")
  Path out;

  @Option(
      names = "--quality",
      paramLabel = "Q",
      description =
          "How finely codes are rounded, from 0 to 10. If not given, 7; with --lossless, what takes"
              + " the fewest bytes.")
  @Nullable Double quality;

  @Option(
      names = "--lossless",
      description =
          "Give back every bit; for values of 8 bits, such as the pixels of images, and"
              + " for sounds of up to 16.")
  boolean lossless;

  @Option(
      names = "--embed-model",
      description =
          "Put the model into the file, so that the file is all that decompressing takes.")
  boolean embedModel;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description =
          "A report that compares with JPEG (mu-law for sounds), PCA of --train-data, gzip, xz and"
              + " PNG, which takes a while; with"
              + " --json the result then has their figures, too.")
  @Nullable Path report;

  @Inject
  CompressCommand(ProviderCatalog catalog) {
    super(catalog);
  }

  @Override
  public Result call() {
    OptionalDouble asked = quality == null ? OptionalDouble.empty() : OptionalDouble.of(quality);
    AezOptions options = new AezOptions(lossless, asked, embedModel);
    if (trainData != null && report == null) {
      throw new OptionException("--train-data is for the report. Maybe add --report FILE.html");
    }
    if (report != null && report.toAbsolutePath().equals(out.toAbsolutePath())) {
      throw new OptionException("--out and --report name the same file. Maybe name another one");
    }
    OutputFiles.check(out);
    if (report != null) {
      OutputFiles.check(report);
    }
    try (TrainedModel opened = openModel()) {
      Shape shape = opened.spec().sampleShape();
      FileSamples files =
          DataSources.media(data, catalog).map(path -> FileSamples.read(path, shape)).orElse(null);
      Dataset samples = files == null ? openData(data, shape) : files.samples();
      CompressionComparison comparison = report == null ? null : compare(opened, samples, files);
      long start = System.nanoTime();
      Aez.Compressed done =
          InterruptOnExit.during(
              () ->
                  files == null
                      ? Aez.compress(opened, samples, out, options)
                      : Aez.compress(opened, files, out, options));
      double seconds = (System.nanoTime() - start) * 1e-9;
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      if (files != null) {
        values.put("files", files.files().size());
      }
      values.put("samples", samples.size());
      values.put("bytes", done.bytes());
      values.put("raw_bytes", done.rawBytes());
      values.put("code_bytes", done.codeBytes());
      values.put("model_bytes", done.info().modelBytes());
      values.put("bits_per_dimension", done.bitsPerDimension());
      values.put("psnr", done.psnr().isPresent() ? done.psnr().getAsDouble() : null);
      if (done.snr().isPresent()) {
        values.put("snr", done.snr().getAsDouble());
      }
      values.put("step", done.info().step());
      values.put("model_id", done.info().modelId());
      values.put("seconds", seconds);
      if (report != null && comparison != null) {
        String html =
            CompressionReport.html(
                done,
                comparison,
                Replay.command(arguments),
                Replay.facts(opened, Map.of("data", samples)));
        WholeFile.write(report, stream -> stream.write(html.getBytes(StandardCharsets.UTF_8)));
        if (json) {
          // Too much for a terminal
          values.put("rate_distortion", points(comparison.model()));
          values.put("baselines", baselines(comparison));
        }
        values.put("omitted", comparison.omitted());
      }
      values.put("out", out.toString());
      return Result.of(values);
    }
  }

  private CompressionComparison compare(
      TrainedModel opened, Dataset samples, @Nullable FileSamples files) {
    TensorData named =
        trainData == null ? null : DataSources.samples(openTrainingData(opened, trainData));
    Supplier<TensorData> training =
        () -> named == null ? DataSources.samples(openTrainingData(opened, null)) : named;
    return files == null
        ? CompressionComparison.of(opened, DataSources.samples(samples), training)
        : CompressionComparison.of(opened, files, training);
  }

  private static Map<String, Object> baselines(CompressionComparison comparison) {
    Map<String, Object> baselines = new LinkedHashMap<>();
    comparison
        .lossless()
        .forEach(
            (name, bytes) -> {
              Map<String, Object> figures = new LinkedHashMap<>();
              figures.put("bytes", bytes);
              figures.put("bits_per_dimension", comparison.bitsPerDimension(bytes));
              baselines.put(name, figures);
            });
    comparison.lossy().forEach((name, points) -> baselines.put(name, points(points)));
    return baselines;
  }

  private static List<Map<String, Double>> points(List<RatePoint> points) {
    List<Map<String, Double>> figures = new ArrayList<>();
    for (RatePoint point : points) {
      Map<String, Double> figure = new LinkedHashMap<>();
      figure.put("setting", point.setting());
      figure.put("bits_per_dimension", point.bitsPerDimension());
      figure.put("psnr", point.psnr());
      figures.add(figure);
    }
    return figures;
  }
}
