package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.apps.metrics.MissingValues;
import dev.ae4j.apps.picture.ImageGrid;
import dev.ae4j.artifact.WholeFile;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Npy;
import dev.ae4j.graph.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** {@code ae impute} for arrays, all samples at once. */
final class ArrayImputation {
  private static final int PICTURE_IMAGES = 10;

  private final ImputeCommand command;
  private final Shape shape;

  ArrayImputation(ImputeCommand command, Shape shape) {
    this.command = command;
    this.shape = shape;
  }

  /** Fills in the missing elements. */
  void run() {
    Dataset opened = DataSources.openIncomplete(command.data, command.catalog);
    if (!opened.sampleShape().equals(shape)) {
      throw new DataException(
          "%s has samples of shape %s, but %s takes %s"
              .formatted(command.data, opened.sampleShape(), command.model, shape));
    }
    TensorData original = DataSources.samples(opened);
    TensorData truth =
        command.reference == null ? original : reference(command.reference, original.rows());
    TensorData given = masked(original);
    command.missing = MissingValues.count(given);
    TensorData filled = command.fill(truth, given);
    if (command.picture != null) {
      Path file = command.picture;
      command
          .orOmit("picture", () -> draw(truth, given, filled))
          .ifPresent(png -> WholeFile.write(file, stream -> stream.write(png)));
    }
    Npy.write(command.out, filled);
  }

  private TensorData reference(String source, int rows) {
    TensorData truth = DataSources.samples(command.openData(source, shape));
    if (truth.rows() != rows) {
      throw new DataException(
          "%s has %d samples, but %s has %d".formatted(source, truth.rows(), command.data, rows));
    }
    return truth;
  }

  private TensorData masked(TensorData original) {
    float[] values = original.values().clone();
    if (command.mask != null) {
      TensorData holes = Npy.read(command.mask);
      if (!holes.shape().equals(original.shape()) && !holes.shape().equals(original.rowShape())) {
        throw new DataException(
            "%s has the shape %s, neither that of the data, %s, nor that of a sample"
                .formatted(command.mask, holes.shape(), original.shape()));
      }
      float[] where = holes.values();
      for (int i = 0; i < values.length; i++) {
        values[i] = where[i % where.length] != 0 ? Float.NaN : values[i];
      }
    }
    BooleanSupplier hiding = command.hiding();
    for (int i = 0; i < values.length; i++) {
      values[i] = hiding.getAsBoolean() ? Float.NaN : values[i];
    }
    return TensorData.of(values, original.shape());
  }

  private byte[] draw(TensorData truth, TensorData given, TensorData filled) {
    int count = Math.min(PICTURE_IMAGES, given.rows());
    Shape image = Images.shape(shape);
    float[] grey = new float[image.sampleElements()];
    Arrays.fill(grey, 0.5f);
    TensorData holes =
        MissingValues.filled(given.copyRows(0, count), TensorData.of(grey, given.rowShape()));
    ImageGrid grid = new ImageGrid(image, Images.scale(image)).row("given", "grey: missing", holes);
    grid.row("filled in", "", filled.copyRows(0, count));
    if (command.hide != null || command.reference != null || command.mask != null) {
      grid.row("truth", "", MissingValues.filled(truth.copyRows(0, count), holes));
    }
    return grid.toPng();
  }
}
