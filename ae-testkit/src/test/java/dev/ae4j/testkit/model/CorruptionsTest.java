package dev.ae4j.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.LossSpec;
import dev.ae4j.ModelSpec;
import dev.ae4j.PluginSpec;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Random;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.Corruption;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.CorruptionProvider;
import dev.ae4j.testkit.DoubleData;
import dev.ae4j.testkit.ReferenceInterpreter;
import dev.ae4j.training.ModelGraph;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares what corruptions make of many equal elements with what their formulas say. */
class CorruptionsTest {
  private static final int COUNT = 20_000;

  /** Returns what becomes of elements of one value. */
  private static double[] corrupted(String spec, double element) {
    ProviderCatalog catalog = ReferenceCatalog.get();
    PluginSpec parsed = PluginSpec.parse(spec);
    CorruptionProvider provider = catalog.find(CorruptionProvider.class, parsed);
    Corruption corruption = provider.create(catalog.options(provider, parsed));
    BuildContext context = BuildContext.root(Shape.of(1), OptionalInt.empty(), Mode.TRAINING);
    Tensor samples = Tensor.input("samples", Shape.batchOf(1));
    Program program =
        Program.builder().output("corrupted", corruption.corrupt(samples, context)).build();
    double[] values = new double[COUNT];
    Arrays.fill(values, element);
    DoubleData input = DoubleData.of(values, Shape.of(COUNT, 1));
    return new ReferenceInterpreter(program)
        .run(Map.of("samples", input), Map.of(), 1, 0)
        .output("corrupted")
        .values();
  }

  private static double share(double[] values, double value) {
    return (double) DoubleStream.of(values).filter(v -> Math.abs(v - value) < 1e-6).count() / COUNT;
  }

  /** Five standard deviations of a share. */
  private static double spread(double probability) {
    return 5 * Math.sqrt(probability * (1 - probability) / COUNT) + 1e-9;
  }

  @Test
  void saltAndPepperAreAsManyAsAskedFor() {
    double[] values = corrupted("salt-and-pepper:0.3", 0.4);
    assertThat(share(values, 0)).isCloseTo(0.15, within(spread(0.15)));
    assertThat(share(values, 1)).isCloseTo(0.15, within(spread(0.15)));
    assertThat(share(values, 0.4)).isCloseTo(0.7, within(spread(0.7)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 0.9})
  void normalNoiseIsLimitedUnlessAskedOtherwise(double element) {
    double[] free = corrupted("gaussian:0.5,clip=false", element);
    double mean = DoubleStream.of(free).average().orElseThrow();
    double squares = DoubleStream.of(free).map(v -> (v - element) * (v - element)).sum();
    assertThat(mean).isCloseTo(element, within(5 * 0.5 / Math.sqrt(COUNT)));
    assertThat(Math.sqrt(squares / COUNT)).isCloseTo(0.5, within(0.02));
    double[] limited = DoubleStream.of(free).map(v -> Math.max(0, Math.min(1, v))).toArray();
    assertThat(corrupted("gaussian:0.5", element)).isEqualTo(limited);
  }

  @Test
  void speckleGrowsWithTheElement() {
    for (double element : new double[] {0, 0.2, 0.5}) {
      double[] values = corrupted("speckle:0.1", element);
      double squares = DoubleStream.of(values).map(v -> (v - element) * (v - element)).sum();
      assertThat(Math.sqrt(squares / COUNT)).isCloseTo(0.1 * element, within(0.005 * element));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 2.5, 10, 64})
  void poissonCountsAreAsOftenAsTheirProbability(double peak) {
    for (double element : new double[] {0, 0.3, 1}) {
      double[] values = corrupted("poisson:" + peak, element);
      double probability = Math.exp(-peak * element);
      double rest = 1;
      for (int count = 0; count < peak; count++) {
        assertThat(share(values, count / peak)).isCloseTo(probability, within(spread(probability)));
        rest -= probability;
        probability *= peak * element / (count + 1);
      }
      assertThat(share(values, 1)).isCloseTo(rest, within(spread(Math.max(rest, 0))));
    }
  }

  private static List<Integer> streams(String... corruptions) {
    ModelSpec spec =
        new ModelSpec(
            Shape.of(4),
            PluginSpec.of("dense"),
            OptionalInt.of(2),
            PluginSpec.of("dense"),
            LossSpec.parse("mse"),
            Arrays.stream(corruptions).map(PluginSpec::parse).toList());
    return ModelGraph.build(spec, ReferenceCatalog.get(), Mode.TRAINING)
        .lossProgram()
        .tensors()
        .stream()
        .filter(tensor -> tensor.operation() instanceof Random)
        .map(tensor -> ((Random) tensor.operation()).stream())
        .toList();
  }

  @Test
  void eachOfSeveralDrawsNumbersOfItsOwn() {
    List<Integer> several = streams("gaussian", "masking", "gaussian");
    assertThat(several).hasSize(3).doesNotHaveDuplicates().containsAll(streams("gaussian"));
  }
}
