package dev.ae4j.spi;

import dev.ae4j.training.Schedule;

/** Makes schedules: how the learning rate changes. */
public interface ScheduleProvider extends Provider {
  /** Returns a schedule with the given values of {@link #options()}. */
  Schedule create(Options options);
}
