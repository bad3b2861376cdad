package dev.ae4j.plugin;

import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.ScheduleProvider;
import dev.ae4j.training.EpochReport;
import dev.ae4j.training.Schedule;
import dev.ae4j.training.TrainingProgress;

/**
 * Makes schedules that fall where training stands still: by {@code factor} each time that the
 * validation loss, or the training loss where there is no other, has not fallen by more than {@code
 * threshold} of itself for {@code patience} epochs.
 */
public final class PlateauScheduleProvider implements ScheduleProvider {
  @Override
  public String id() {
    return "plateau";
  }

  @Override
  public String description() {
    return "the rate falls to a share of itself where the validation or training loss stands still";
  }

  @Override
  public OptionSchema options() {
    return WarmUp.addTo(
            OptionSchema.builder()
                .number("factor", 0.1, 0, 1, "the share of the rate that is left")
                .integer("patience", 5, 1, Integer.MAX_VALUE, "the epochs to wait for a lower loss")
                .number("threshold", 1e-4, 0, 1, "the share by which a lower loss is lower")
                .number("minimum", 0, 0, 1, "the share of the first rate that always remains"))
        .build();
  }

  @Override
  public Schedule create(Options options) {
    WarmUp warmUp = WarmUp.of(options);
    Rule rule =
        new Rule(
            options.number("factor"),
            options.integer("patience"),
            options.number("threshold"),
            options.number("minimum"));
    return progress -> warmUp.factor(progress) * rule.share(progress);
  }

  private record Rule(double factor, int patience, double threshold, double minimum) {
    double share(TrainingProgress progress) {
      double share = 1;
      double lowest = Double.POSITIVE_INFINITY;
      int waited = 0;
      for (EpochReport report : progress.history()) {
        double loss = report.validationLoss().orElse(report.trainingLoss());
        if (lowest == Double.POSITIVE_INFINITY || loss < lowest - threshold * Math.abs(lowest)) {
          lowest = loss;
          waited = 0;
        } else if (++waited == patience) {
          share *= factor;
          waited = 0;
        }
      }
      return Math.max(share, minimum);
    }
  }
}
