package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.TrainedModel;
import dev.ae4j.apps.compression.Aez;
import dev.ae4j.apps.compression.AezFile;
import dev.ae4j.apps.compression.AezInfo;
import dev.ae4j.apps.compression.FileSamples;
import dev.ae4j.registry.ProviderCatalog;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ae decompress}: gives back what {@code ae compress} wrote. */
@Command(
    name = "decompress",
    sortOptions = false,
    description = {
      "Gives back the samples of an .aez file, or the images or sounds that they were cut from.",
      ""
    })
final class DecompressCommand extends AbstractCommand {
  private final ProviderCatalog catalog;

  @Option(
      names = "--in",
      required = true,
      paramLabel = "FILE.aez",
      description = "A file that 'ae compress' wrote.")
  Path in;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "The model that it was written with, unless the file holds it.")
  @Nullable Path model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "OUT",
      description =
          "What to write: an .npy file with the samples, or .csv for rows of a table; for images and"
              + " sounds a folder, or if there is only one, a .png or .wav file.")
  Path out;

  @Option(
      names = "--salvage",
      description =
          "If parts of the file are damaged, write the rest, with NaN in their place; in images"
              + " that is black, in sounds silence.")
  boolean salvage;

  @Option(
      names = "--backend",
      paramLabel = "SPEC",
      description = "The backend, such as jvm:threads=2; chosen automatically if not given.")
  @Nullable String backend;

  @Inject
  DecompressCommand(ProviderCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public Result call() {
    AezInfo info = Aez.inspect(in);
    boolean asArray =
        info.files().isEmpty() || out.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
    MediaOutput files = asArray ? null : new MediaOutput(out, info.files());
    Backends.check(backend, catalog);
    if (model == null && info.modelBytes() == 0) {
      throw new DataException(in + " holds no model. Maybe name it with --model");
    }
    try (TrainedModel opened =
        model == null
            ? Aez.openModel(in, backend, catalog)
            : TrainedModel.load(model, backend, catalog)) {
      if (asArray) {
        SampleFile.check(out, opened.spec().schema());
      }
      long start = System.nanoTime();
      if (!salvage) {
        checkUndamaged();
      }
      List<String> damaged =
          files == null ? writeArray(opened, info) : writeFiles(opened, info, files);
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      if (files != null) {
        values.put("files", info.files().stream().map(AezFile::name).toList());
      }
      values.put("samples", info.samples());
      values.put(
          "shape",
          IntStream.concat(
                  IntStream.of(info.samples()), Arrays.stream(info.sampleShape().sampleSizes()))
              .boxed()
              .toList());
      values.put("damaged", damaged);
      values.put("seconds", (System.nanoTime() - start) * 1e-9);
      values.put("out", out.toString());
      return Result.of(values);
    }
  }

  /** Looks for damage everywhere before anything is decoded. */
  private void checkUndamaged() {
    List<String> damaged = Aez.damage(in);
    if (!damaged.isEmpty()) {
      throw new DataException(
          "%s is damaged: %s. Maybe --salvage decodes the rest"
              .formatted(in, String.join("; ", damaged)));
    }
  }

  /** Decodes some samples after others: they need not fit into memory. */
  private List<String> writeArray(TrainedModel opened, AezInfo info) {
    List<String> damaged = new ArrayList<>();
    SampleFile.write(
        out,
        info.samples(),
        info.sampleShape(),
        samples -> {
          if (salvage) {
            damaged.addAll(Aez.salvage(in, opened, samples));
          } else {
            Aez.decompress(in, opened, samples);
          }
        },
        opened.spec().schema());
    return damaged;
  }

  private List<String> writeFiles(TrainedModel opened, AezInfo info, MediaOutput files) {
    Aez.Decompressed found =
        salvage
            ? Aez.salvage(in, opened)
            : new Aez.Decompressed(Aez.decompress(in, opened), List.of());
    files.write(FileSamples.join(info.files(), found.samples()));
    return found.damaged();
  }
}
