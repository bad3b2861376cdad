package dev.ae4j.testkit.plugin;

import dev.ae4j.PluginSpec;
import dev.ae4j.TrainingOptions;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.ScheduleProvider;
import dev.ae4j.training.EpochReport;
import dev.ae4j.training.Schedule;
import dev.ae4j.training.TrainingProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What every schedule must do: tests of a schedule extend this class. */
public abstract class ScheduleConformance extends PluginConformance<ScheduleProvider> {
  private static final int EPOCHS = 30;
  private static final int BATCHES = 4;

  /** Creates the tests of a schedule that is found by its id. */
  protected ScheduleConformance(String id) {
    super(ScheduleProvider.class, id);
  }

  /** Creates the tests of a schedule. */
  protected ScheduleConformance(ScheduleProvider provider) {
    super(ScheduleProvider.class, provider);
  }

  @Override
  void addCases(ConformanceTests.Group tests, Subject<ScheduleProvider> subject, PluginSpec spec) {
    tests.add(
        "gives finite factors that are not negative",
        () -> {
          for (boolean validated : new boolean[] {false, true}) {
            double[] factors = factors(schedule(subject, spec), validated);
            for (int step = 0; step < factors.length; step++) {
              double factor = factors[step];
              Checks.that(factor >= 0 && factor <= 1e6, "it is %s in step %s", factor, step);
            }
          }
        });
    tests.add(
        "depends on nothing but the progress",
        () -> {
          Schedule schedule = schedule(subject, spec);
          double[] first = factors(schedule, true);
          for (int step = first.length - 1; step >= 0; step--) {
            double again = schedule.factor(progress(step, true));
            Checks.that(
                again == first[step],
                "asked again, it is %s in step %s, not %s",
                again,
                step,
                first[step]);
          }
        });
    addTrainingCases(tests, subject, spec);
  }

  private static Schedule schedule(Subject<ScheduleProvider> subject, PluginSpec spec) {
    return subject.provider().create(subject.options(spec));
  }

  private static double[] factors(Schedule schedule, boolean validated) {
    double[] factors = new double[EPOCHS * BATCHES];
    for (int step = 0; step < factors.length; step++) {
      factors[step] = schedule.factor(progress(step, validated));
    }
    return factors;
  }

  /** A training whose loss falls for half of the time. */
  private static TrainingProgress progress(int step, boolean validated) {
    List<EpochReport> history = new ArrayList<>();
    for (int epoch = 1; epoch <= step / BATCHES; epoch++) {
      double loss = 1.0 / Math.min(epoch, EPOCHS / 2);
      OptionalDouble validation = validated ? OptionalDouble.of(2 * loss) : OptionalDouble.empty();
      history.add(new EpochReport(epoch, loss, validation, 0.5));
    }
    return new TrainingProgress(step, BATCHES, EPOCHS, history);
  }

  @Override
  void create(Subject<ScheduleProvider> subject, Options options) {
    subject.provider().create(options);
  }

  @Override
  TrainingOptions training(PluginSpec spec, int epochs) {
    return TrainingOptions.schedule(spec.toString()).applyTo(super.training(spec, epochs));
  }
}
