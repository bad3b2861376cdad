package dev.ae4j.apps.cli;

import dev.ae4j.training.EpochReport;
import dev.ae4j.training.LossValue;
import dev.ae4j.training.TrainingPlan;
import dev.ae4j.training.TrainingState;
import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prints a line after an epoch, but not more than one in a second, and always the last one; in a
 * long epoch also now and then.
 */
final class ProgressLines implements Progress {
  private static final long SHORTEST_PAUSE = 1_000_000_000L;
  private static final long LONGEST_PAUSE = 10_000_000_000L;

  private final PrintStream err;
  private @Nullable TrainingPlan plan;
  private long start;
  private long lastLine;

  /** The number of epochs that were made before this run. */
  private double before;

  ProgressLines(PrintStream err) {
    this.err = err;
  }

  /** Returns what is about to be trained, on one line. */
  static String describe(TrainingPlan plan) {
    return String.format(
        Locale.ROOT,
        "training %,d parameters on %,d samples with %s",
        plan.parameters(),
        plan.samples(),
        plan.backend());
  }

  @Override
  public void onStart(TrainingPlan plan) {
    this.plan = plan;
    start = System.nanoTime();
    lastLine = start - SHORTEST_PAUSE;
    err.println(describe(plan));
  }

  @Override
  public void onResume(TrainingState state) {
    if (plan != null) {
      err.println(describe(state));
      before = state.history().size() + (double) state.batch() / plan.batches();
    }
  }

  /** Returns where a training goes on, on one line. */
  static String describe(TrainingState state) {
    return "going on after epoch %d%s"
        .formatted(state.history().size(), state.batch() == 0 ? "" : ", batch " + state.batch());
  }

  @Override
  public void onBatch(int epoch, int batch, float loss) {
    if (plan == null || batch == plan.batches() || pause() < LONGEST_PAUSE) {
      return;
    }
    double done = epoch - 1 + (double) batch / plan.batches();
    print(
        plan,
        epoch,
        "batch %d/%d, loss %s".formatted(batch, plan.batches(), Text.number(loss)),
        done);
  }

  @Override
  public void onEpoch(EpochReport report) {
    if (plan == null || (pause() < SHORTEST_PAUSE && report.epoch() < plan.epochs())) {
      return;
    }
    StringBuilder text = new StringBuilder("loss ").append(describe(report.training()));
    report.validation().ifPresent(loss -> text.append(", validation loss ").append(describe(loss)));
    text.append(String.format(Locale.ROOT, ", %,.0f samples/s", plan.samples() / report.seconds()));
    print(plan, report.epoch(), text.toString(), report.epoch());
  }

  /** Returns a loss, and its parts in brackets if there are several. */
  private static String describe(LossValue loss) {
    String total = Text.number(loss.total());
    return loss.parts().isEmpty()
        ? total
        : loss.parts().entrySet().stream()
            .map(part -> part.getKey() + " " + Text.number(part.getValue()))
            .collect(Collectors.joining(", ", total + " (", ")"));
  }

  private long pause() {
    return System.nanoTime() - lastLine;
  }

  /**
   * Prints a line.
   *
   * @param done the number of epochs that are done
   */
  private void print(TrainingPlan plan, int epoch, String text, double done) {
    lastLine = System.nanoTime();
    double elapsed = (lastLine - start) * 1e-9;
    double left = elapsed / (done - before) * (plan.epochs() - done);
    err.printf(
        Locale.ROOT,
        left > 0 ? "epoch %d/%d: %s, %.0f s left%n" : "epoch %d/%d: %s, %.1f s in all%n",
        epoch,
        plan.epochs(),
        text,
        left > 0 ? left : elapsed);
  }

  @Override
  public void close() {}
}
