package dev.ae4j.testkit.plugin;

import dev.ae4j.LossSpec;
import dev.ae4j.ModelSpec;
import dev.ae4j.PluginSpec;
import dev.ae4j.graph.Shape;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.spi.EncoderProvider;
import dev.ae4j.spi.Options;
import dev.ae4j.training.ModelGraph;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * What every encoder must do: tests of an encoder extend this class.
 *
 * <p>It is trained together with {@link #decoder()}.
 */
public abstract class EncoderConformance extends PluginConformance<EncoderProvider> {
  /** Creates the tests of an encoder that is found by its id. */
  protected EncoderConformance(String id) {
    super(EncoderProvider.class, id);
  }

  /** Creates the tests of an encoder. */
  protected EncoderConformance(EncoderProvider provider) {
    super(EncoderProvider.class, provider);
  }

  @Override
  void addCases(ConformanceTests.Group tests, Subject<EncoderProvider> subject, PluginSpec spec) {
    tests.add("makes codes of the size asked for", () -> checkCodes(subject, spec));
    addModelCases(tests, subject, spec);
    addInferenceCases(tests, subject, spec);
  }

  private void checkCodes(Subject<EncoderProvider> subject, PluginSpec spec) {
    Assumptions.assumeTrue(codeSize().isPresent(), "the options decide the size of the code");
    for (Shape sampleShape : sampleShapes()) {
      Shape code =
          ModelGraph.build(model(spec, sampleShape), subject.catalog(), Mode.INFERENCE)
              .latent()
              .code()
              .shape();
      Checks.that(
          code.isBatched() && code.sampleElements() == codeSize().getAsInt(),
          "codes of samples of shape %s have the shape %s, not %s elements",
          sampleShape,
          code,
          codeSize().getAsInt());
    }
  }

  @Override
  void create(Subject<EncoderProvider> subject, Options options) {
    subject.provider().create(options);
  }

  @Override
  void use(Subject<EncoderProvider> subject, PluginSpec spec) {
    ModelGraph.build(model(spec, sampleShapes().get(0)), subject.catalog(), Mode.TRAINING);
  }

  @Override
  ModelSpec model(PluginSpec spec, Shape sampleShape) {
    return new ModelSpec(
        sampleShape,
        spec,
        codeSize(),
        PluginSpec.parse(decoder()),
        LossSpec.parse(loss()),
        List.of());
  }
}
