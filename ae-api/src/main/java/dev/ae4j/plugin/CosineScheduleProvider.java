package dev.ae4j.plugin;

import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.ScheduleProvider;
import dev.ae4j.training.Schedule;

/**
 * Makes schedules along half a cosine: {@code end + (1 - end) (1 + cos(pi t / T)) / 2} for step
 * {@code t} of {@code T} after the warm-up. Loshchilov and Hutter 2017, "SGDR", equation 5.
 */
public final class CosineScheduleProvider implements ScheduleProvider {
  @Override
  public String id() {
    return "cosine";
  }

  @Override
  public String description() {
    return "the rate falls along half a cosine, from all of it to the end of training";
  }

  @Override
  public OptionSchema options() {
    return WarmUp.addTo(
            OptionSchema.builder()
                .number("end", 0, 0, 1, "the share of the rate that is left in the end"))
        .build();
  }

  @Override
  public Schedule create(Options options) {
    WarmUp warmUp = WarmUp.of(options);
    double end = options.number("end");
    return progress -> {
      double length = Math.max(progress.epochs() - warmUp.epochs(), 0);
      double after = Math.max(progress.epoch() - warmUp.epochs(), 0);
      double share = after < length ? after / length : length == 0 ? 0 : 1;
      double cosine = (1 + StrictMath.cos(StrictMath.PI * share)) / 2;
      return warmUp.factor(progress) * (end + (1 - end) * cosine);
    };
  }
}
