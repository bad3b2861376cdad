package dev.ae4j.testkit.plugin;

import dev.ae4j.LossSpec;
import dev.ae4j.ModelSpec;
import dev.ae4j.PluginSpec;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.model.BlindSpot;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.Corruption;
import dev.ae4j.spi.CorruptionProvider;
import dev.ae4j.spi.Options;
import dev.ae4j.testkit.DoubleData;
import dev.ae4j.testkit.ReferenceInterpreter;
import dev.ae4j.training.ModelGraph;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What every corruption must do: tests of a corruption extend this class.
 *
 * <p>Samples have elements between 0.1 and 0.9. What a {@link BlindSpot} hides may depend on random
 * numbers, not on the samples.
 */
public abstract class CorruptionConformance extends PluginConformance<CorruptionProvider> {
  private static final int BATCH = 32;

  /** Creates the tests of a corruption that is found by its id. */
  protected CorruptionConformance(String id) {
    super(CorruptionProvider.class, id);
  }

  /** Creates the tests of a corruption. */
  protected CorruptionConformance(CorruptionProvider provider) {
    super(CorruptionProvider.class, provider);
  }

  @Override
  void addCases(
      ConformanceTests.Group tests, Subject<CorruptionProvider> subject, PluginSpec spec) {
    tests.add(
        "changes samples, but neither their shape nor to NaN",
        () -> {
          for (Shape shape : sampleShapes()) {
            Checks.about("samples of shape " + shape, () -> checkChange(subject, spec, shape));
          }
        });
    tests.add(
        "does not show what it hides",
        () -> {
          for (Shape shape : sampleShapes()) {
            Checks.about("samples of shape " + shape, () -> checkHidden(subject, spec, shape));
          }
        });
    addModelCases(tests, subject, spec);
  }

  private static void checkChange(
      Subject<CorruptionProvider> subject, PluginSpec spec, Shape sampleShape) {
    Corruption corruption = subject.provider().create(subject.options(spec));
    BuildContext context = BuildContext.root(sampleShape, OptionalInt.empty(), Mode.TRAINING);
    Tensor samples = Tensor.input("samples", sampleShape.batched());
    Tensor corrupted = corruption.corrupt(samples, context);
    Checks.that(
        corrupted.shape().equals(samples.shape()),
        "they have the shape %s afterwards",
        corrupted.shape());
    Program program = Program.builder().output("corrupted", corrupted).build();
    DoubleData before = SampleData.batch(sampleShape, BATCH);
    Map<String, DoubleData> inputs =
        program.inputs().isEmpty() ? Map.of() : Map.of("samples", before);
    DoubleData after =
        new ReferenceInterpreter(program).run(inputs, Map.of(), 1, 0).output("corrupted");
    Checks.finite("what becomes of them", after);
    Checks.that(!Arrays.equals(before.values(), after.values()), "nothing becomes of them");
  }

  /** Checks that what a blind spot makes depends on no hidden element; any other hides none. */
  private static void checkHidden(
      Subject<CorruptionProvider> subject, PluginSpec spec, Shape sampleShape) {
    if (!(subject.provider().create(subject.options(spec)) instanceof BlindSpot blindSpot)) {
      return;
    }
    BuildContext context = BuildContext.root(sampleShape, OptionalInt.empty(), Mode.TRAINING);
    Tensor samples = Tensor.input("samples", sampleShape.batched());
    Tensor hidden = blindSpot.hidden(samples, context);
    Tensor seen = hidden.select(blindSpot.replacement(samples, context), samples);
    Program program = Program.builder().output("hidden", hidden).output("seen", seen).build();
    DoubleData before = SampleData.batch(sampleShape, BATCH);
    ReferenceInterpreter.Results results =
        new ReferenceInterpreter(program).run(Map.of("samples", before), Map.of(), 1, 0);
    double[] mask = results.output("hidden").values();
    long hiddenElements = Arrays.stream(mask).filter(element -> element == 1).count();
    Checks.that(
        Arrays.stream(mask).allMatch(element -> element == 0 || element == 1),
        "what is hidden is neither 0 nor 1");
    Checks.that(
        hiddenElements > 0 && hiddenElements < mask.length,
        "%s of %s elements are hidden",
        hiddenElements,
        mask.length);
    double[] values = before.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += mask[i] == 1 ? 0.5 : 0;
    }
    DoubleData others = DoubleData.of(values, before.shape());
    Checks.that(
        Arrays.equals(
            results.output("seen").values(),
            new ReferenceInterpreter(program)
                .run(Map.of("samples", others), Map.of(), 1, 0)
                .output("seen")
                .values()),
        "what the encoder sees depends on hidden elements");
  }

  @Override
  void create(Subject<CorruptionProvider> subject, Options options) {
    subject.provider().create(options);
  }

  @Override
  void use(Subject<CorruptionProvider> subject, PluginSpec spec) {
    ModelGraph.build(model(spec, sampleShapes().get(0)), subject.catalog(), Mode.TRAINING);
  }

  @Override
  ModelSpec model(PluginSpec spec, Shape sampleShape) {
    return new ModelSpec(
        sampleShape,
        PluginSpec.parse(encoder()),
        codeSize(),
        PluginSpec.parse(decoder()),
        LossSpec.parse(loss()),
        List.of(spec));
  }
}
