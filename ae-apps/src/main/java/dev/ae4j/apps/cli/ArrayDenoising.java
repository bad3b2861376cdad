package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.TrainedModel;
import dev.ae4j.apps.denoising.Denoising;
import dev.ae4j.apps.metrics.Distortion;
import dev.ae4j.apps.metrics.Noise;
import dev.ae4j.apps.metrics.NoiseLevel;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Npy;
import dev.ae4j.graph.Shape;
import org.jspecify.annotations.Nullable;

/** {@code ae denoise} for samples of the shape that the model takes. */
final class ArrayDenoising {
  private final DenoiseCommand command;
  private final TrainedModel opened;
  private final Shape shape;

  ArrayDenoising(DenoiseCommand command, TrainedModel opened) {
    this.command = command;
    this.opened = opened;
    shape = opened.spec().sampleShape();
  }

  /**
   * Cleans the data.
   *
   * @param added the noise to add first; null if there is noise in it
   */
  void run(@Nullable Noise added) {
    Dataset opening = command.openData(command.data, shape);
    TensorData samples = DataSources.samples(opening);
    command.values.put("samples", samples.rows());
    if (added != null) {
      TensorData clean = unit(command.data, samples);
      compare(opening, clean, added.addTo(clean, Noise.TEST_SEED), added);
    } else if (command.reference != null) {
      TensorData clean = reference(command.reference, opening);
      double sigma = Math.sqrt(Distortion.mse(clean, samples));
      compare(opening, clean, samples, command.assumed(sigma));
    } else {
      clean(samples);
    }
  }

  private TensorData reference(String source, Dataset opening) {
    Dataset originals = command.openData(source, shape);
    if (originals.size() != opening.size()) {
      throw new DataException(
          "%s has %d samples, but %s has %d"
              .formatted(source, originals.size(), command.data, opening.size()));
    }
    return unit(source, DataSources.samples(originals));
  }

  private void compare(Dataset opening, TensorData clean, TensorData noisy, Noise assumed) {
    Shape image = Images.shape(shape);
    TensorData cleaned = clean(noisy);
    Denoising denoising =
        Denoising.compare(clean, noisy, cleaned, command.baselines(opened, assumed), image);
    command.putImages(opened, denoising, assumed, opening);
  }

  private TensorData clean(TensorData noisy) {
    command.estimateNoise(() -> NoiseLevel.estimate(noisy, Images.shape(shape)));
    TensorData cleaned = command.cleaned(() -> opened.reconstruct(noisy));
    command.writes.add(() -> Npy.write(command.out, cleaned));
    return cleaned;
  }

  private static TensorData unit(String source, TensorData samples) {
    try {
      return Images.unit(samples);
    } catch (DataException e) {
      throw new DataException(source + ": " + e.getMessage(), e);
    }
  }
}
