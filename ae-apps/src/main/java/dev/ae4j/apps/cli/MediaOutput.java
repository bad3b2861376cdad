package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.apps.compression.AezFile;
import dev.ae4j.apps.report.OutputFolder;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.ImageFile;
import dev.ae4j.datasets.Wav;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where a command writes images or sounds: one file, or a folder. */
final class MediaOutput {
  private final Path out;
  private final List<AezFile> files;
  private final boolean isFile;

  /**
   * Checks that the files can be written.
   *
   * @param out a file if it ends in {@code .png} or {@code .wav}, else a folder
   * @throws DataException if they cannot, or there are several files and {@code out} is one
   */
  MediaOutput(Path out, List<AezFile> files) {
    this.out = out;
    this.files = files;
    String ending = files.get(0).isSound() ? ".wav" : ".png";
    String name = out.toString().toLowerCase(Locale.ROOT);
    isFile = name.endsWith(ending);
    if (isFile && files.size() > 1) {
      throw new DataException(
          "There are %s files to write, which %s cannot take. Maybe name a folder"
              .formatted(files.size(), out));
    }
    if (!isFile && name.matches("(?s).*\\.(png|jpg|jpeg|wav)")) {
      throw new DataException(
          "%s cannot be written: the result ends in %s. Maybe name such a file, or a folder"
              .formatted(out, ending));
    }
    if (isFile) {
      OutputFiles.check(out);
    } else {
      OutputFolder.check(out);
    }
  }

  /** Writes what each file has. */
  void write(List<TensorData> wholes) {
    if (isFile) {
      write(files.get(0), wholes.get(0), out);
      return;
    }
    Map<String, OutputFolder.Content> contents = new LinkedHashMap<>();
    for (int i = 0; i < files.size(); i++) {
      AezFile file = files.get(i);
      TensorData whole = wholes.get(i);
      contents.put(file.name(), path -> write(file, whole, path));
    }
    OutputFolder.write(out, contents);
  }

  private static void write(AezFile file, TensorData whole, Path path) {
    if (file.isSound()) {
      Wav.write(path, new Wav.Sound(whole, file.rate(), file.bits()));
    } else {
      ImageFile.write(path, whole);
    }
  }
}
