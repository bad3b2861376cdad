package dev.ae4j.testkit.plugin;

import dev.ae4j.LossSpec;
import dev.ae4j.ModelSpec;
import dev.ae4j.PluginSpec;
import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.Encoder;
import dev.ae4j.model.Latent;
import dev.ae4j.model.Likelihood;
import dev.ae4j.model.Loss;
import dev.ae4j.model.LossInputs;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.EncoderProvider;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.Options;
import dev.ae4j.testkit.DoubleData;
import dev.ae4j.testkit.ReferenceInterpreter;
import dev.ae4j.training.ModelGraph;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;

/**
 * What every loss must do: tests of a loss extend this class.
 *
 * <p>Targets and reconstructions have elements between 0.1 and 0.9; the latent is that of {@link
 * #encoder()}.
 */
public abstract class LossConformance extends PluginConformance<LossProvider> {
  private static final int BATCH = 7;
  private static final double ROUNDING = 1e-9;

  /** Creates the tests of a loss that is found by its id. */
  protected LossConformance(String id) {
    super(LossProvider.class, id);
  }

  /** Creates the tests of a loss. */
  protected LossConformance(LossProvider provider) {
    super(LossProvider.class, provider);
  }

  /**
   * Returns whether the loss does not look at the reconstruction, but at the code or the
   * parameters; false unless overridden.
   */
  protected boolean isPenalty() {
    return false;
  }

  @Override
  void addCases(ConformanceTests.Group tests, Subject<LossProvider> subject, PluginSpec spec) {
    forEachShape(tests, "is one number", subject, spec, LossGraph::checkShape);
    forEachShape(tests, "is a mean over the samples", subject, spec, LossGraph::checkMean);
    if (isPenalty()) {
      forEachShape(
          tests, "does not look at the reconstruction", subject, spec, LossGraph::checkIgnored);
    } else {
      forEachShape(
          tests, "is lowest where the target is met", subject, spec, LossGraph::checkLowest);
    }
    forEachShape(
        tests,
        "has a gradient by what the decoder makes that agrees with finite differences",
        subject,
        spec,
        LossGraph::checkGradient);
    forEachShape(
        tests,
        "has finite gradients where the target is met",
        subject,
        spec,
        LossGraph::checkGradientAtTarget);
    addModelCases(tests, subject, spec);
  }

  private void forEachShape(
      ConformanceTests.Group tests,
      String name,
      Subject<LossProvider> subject,
      PluginSpec spec,
      Consumer<LossGraph> check) {
    tests.add(
        name,
        () -> {
          for (Shape shape : sampleShapes()) {
            Checks.about(
                "samples of shape " + shape,
                () -> check.accept(LossGraph.build(model(spec, shape), subject.catalog())));
          }
        });
  }

  /**
   * The graph of a loss alone, behind an encoder.
   *
   * @param context where the encoder declared its parameters
   * @param target an input
   * @param decoded an input
   * @param loss the loss
   */
  private record LossGraph(BuildContext context, Tensor target, Tensor decoded, Tensor loss) {

    static LossGraph build(ModelSpec spec, ProviderCatalog catalog) {
      List<LossSpec.Term> terms = spec.loss().terms();
      PluginSpec plugin = terms.get(terms.size() - 1).plugin();
      LossProvider losses = catalog.find(LossProvider.class, plugin);
      Loss built = losses.create(catalog.options(losses, plugin));
      Optional<Likelihood> likelihood =
          built instanceof Likelihood found ? Optional.of(found) : Optional.empty();
      BuildContext root =
          BuildContext.root(
              spec.sampleShape(),
              spec.codeSize(),
              Mode.TRAINING,
              likelihood.map(Likelihood::parametersPerElement).orElse(1));
      Tensor target = Tensor.input("target", spec.sampleShape().batched());
      Tensor decoded = Tensor.input("decoded", root.decodedShape().batched());
      Tensor reconstruction = likelihood.map(l -> l.mean(decoded)).orElse(decoded);
      EncoderProvider encoders = catalog.find(EncoderProvider.class, spec.encoder());
      Encoder encoder = encoders.create(catalog.options(encoders, spec.encoder()));
      Latent latent =
          root.plugin("encoder", encoders.id(), context -> encoder.encode(target, context));
      Tensor loss =
          root.plugin(
              "loss",
              plugin.id(),
              context ->
                  built.compute(
                      new LossInputs(target, decoded, reconstruction, latent, target, context)));
      return new LossGraph(root, target, decoded, loss);
    }

