package dev.ae4j.plugin;

import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.ScheduleProvider;
import dev.ae4j.training.Schedule;

/** Makes schedules that fall in steps: {@code f^floor(e / every)} in epoch {@code e} from 0. */
public final class StepScheduleProvider implements ScheduleProvider {
  @Override
  public String id() {
    return "step";
  }

  @Override
  public String description() {
    return "the rate falls to a share of itself every few epochs";
  }

  @Override
  public OptionSchema options() {
    return WarmUp.addTo(
            OptionSchema.builder()
                .integer("every", 10, 1, Integer.MAX_VALUE, "the epochs from one step to the next")
                .number("factor", 0.1, 0, 1, "the share of the rate that is left after each step"))
        .build();
  }

  @Override
  public Schedule create(Options options) {
    WarmUp warmUp = WarmUp.of(options);
    int every = options.integer("every");
    double factor = options.number("factor");
    return progress ->
        warmUp.factor(progress) * StrictMath.pow(factor, Math.floor(progress.epoch() / every));
  }
}
