package dev.ae4j.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.PluginSpec;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.ScheduleProvider;
import dev.ae4j.training.EpochReport;
import dev.ae4j.training.Schedule;
import dev.ae4j.training.TrainingProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Factors against their formulas, computed by hand, for 10 epochs of 4 steps. */
class SchedulesTest {
  private static Schedule schedule(String spec) {
    ProviderCatalog catalog = ReferenceCatalog.get();
    PluginSpec parsed = PluginSpec.parse(spec);
    ScheduleProvider provider = catalog.find(ScheduleProvider.class, parsed);
    return provider.create(catalog.options(provider, parsed));
  }

  @ParameterizedTest
  @CsvSource({
    "'step:every=2,factor=0.5', 0, 1",
    "'step:every=2,factor=0.5', 7, 1",
    "'step:every=2,factor=0.5', 8, 0.5",
    "'step:every=2,factor=0.5', 39, 0.0625",
    "'step:warm-up=1', 0, 0.25",
    "'step:warm-up=1', 2, 0.75",
    "'step:warm-up=1', 3, 1",
    "'exponential:0.25', 2, 0.5",
    "'exponential:0.25', 4, 0.25",
    "'exponential:0.25,warm-up=1', 2, 0.375",
    "'cosine', 0, 1",
    "'cosine', 10, 0.8535534",
    "'cosine', 20, 0.5",
    "'cosine', 40, 0",
    "'cosine:end=0.5', 20, 0.75",
    "'cosine:end=0.5', 40, 0.5",
    "'cosine:warm-up=2', 3, 0.5",
    "'cosine:warm-up=2', 8, 1",
    "'cosine:warm-up=2', 24, 0.5",
    "'cosine:warm-up=20', 39, 0.5",
  })
  void factors(String spec, long step, double expected) {
    TrainingProgress progress = new TrainingProgress(step, 4, 10, List.of());
    assertThat(schedule(spec).factor(progress)).isCloseTo(expected, within(1e-6));
  }

  private static double after(String spec, double... losses) {
    List<EpochReport> history = new ArrayList<>();
    for (double loss : losses) {
      // The training loss falls all the time and must not count
      double training = 1.0 / (history.size() + 1);
      history.add(new EpochReport(history.size() + 1, training, OptionalDouble.of(loss), 1));
    }
    return schedule(spec).factor(new TrainingProgress(4L * losses.length, 4, 10, history));
  }

  @Test
  void plateauFallsWhereTheValidationLossStandsStill() {
    assertThat(after("plateau:factor=0.5,patience=2")).isEqualTo(1);
    assertThat(after("plateau:factor=0.5,patience=2", 5, 4, 4)).isEqualTo(1);
    assertThat(after("plateau:factor=0.5,patience=2", 5, 4, 4, 4)).isEqualTo(0.5);
    assertThat(after("plateau:factor=0.5,patience=2", 5, 4, 4, 3, 4)).isEqualTo(1);
    assertThat(after("plateau:factor=0.5,patience=2", 5, 5, 5, 5, 5)).isEqualTo(0.25);
    assertThat(after("plateau:factor=0.5,patience=2,threshold=0.1", 5, 4.6, 4.2)).isEqualTo(1);
    assertThat(after("plateau:factor=0.5,patience=2,threshold=0.1", 5, 4.6, 4.55)).isEqualTo(0.5);
    assertThat(after("plateau:factor=0.1,patience=1,minimum=0.05", 5, 5, 5, 5)).isEqualTo(0.05);
    assertThat(after("plateau:factor=0.5,patience=1", -5, -6, -7)).isEqualTo(1);
  }

  @Test
  void plateauLooksAtTheTrainingLossIfThereIsNoOther() {
    List<EpochReport> history =
        List.of(
            new EpochReport(1, 5, OptionalDouble.empty(), 1),
            new EpochReport(2, 5, OptionalDouble.empty(), 1));
    assertThat(
            schedule("plateau:factor=0.5,patience=1")
                .factor(new TrainingProgress(8, 4, 10, history)))
        .isEqualTo(0.5);
  }
}
