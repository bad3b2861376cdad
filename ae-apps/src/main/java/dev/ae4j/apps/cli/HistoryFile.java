package dev.ae4j.apps.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ae4j.DataException;
import dev.ae4j.training.EpochReport;
import dev.ae4j.training.LossValue;
import dev.ae4j.training.TrainingListener;
import dev.ae4j.training.TrainingPlan;
import dev.ae4j.training.TrainingState;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a line of JSON for each epoch, at once, so that others can follow a training. */
final class HistoryFile implements TrainingListener, AutoCloseable {
  private final Path file;
  private @Nullable OutputStream out;

  /**
   * Checks that the file can be created or replaced, which happens when training starts.
   *
   * @throws DataException if it cannot
   */
  HistoryFile(Path file) {
    OutputFiles.check(file);
    this.file = file;
  }

  private DataException failure(IOException e) {
    return new DataException(file + " cannot be written: " + Failures.reason(e), e);
  }

  @Override
  public void onStart(TrainingPlan plan) {
    try {
      // Not a channel, which an interrupt would close
      out = new FileOutputStream(file.toFile());
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Writes the epochs that were made before the break. */
  @Override
  public void onResume(TrainingState state) {
    state.history().forEach(this::onEpoch);
  }

  @Override
  public void onEpoch(EpochReport report) {
    if (out == null) {
      return;
    }
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("epoch", report.epoch());
    values.put("train_loss", report.trainingLoss());
    values.put(
        "validation_loss",
        report.validationLoss().isPresent() ? report.validationLoss().getAsDouble() : null);
    values.put("train_loss_parts", report.training().parts());
    values.put("validation_loss_parts", report.validation().map(LossValue::parts).orElse(Map.of()));
    values.put("seconds", report.seconds());
    try {
      String line = new ObjectMapper().writeValueAsString(values) + "\n";
      out.write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    if (out != null) {
      try {
        out.close();
      } catch (IOException e) {
        throw failure(e);
      }
    }
  }
}
