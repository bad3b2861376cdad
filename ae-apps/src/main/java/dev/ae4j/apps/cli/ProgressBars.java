package dev.ae4j.apps.cli;

import dev.ae4j.training.EpochReport;
import dev.ae4j.training.TrainingPlan;
import dev.ae4j.training.TrainingState;
import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Draws a bar with the rate, the loss and the time left. */
final class ProgressBars implements Progress {
  private static final int UPDATE_MILLIS = 200;

  private final PrintStream err;
  private final int width;
  private Line line;
  private @Nullable TrainingPlan plan;
  private @Nullable ProgressBar bar;
  private String validation = "";
  private long lastMessage;

  ProgressBars(PrintStream err, int width) {
    this.err = err;
    // A given width keeps the library from opening the terminal with native code
    this.width = width;
    this.line = new Line(err, width - 1);
  }

  @Override
  public void onStart(TrainingPlan plan) {
    err.println(ProgressLines.describe(plan));
    this.plan = plan;
    bar = bar(plan, 0);
  }

  @Override
  public void onResume(TrainingState state) {
    if (plan != null && bar != null) {
      bar.close();
      line.end();
      err.println(ProgressLines.describe(state));
      line = new Line(err, width - 1);
      bar = bar(plan, samples(plan, state.history().size(), state.batch()));
    }
  }

  private static long samples(TrainingPlan plan, int epochs, int batches) {
    return (long) epochs * plan.samples() + (long) plan.samples() * batches / plan.batches();
  }

  private ProgressBar bar(TrainingPlan plan, long done) {
    return new ProgressBarBuilder()
        .setStyle(ProgressBarStyle.ASCII)
        .setInitialMax((long) plan.epochs() * plan.samples())
        .startsFrom(done, Duration.ZERO)
        .setUpdateIntervalMillis(UPDATE_MILLIS)
        .showSpeed(new DecimalFormat("0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
        .setConsumer(line)
        .build();
  }

  @Override
  public void onBatch(int epoch, int batch, float loss) {
    if (plan == null || bar == null) {
      return;
    }
    bar.stepTo(samples(plan, epoch - 1, batch));
    long now = System.nanoTime();
    if (now - lastMessage > UPDATE_MILLIS * 500_000L) {
      lastMessage = now;
      bar.setExtraMessage(
          " epoch %d/%d, loss %s%s".formatted(epoch, plan.epochs(), Text.number(loss), validation));
    }
  }

  @Override
  public void onEpoch(EpochReport report) {
    report.validationLoss().ifPresent(loss -> validation = ", validation " + Text.number(loss));
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      line.end();
    }
  }

  /** The line that the bar is on, which the library does not end if it had no time to begin it. */
  private static final class Line extends ConsoleProgressBarConsumer {
    private boolean ended;

    Line(PrintStream err, int width) {
      super(err, width);
    }

    @Override
    public void close() {
      end();
    }

    synchronized void end() {
      if (!ended) {
        ended = true;
        super.close();
      }
    }
  }
}
