package dev.ae4j.plugin;

import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.ScheduleProvider;
import dev.ae4j.training.Schedule;

/** Makes schedules that fall steadily: {@code f^e} after {@code e} epochs, parts of them too. */
public final class ExponentialScheduleProvider implements ScheduleProvider {
  @Override
  public String id() {
    return "exponential";
  }

  @Override
  public String description() {
    return "the rate falls by the same share in every epoch";
  }

  @Override
  public OptionSchema options() {
    return WarmUp.addTo(
            OptionSchema.builder()
                .number("factor", 0.95, 0, 1, "the share of the rate that is left after an epoch"))
        .build();
  }

  @Override
  public Schedule create(Options options) {
    WarmUp warmUp = WarmUp.of(options);
    double factor = options.number("factor");
    return progress -> warmUp.factor(progress) * StrictMath.pow(factor, progress.epoch());
  }
}
