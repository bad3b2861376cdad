package dev.ae4j.jvm;

import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Random.Distribution;
import dev.ae4j.model.Activation;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.Initializers;
import dev.ae4j.model.Layers;
import dev.ae4j.model.Optimizer;
import dev.ae4j.model.ParameterDeclaration;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.training.UpdateGraph;
import java.util.List;
import java.util.OptionalInt;

/** A variational autoencoder with a normal posterior: Kingma and Welling, 2014. */
final class VariationalNetwork {
  private static final int HIDDEN = 40;

  private final BuildContext context;
  private final UpdateGraph training;
  private final Program inference;

  /** Creates a network for flat samples. */
  VariationalNetwork(int features, int codeSize, Optimizer optimizer) {
    context = BuildContext.root(Shape.of(features), OptionalInt.of(codeSize), Mode.TRAINING);
    Tensor x = Tensor.input("x", Shape.batchOf(features));
    Tensor hidden = dense(x, "hidden", HIDDEN).relu();
    Tensor mean = dense(hidden, "mean", codeSize);
    Tensor logVariance = dense(hidden, "log-variance", codeSize);
    Tensor noise = context.random("noise", Distribution.NORMAL, mean.shape());
    Tensor logits = logits(mean.plus(logVariance.times(0.5f).exp().times(noise)), features);
    Tensor crossEntropy = logits.softplus().minus(x.times(logits)).sum(1);
    Tensor divergence =
        mean.square().plus(logVariance.exp()).minus(logVariance).minus(1).sum(1).times(0.5f);
    Tensor loss = crossEntropy.plus(divergence).mean();
    training = UpdateGraph.build(loss, context.declarations(), optimizer);
    inference =
        Program.builder()
            .output("mean", mean)
            .output("reconstruction", logits(mean, features).sigmoid())
            .build();
  }

  private Tensor logits(Tensor code, int features) {
    return dense(dense(code, "decoder", HIDDEN).relu(), "reconstruction", features);
  }

  private Tensor dense(Tensor x, String name, int units) {
    return context.layer(
        name,
        layer -> Layers.dense(x, units, Activation.LINEAR, Initializers.glorotUniform(), layer));
  }

  /** One step of training; its output is the loss. */
  Program training() {
    return training.program();
  }

  /** The mean of the posterior and its reconstruction. */
  Program inference() {
    return inference;
  }

  /** Returns the names of the weights, in order. */
  List<String> weights() {
    return context.declarations().stream().map(ParameterDeclaration::name).sorted().toList();
  }

  /** Gives an executable of the training its first weights. */
  void initialize(Executable executable, long seed) {
    for (ParameterDeclaration declared : context.declarations()) {
      executable.write(declared.name(), declared.initialValue(seed));
    }
    training.initialSlots().forEach(executable::write);
  }
}
