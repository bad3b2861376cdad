package dev.ae4j.testkit.plugin;

import dev.ae4j.LossSpec;
import dev.ae4j.ModelSpec;
import dev.ae4j.PluginSpec;
import dev.ae4j.graph.Shape;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.spi.DecoderProvider;
import dev.ae4j.spi.Options;
import dev.ae4j.training.ModelGraph;
import java.util.List;

/**
 * What every decoder must do: tests of a decoder extend this class.
 *
 * <p>It is trained together with {@link #encoder()}.
 */
public abstract class DecoderConformance extends PluginConformance<DecoderProvider> {
  /** Creates the tests of a decoder that is found by its id. */
  protected DecoderConformance(String id) {
    super(DecoderProvider.class, id);
  }

  /** Creates the tests of a decoder. */
  protected DecoderConformance(DecoderProvider provider) {
    super(DecoderProvider.class, provider);
  }

  @Override
  void addCases(ConformanceTests.Group tests, Subject<DecoderProvider> subject, PluginSpec spec) {
    addModelCases(tests, subject, spec);
    addInferenceCases(tests, subject, spec);
  }

  @Override
  void create(Subject<DecoderProvider> subject, Options options) {
    subject.provider().create(options);
  }

  @Override
  void use(Subject<DecoderProvider> subject, PluginSpec spec) {
    ModelGraph.build(model(spec, sampleShapes().get(0)), subject.catalog(), Mode.TRAINING);
  }

  @Override
  ModelSpec model(PluginSpec spec, Shape sampleShape) {
    return new ModelSpec(
        sampleShape,
        PluginSpec.parse(encoder()),
        codeSize(),
        spec,
        LossSpec.parse(loss()),
        List.of());
  }
}
