package dev.ae4j.training;

import dev.ae4j.LossSpec;
import dev.ae4j.ModelSpec;
import dev.ae4j.OptionException;
import dev.ae4j.PluginSpec;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.model.BlindSpot;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.Corruption;
import dev.ae4j.model.Decoder;
import dev.ae4j.model.Encoder;
import dev.ae4j.model.Latent;
import dev.ae4j.model.Likelihood;
import dev.ae4j.model.Loss;
import dev.ae4j.model.LossInputs;
import dev.ae4j.model.ParameterDeclaration;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.CorruptionProvider;
import dev.ae4j.spi.DecoderProvider;
import dev.ae4j.spi.EncoderProvider;
import dev.ae4j.spi.LossProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The graph that the plug-ins of a model describe, for training, evaluation or use.
 *
 * @param samples the input {@code samples}, {@code [N, sample...]}
 * @param latent what the encoder makes of them, or of the corrupted ones in training
 * @param reconstruction what the decoder makes of that, or its mean if the first loss is a
 *     likelihood with several parameters, {@code [N, sample...]}
 * @param loss a scalar: the weighted sum of the parts
 * @param lossParts each term of the loss without its weight, a scalar, by the plug-in with its
 *     options as in {@link dev.ae4j.PluginSpec#toString()}; in the order of the terms
 * @param parameters the parameters and state of all parts
 */
public record ModelGraph(
    Tensor samples,
    Latent latent,
    Tensor reconstruction,
    Tensor loss,
    Map<String, Tensor> lossParts,
    List<ParameterDeclaration> parameters) {

  /** Copies the map and the list. */
  public ModelGraph {
    lossParts = Collections.unmodifiableMap(new LinkedHashMap<>(lossParts));
    parameters = List.copyOf(parameters);
  }

  /**
   * Builds the graph of a model.
   *
   * @throws dev.ae4j.OptionException if a plug-in or one of its options is unknown or impossible
   * @throws ShapeException if the parts do not fit each other; the message names part and layer
   */
  public static ModelGraph build(ModelSpec spec, ProviderCatalog catalog, Mode mode) {
    List<Loss> losses = losses(spec.loss(), catalog);
    BuildContext root = root(spec, losses, mode);
    Tensor samples = Tensor.input("samples", spec.sampleShape().batched());
    Task task = task(spec, catalog, samples, root);
    Latent latent = encode(spec, catalog, task.seen, root);
    Tensor decoded = decode(spec, catalog, latent, root);
    Tensor reconstruction = reconstruction(spec, losses, decoded);
    if (task.compared.isPresent() && root.parametersPerElement() > 1) {
      throw new OptionException(
          "Loss %s makes several numbers of each element, so it cannot leave out any: those that are missing or not hidden. Maybe mse or gaussian"
              .formatted(spec.loss().terms().get(0).plugin()));
    }
    Tensor target = task.target(reconstruction);
    Map<String, Tensor> parts = new LinkedHashMap<>();
    List<Tensor> weighted = new ArrayList<>();
    for (int i = 0; i < losses.size(); i++) {
      LossSpec.Term term = spec.loss().terms().get(i);
      PluginSpec plugin = term.plugin();
      Loss loss = losses.get(i);
      Tensor part =
          root.plugin(
              numbered("loss", i),
              plugin.id(),
              context -> {
                LossInputs inputs =
                    new LossInputs(target, decoded, reconstruction, latent, task.seen, context);
                return checked("loss", loss.compute(inputs), Shape.scalar());
              });
      parts.put(plugin.toString(), part);
      weighted.add(term.weight() == 1 ? part : part.times((float) term.weight()));
    }
    Tensor loss = weighted.stream().reduce(Tensor::plus).orElseThrow();
    return new ModelGraph(samples, latent, reconstruction, loss, parts, root.declarations());
  }

  /**
   * What a model has to do.
   *
   * @param seen what the encoder sees
   * @param target what the reconstruction should be
   * @param compared not 0 for elements that the loss looks at; empty for all
   */
  private record Task(Tensor seen, Tensor target, Optional<Tensor> compared) {
    static Task of(Tensor samples, boolean mayMiss) {
      if (!mayMiss) {
        return new Task(samples, samples, Optional.empty());
      }
      // NaN is not at most anything
      Tensor observed = samples.abs().atMost(Tensor.scalar(Float.MAX_VALUE));
      Tensor seen = observed.select(samples, Tensor.scalar(0));
      return new Task(seen, seen, Optional.of(observed));
    }

    /** Returns what there is to do after a corruption. */
    Task after(Corruption corruption, BuildContext context) {
      if (corruption instanceof BlindSpot blindSpot) {
        Tensor hidden = checked("what is hidden", blindSpot.hidden(seen, context), seen.shape());
        Tensor shown =
            checked("what replaces it", blindSpot.replacement(seen, context), seen.shape());
        Tensor both = compared.map(known -> hidden.select(known, Tensor.scalar(0))).orElse(hidden);
        return new Task(hidden.select(shown, seen), target, Optional.of(both));
      }
      Tensor result = checked("corrupted samples", corruption.corrupt(seen, context), seen.shape());
      return new Task(result, corruption.changesTarget() ? result : target, compared);
    }

    /** Returns the target; for what is not compared the reconstruction: no error, no gradient. */
    Tensor target(Tensor reconstruction) {
      return compared
          .map(mask -> mask.select(target, reconstruction.stopGradient()))
          .orElse(target);
    }
  }

  private static Task task(
      ModelSpec spec, ProviderCatalog catalog, Tensor samples, BuildContext root) {
    Task task = Task.of(samples, spec.schema().isPresent());
    for (int i = 0; i < spec.corruptions().size(); i++) {
      PluginSpec plugin = spec.corruptions().get(i);
      Corruption corruption = corruption(plugin, catalog);
      if (corruption.changesTarget() && task.seen != task.target) {
        throw new OptionException(
            "Corruption %s makes the target, so it must come before those that do not: %s"
                .formatted(plugin, spec.corruptions()));
      }
      boolean decidesLoss = corruption.changesTarget() || corruption instanceof BlindSpot;
      if (root.mode() == Mode.TRAINING || (root.mode() == Mode.EVALUATION && decidesLoss)) {
        Task before = task;
        task =
            root.plugin(
                numbered("corruption", i),
                plugin.id(),
                context -> before.after(corruption, context));
      }
    }
    return task;
  }

  private static BuildContext root(ModelSpec spec, List<Loss> losses, Mode mode) {
    int parameters = parametersPerElement(losses.get(0));
    return BuildContext.root(spec.sampleShape(), spec.codeSize(), mode, parameters);
  }

  private static int parametersPerElement(Loss loss) {
    return loss instanceof Likelihood likelihood ? likelihood.parametersPerElement() : 1;
  }

  private static Latent encode(
      ModelSpec spec, ProviderCatalog catalog, Tensor samples, BuildContext root) {
    return root.plugin(
        "encoder",
        spec.encoder().id(),
        context -> encoder(spec.encoder(), catalog).encode(samples, context));
  }

  private static Tensor decode(
      ModelSpec spec, ProviderCatalog catalog, Latent latent, BuildContext root) {
    return root.plugin(
        "decoder",
        spec.decoder().id(),
        context -> {
          Tensor made = decoder(spec.decoder(), catalog).decode(latent, context);
          return checked("reconstruction", made, root.decodedShape().batched());
        });
  }

  private static Tensor reconstruction(ModelSpec spec, List<Loss> losses, Tensor decoded) {
    return losses.get(0) instanceof Likelihood likelihood
        ? checked("mean", likelihood.mean(decoded), spec.sampleShape().batched())
        : decoded;
  }

  /** Returns the step of the path of the first, second ... part of a kind: corruption-2. */
  private static String numbered(String kind, int index) {
    return index == 0 ? kind : kind + "-" + (index + 1);
  }

  private static Tensor checked(String what, Tensor tensor, Shape expected) {
    if (!tensor.shape().equals(expected)) {
      throw new ShapeException(what + " has the shape " + tensor.shape() + ", not " + expected);
    }
    return tensor;
  }

  /** Returns the program from {@code samples} to {@code code}. */
  public Program encodeProgram() {
    return Program.builder().output("code", latent.code()).build();
  }

  /** Returns the program from {@code samples} to {@code reconstruction}. */
  public Program reconstructProgram() {
    return Program.builder().output("reconstruction", reconstruction).build();
  }

  /**
   * Returns the program from {@code samples} to {@code loss}, and to its parts if there are
   * several; {@link LossValue#plus} reads the results.
   */
  public Program lossProgram() {
    Program.Builder program = Program.builder();
    LossValue.addOutputs(this, program);
    return program.build();
  }

  /**
   * Returns the program from {@code code} to {@code reconstruction} of a model for use.
   *
   * @param codeShape the shape of a batch of codes
   */
  public static Program decodeProgram(ModelSpec spec, ProviderCatalog catalog, Shape codeShape) {
    List<Loss> losses = losses(spec.loss(), catalog);
    BuildContext root = root(spec, losses, Mode.INFERENCE);
    // A decoder may use parameters of the encoder
    encode(spec, catalog, Tensor.input("samples", spec.sampleShape().batched()), root);
    Latent code = Latent.point(Tensor.input("code", codeShape));
    Tensor decoded = decode(spec, catalog, code, root);
    return Program.builder()
        .output("reconstruction", reconstruction(spec, losses, decoded))
        .build();
  }

  private static Encoder encoder(PluginSpec spec, ProviderCatalog catalog) {
    EncoderProvider provider = catalog.find(EncoderProvider.class, spec);
    return provider.create(catalog.options(provider, spec));
  }

  private static Decoder decoder(PluginSpec spec, ProviderCatalog catalog) {
    DecoderProvider provider = catalog.find(DecoderProvider.class, spec);
    return provider.create(catalog.options(provider, spec));
  }

  private static List<Loss> losses(LossSpec spec, ProviderCatalog catalog) {
    List<Loss> losses = new ArrayList<>();
    for (LossSpec.Term term : spec.terms()) {
      LossProvider provider = catalog.find(LossProvider.class, term.plugin());
      Loss loss = provider.create(catalog.options(provider, term.plugin()));
      if (!losses.isEmpty() && parametersPerElement(loss) != 1) {
        throw new OptionException(
            "Loss %s decides what the decoder makes, so it must be the first term: %s"
                .formatted(term.plugin(), spec));
      }
      losses.add(loss);
    }
    return losses;
  }

  private static Corruption corruption(PluginSpec spec, ProviderCatalog catalog) {
    CorruptionProvider provider = catalog.find(CorruptionProvider.class, spec);
    return provider.create(catalog.options(provider, spec));
  }
}
