package dev.ae4j.apps.cli;

import dev.ae4j.training.EpochReport;
import dev.ae4j.training.TrainingListener;
import dev.ae4j.training.TrainingPlan;
import dev.ae4j.training.TrainingState;
import java.util.List;

/**
 * Several listeners as one.
 *
 * @param all who is told, in this order
 */
record TrainingListeners(List<TrainingListener> all) implements TrainingListener {
  TrainingListeners {
    all = List.copyOf(all);
  }

  @Override
  public void onStart(TrainingPlan plan) {
    all.forEach(each -> each.onStart(plan));
  }

  @Override
  public void onResume(TrainingState state) {
    all.forEach(each -> each.onResume(state));
  }

  @Override
  public void onBatch(int epoch, int batch, float loss) {
    all.forEach(each -> each.onBatch(epoch, batch, loss));
  }

  @Override
  public void onEpoch(EpochReport report) {
    all.forEach(each -> each.onEpoch(report));
  }
}