    private Map<String, DoubleData> weights() {
      return ModelChecks.weights(context.declarations());
    }

    private DoubleData targets() {
      return SampleData.batch(target.shape().sample(), BATCH);
    }

    /**
     * What a decoder might make: samples with no element of the targets unless the distance is
     * zero, towards the middle where it is positive; any numbers if there are several for each
     * element.
     */
    private DoubleData others(double distance) {
      if (hasParameters()) {
        return DoubleData.uniform("decoded", -1, 1, decoded.shape().withBatch(BATCH).sampleSizes());
      }
      DoubleData others = targets();
      for (int i = 0; i < others.values().length; i++) {
        double aside = others.get(i) < 0.5 ? distance : -distance;
        others.values()[i] += aside * (1 + 0.1 * (i % 3));
      }
      return others;
    }

    private boolean hasParameters() {
      return context.parametersPerElement() > 1;
    }

    private double value(DoubleData targets, DoubleData made) {
      Program.Builder program = Program.builder().output("loss", loss);
      // A loss need not look at both, but an input that it ignores cannot be fed
      program.output("target", target).output("decoded", decoded);
      return new ReferenceInterpreter(program.build())
          .run(Map.of("target", targets, "decoded", made), weights(), 0, 0)
          .output("loss")
          .get(0);
    }

    void checkShape() {
      Checks.that(loss.shape().equals(Shape.scalar()), "its shape is %s", loss.shape());
    }

    void checkMean() {
      DoubleData targets = targets();
      DoubleData others = others(0.2);
      double sum = 0;
      for (int row = 0; row < BATCH; row++) {
        sum += value(ModelChecks.row(targets, row), ModelChecks.row(others, row));
      }
      double together = value(targets, others);
      Checks.that(
          Math.abs(together - sum / BATCH) <= ROUNDING * Math.max(1, Math.abs(together)),
          "%s samples have the loss %s, but the mean of their losses is %s",
          BATCH,
          together,
          sum / BATCH);
    }

    void checkLowest() {
      Assumptions.assumeFalse(hasParameters(), "several numbers for each element are no sample");
      DoubleData targets = targets();
      double lowest = value(targets, targets);
      for (double distance : new double[] {0.01, -0.01, 0.05, -0.05, 0.3}) {
        double loss = value(targets, others(distance));
        Checks.that(
            loss > lowest,
            "it is %s where the target is met and %s at a distance of %s",
            lowest,
            loss,
            distance);
      }
    }

    void checkIgnored() {
      DoubleData targets = targets();
      Checks.that(
          value(targets, targets) == value(targets, others(0.3)),
          "it changes with the reconstruction");
    }

    void checkGradient() {
      ModelChecks.compareGradients(
          loss, List.of(decoded), Map.of("target", targets(), "decoded", others(0.2)), weights());
    }

    void checkGradientAtTarget() {
      Program program =
          Program.builder()
              .output("gradient", Gradients.of(loss, List.of(decoded)).get(0))
              .output("target", target)
              .output("decoded", decoded)
              .build();
      Checks.finite(
          "the gradient",
          new ReferenceInterpreter(program)
              .run(Map.of("target", targets(), "decoded", others(0)), weights(), 0, 0)
              .output("gradient"));
    }
  }

  @Override
  void create(Subject<LossProvider> subject, Options options) {
    subject.provider().create(options);
  }

  @Override
  void use(Subject<LossProvider> subject, PluginSpec spec) {
    ModelGraph.build(model(spec, sampleShapes().get(0)), subject.catalog(), Mode.TRAINING);
  }

  @Override
  ModelSpec model(PluginSpec spec, Shape sampleShape) {
    LossSpec.Term term = new LossSpec.Term(1, spec);
    return new ModelSpec(
        sampleShape,
        PluginSpec.parse(encoder()),
        codeSize(),
        PluginSpec.parse(decoder()),
        isPenalty()
            ? new LossSpec(List.of(new LossSpec.Term(1, PluginSpec.parse(loss())), term))
            : new LossSpec(List.of(term)),
        List.of());
  }
}
