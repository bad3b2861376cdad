package dev.ae4j.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.training.EpochReport;
import dev.ae4j.training.LossValue;
import dev.ae4j.training.TrainingPlan;
import dev.ae4j.training.TrainingState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final TrainingPlan PLAN = new TrainingPlan(3, 4, 1000, 12345, "jvm");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String shown(Progress progress) {
    try (progress) {
      progress.onStart(PLAN);
      for (int epoch = 1; epoch <= 3; epoch++) {
        for (int batch = 1; batch <= 4; batch++) {
          progress.onBatch(epoch, batch, 0.5f / epoch);
        }
        progress.onEpoch(new EpochReport(epoch, 0.25, OptionalDouble.of(0.125), 2));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void linesHaveLossRateAndTime() {
    assertThat(shown(new ProgressLines(err)).lines())
        .hasSize(3)
        .element(0)
        .isEqualTo("training 12,345 parameters on 1,000 samples with jvm");
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .containsPattern("epoch 1/3: loss 0.25, validation loss 0.125, 500 samples/s, \\d+ s left")
        .containsPattern("epoch 3/3: .* s in all");
  }

  @Test
  void linesHaveThePartsOfASum() {
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("bce", 0.25);
    parts.put("l2", 3.5);
    try (Progress progress = new ProgressLines(err)) {
      progress.onStart(PLAN);
      progress.onEpoch(
          new EpochReport(
              1, new LossValue(0.5, parts), Optional.of(new LossValue(0.75, parts)), 2));
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("loss 0.5 (bce 0.25, l2 3.5), validation loss 0.75 (bce 0.25, l2 3.5), 500");
  }

  @Test
  void barHasLossRateAndTime() {
    assertThat(shown(new ProgressBars(err, 120)))
        .contains("training 12,345 parameters", "100%", "3000/3000", "/s", "epoch 1/3, loss 0.5")
        .endsWith(System.lineSeparator());
  }

  private String resumed(Progress progress) {
    EpochReport first = new EpochReport(1, 0.5, OptionalDouble.empty(), 1);
    try (progress) {
      progress.onStart(PLAN);
      progress.onResume(
          new TrainingState(
              List.of(first), 2, LossValue.of(1), 1, new TreeMap<>(), new TreeMap<>()));
      progress.onBatch(2, 3, 0.25f);
      progress.onBatch(2, 4, 0.25f);
      progress.onEpoch(new EpochReport(2, 0.25, OptionalDouble.empty(), 2));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whereTrainingGoesOnIsShown() {
    assertThat(resumed(new ProgressLines(err)))
        .contains("going on after epoch 1, batch 2", "epoch 2/3: loss 0.25")
        .doesNotContain("Infinity");
    assertThat(resumed(new ProgressBars(err, 120)))
        .contains("going on after epoch 1, batch 2", "2000/3000");
  }

  @Test
  void barEndsWhenNothingWasTrained() {
    try (Progress progress = new ProgressBars(err, 80)) {
      assertThat(progress).isNotNull();
    }
    assertThat(bytes.size()).isZero();
  }

  @Test
  void onlyStandardErrorCanBeATerminal() {
    assertThat(Terminal.width(err)).isEmpty();
    assertThat(Terminal.parse("")).isEmpty();
    assertThat(Terminal.parse("24 132")).hasValue(132);
    assertThat(Terminal.parse("0 0")).hasValue(80);
  }
}
