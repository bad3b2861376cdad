package dev.ae4j.apps.cli;

import dev.ae4j.TrainedModel;
import dev.ae4j.apps.compression.Aez;
import dev.ae4j.apps.compression.AezOptions;
import dev.ae4j.data.Dataset;
import dev.ae4j.registry.ProviderCatalog;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
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
      ""
    })
final class CompressCommand extends AbstractModelCommand {
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
      description = "Give back every bit; for images with 8 bits for each number.")
  boolean lossless;

  @Option(
      names = "--embed-model",
      description =
          "Put the model into the file, so that the file is all that decompressing takes.")
  boolean embedModel;

  @Inject
  CompressCommand(ProviderCatalog catalog) {
    super(catalog);
  }

  @Override
  public Result call() {
    OptionalDouble asked = quality == null ? OptionalDouble.empty() : OptionalDouble.of(quality);
    AezOptions options = new AezOptions(lossless, asked, embedModel);
    OutputFiles.check(out);
    try (TrainedModel opened = openModel()) {
      Dataset samples = openData(data, opened.spec().sampleShape());
      long start = System.nanoTime();
      Aez.Compressed done = Aez.compress(opened, samples, out, options);
      double seconds = (System.nanoTime() - start) * 1e-9;
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      values.put("samples", samples.size());
      values.put("bytes", done.bytes());
      values.put("raw_bytes", done.rawBytes());
      values.put("code_bytes", done.codeBytes());
      values.put("model_bytes", done.info().modelBytes());
      values.put("bits_per_dimension", done.bitsPerDimension());
      values.put("psnr", done.psnr().isPresent() ? done.psnr().getAsDouble() : null);
      values.put("step", done.info().step());
      values.put("model_id", done.info().modelId());
      values.put("seconds", seconds);
      values.put("out", out.toString());
      return Result.of(values);
    }
  }
}
