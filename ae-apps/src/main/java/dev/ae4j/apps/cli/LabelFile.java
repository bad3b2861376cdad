package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.data.Dataset;
import dev.ae4j.datasets.Idx;
import dev.ae4j.datasets.Npy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the classes of samples from a file beside them. */
final class LabelFile {
  private static final int MAX_LABEL = 9_999;

  private LabelFile() {}

  /**
   * Returns the labels of a file, or those that the data brings along.
   *
   * @throws DataException if the file cannot be read or has not as many labels as the data samples
   */
  static Optional<int[]> of(Dataset data, @Nullable Path file) {
    if (file == null) {
      return data.labels();
    }
    int[] labels = read(file);
    if (labels.length != data.size()) {
      throw new DataException(
          "%s has %d labels, but %s has %d samples. Maybe they do not belong together"
              .formatted(file, labels.length, data.name(), data.size()));
    }
    return Optional.of(labels);
  }

  /**
   * Reads labels: IDX files, NPY files of whole float32 numbers, and otherwise text with one whole
   * number in a line.
   *
   * @throws DataException if the file cannot be read or a label is negative or no whole number
   */
  static int[] read(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).replace(".gz", "");
    if (name.endsWith("-ubyte") || name.endsWith(".idx")) {
      return Idx.readLabels(file);
    }
    if (name.endsWith(".npy")) {
      float[] values = Npy.read(file).values();
      int[] labels = new int[values.length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (int) values[i];
        check(file, i, Float.toString(values[i]), labels[i] == values[i] ? labels[i] : -1);
      }
      return labels;
    }
    try {
      String[] lines =
          Files.readString(file, StandardCharsets.ISO_8859_1).stripTrailing().split("\\R", -1);
      int[] labels = new int[lines.length];
      for (int i = 0; i < labels.length; i++) {
        String text = lines[i].strip();
        labels[i] = text.matches("\\d{1,7}") ? Integer.parseInt(text) : -1;
        check(file, i, text, labels[i]);
      }
      return labels;
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + Failures.reason(e), e);
    }
  }

  private static void check(Path file, int index, String text, int label) {
    if (label < 0 || label > MAX_LABEL) {
      throw new DataException(
          "%s: label %d (counted from 0) is '%s', no whole number from 0 to %d. Maybe write one number in each line"
              .formatted(file, index, Text.oneLine(text), MAX_LABEL));
    }
  }
}
