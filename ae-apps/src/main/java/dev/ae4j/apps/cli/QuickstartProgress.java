package dev.ae4j.apps.cli;

import dev.ae4j.apps.quickstart.QuickstartListener;
import dev.ae4j.training.EpochReport;
import dev.ae4j.training.TrainingPlan;
import org.jspecify.annotations.Nullable;

/** Shows the stages of the quickstart, and in them the progress of each training. */
final class QuickstartProgress implements QuickstartListener, AutoCloseable {
  private final Streams streams;
  private @Nullable Progress training;

  QuickstartProgress(Streams streams) {
    this.streams = streams;
  }

  @Override
  public void onStage(Stage stage) {
    close();
    streams.err().println(stage.description());
  }

  @Override
  public void onStart(TrainingPlan plan) {
    close();
    training = Progress.on(streams);
    training.onStart(plan);
  }

  @Override
  public void onBatch(int epoch, int batch, float loss) {
    if (training != null) {
      training.onBatch(epoch, batch, loss);
    }
  }

  @Override
  public void onEpoch(EpochReport report) {
    if (training != null) {
      training.onEpoch(report);
    }
  }

  @Override
  public void close() {
    if (training != null) {
      training.close();
      training = null;
    }
  }
}
