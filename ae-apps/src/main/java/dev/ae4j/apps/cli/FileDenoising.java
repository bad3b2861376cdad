package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import dev.ae4j.TrainedModel;
import dev.ae4j.apps.compression.AezFile;
import dev.ae4j.apps.compression.FileSamples;
import dev.ae4j.apps.denoising.Denoising;
import dev.ae4j.apps.denoising.SoundDenoisingReport;
import dev.ae4j.apps.metrics.Distortion;
import dev.ae4j.apps.metrics.LinearDenoiser;
import dev.ae4j.apps.metrics.Noise;
import dev.ae4j.apps.metrics.NoiseLevel;
import dev.ae4j.apps.tiles.Tiles;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@code ae denoise} for images or sounds of any size in files, in overlapping tiles. */
final class FileDenoising {
  /** The part of a tile that it shares with its neighbour. */
  private static final double OVERLAP = 0.5;

  private static final String NOISY = "noisy";
  private static final String MODEL = "model";
  private static final String LMMSE = "lmmse";

  private final DenoiseCommand command;
  private final TrainedModel opened;
  private final FileSamples files;
  private final Tiles tiles;

  FileDenoising(DenoiseCommand command, TrainedModel opened, Path path) {
    this.command = command;
    this.opened = opened;
    if (path.toAbsolutePath().normalize().equals(command.out.toAbsolutePath().normalize())) {
      throw new OptionException(
          "--data and --out name the same place, so the originals would be lost. Maybe name another"
              + " one");
    }
    Shape shape = opened.spec().sampleShape();
    files = FileSamples.read(path, shape);
    tiles = files.areSounds() ? Tiles.ofSounds(shape, OVERLAP) : Tiles.ofImages(shape, OVERLAP);
    if (files.areSounds() && command.picture != null) {
      throw new OptionException("--picture is for images. Maybe --report FILE.html");
    }
  }

  /**
   * Cleans the files.
   *
   * @param added the noise to add first; null if there is noise in them
   */
  void run(@Nullable Noise added) {
    MediaOutput output = new MediaOutput(command.out, files.files());
    command.values.put("files", files.files().size());
    if (added != null) {
      List<TensorData> noisy = files.wholes().stream().map(whole -> noisy(added, whole)).toList();
      compare(files, noisy, clean(noisy, output), added);
    } else if (command.reference != null) {
      FileSamples clean = reference(command.reference);
      List<TensorData> noisy = files.wholes();
      Noise assumed = command.assumed(difference(clean.wholes(), noisy));
      compare(clean, noisy, clean(noisy, output), assumed);
    } else {
      clean(files.wholes(), output);
    }
  }

  private TensorData noisy(Noise noise, TensorData whole) {
    return files.areSounds()
        ? noise.addToSounds(whole, Noise.TEST_SEED)
        : noise.addTo(whole, Noise.TEST_SEED);
  }

  private FileSamples reference(String source) {
    FileSamples clean =
        FileSamples.read(
            DataSources.media(source, command.catalog)
                .orElseThrow(
                    () ->
                        new DataException(
                            source
                                + " has no images or sounds to compare those of "
                                + command.data)),
            opened.spec().sampleShape());
    List<Shape> expected = files.files().stream().map(AezFile::shape).toList();
    List<Shape> found = clean.files().stream().map(AezFile::shape).toList();
    if (!expected.equals(found) || clean.areSounds() != files.areSounds()) {
      throw new DataException(
          "%s has files of the sizes %s, but %s %s. Maybe they do not belong together"
              .formatted(source, found, command.data, expected));
    }
    return clean;
  }

  private static double difference(List<TensorData> clean, List<TensorData> noisy) {
    double sum = 0;
    long count = 0;
    for (int i = 0; i < clean.size(); i++) {
      int numbers = clean.get(i).values().length;
      sum += Distortion.mse(clean.get(i), noisy.get(i)) * numbers;
      count += numbers;
    }
    return Math.sqrt(sum / count);
  }

  private List<TensorData> clean(List<TensorData> noisy, MediaOutput output) {
    if (!files.areSounds()) {
      command.estimateNoise(
          () -> {
            double sum = 0;
            for (TensorData image : noisy) {
              sum += NoiseLevel.estimate(FileSamples.asOne(image), image.shape());
            }
            return sum / noisy.size();
          });
    }
    List<TensorData> cleaned = command.cleaned(() -> tiled(noisy, opened::reconstruct));
    command.writes.add(() -> output.write(cleaned));
    return cleaned;
  }

  private List<TensorData> tiled(List<TensorData> noisy, UnaryOperator<TensorData> denoiser) {
    return noisy.stream().map(whole -> tiles.apply(whole, denoiser)).toList();
  }

  private void compare(
      FileSamples clean, List<TensorData> noisy, List<TensorData> cleaned, Noise assumed) {
    if (files.areSounds()) {
      compareSounds(clean, noisy, cleaned, assumed);
      return;
    }
    Map<String, UnaryOperator<TensorData>> baselines = new LinkedHashMap<>();
    command
        .baselines(opened, assumed)
        .forEach((name, denoiser) -> baselines.put(name, image -> tiles.apply(image, denoiser)));
    command.putImages(
        opened,
        Denoising.compare(clean.wholes(), noisy, cleaned, baselines),
        assumed,
        files.samples());
  }

  private void compareSounds(
      FileSamples clean, List<TensorData> noisy, List<TensorData> cleaned, Noise assumed) {
    Map<String, Double> ratios = new LinkedHashMap<>();
    ratios.put(NOISY, ratio(clean, noisy));
    ratios.put(MODEL, ratio(clean, cleaned));
    command.values.put("noise", command.noise);
    command.values.put("snr_in", ratios.get(NOISY));
    command.values.put("snr_out", ratios.get(MODEL));
    Map<String, Object> baselines = new LinkedHashMap<>();
    command
        .trainingSamples(opened, "baselines")
        .filter(known -> known.rowShape().sampleElements() <= LinearDenoiser.MAX_WIDTH)
        .ifPresent(
            known -> {
              TensorData withNoise = assumed.addToSounds(known, Noise.TRAINING_SEED);
              LinearDenoiser lmmse = LinearDenoiser.fit(known, withNoise);
              ratios.put(LMMSE, ratio(clean, tiled(noisy, lmmse::denoise)));
              baselines.put(LMMSE, Map.of("snr", ratios.get(LMMSE)));
            });
    command.putBaselines(baselines, assumed);
    Map<String, TensorData> sounds = new LinkedHashMap<>();
    sounds.put(NOISY, noisy.get(0));
    sounds.put(MODEL, cleaned.get(0));
    sounds.put("original", clean.wholes().get(0));
    command.putReport(
        () ->
            SoundDenoisingReport.html(
                ratios,
                sounds,
                clean.files().get(0).rate(),
                command.noiseText(assumed),
                Replay.command(command.arguments),
                Replay.facts(opened, Map.of("data", clean.samples()))));
  }

  private double ratio(FileSamples clean, List<TensorData> sounds) {
    return clean
        .snr(sounds)
        .orElseThrow(() -> new DataException(command.data + " is silence, which has no signal"));
  }
}
