package dev.ae4j.training;

import dev.ae4j.DataException;
import dev.ae4j.ModelSpec;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Input;
import dev.ae4j.model.Activation;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.Initializers;
import dev.ae4j.model.Layers;
import dev.ae4j.model.ParameterDeclaration;
import dev.ae4j.registry.ProviderCatalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An encoder with a softmax layer on its code, which tells classes apart.
 *
 * <p>Its loss is the mean over the samples of {@code -log p(class)}, plus the loss of the
 * autoencoder times a weight. Hinton and Salakhutdinov 2006; Vincent et al. 2010.
 */
final class Classifier {
  /** More classes are hardly meant; their weights would take much memory. */
  private static final int MAX_CLASSES = 65_536;

  private static final String LABELS = "labels";

  private final ModelSpec spec;
  private final ProviderCatalog catalog;
  private final int classes;
  private final float reconstruction;

  /**
   * Describes a classifier.
   *
   * @param spec the model, with the corruptions to train with
   * @param classes how many there are
   * @param reconstruction the weight of the autoencoder's loss; at 0, what only that loss depends
   *     on stays as it is
   */
  Classifier(ModelSpec spec, ProviderCatalog catalog, int classes, float reconstruction) {
    this.spec = spec;
    this.catalog = catalog;
    this.classes = classes;
    this.reconstruction = reconstruction;
  }

  /**
   * Returns the number of classes in data.
   *
   * @throws DataException if it has no labels, or such that are no classes
   */
  static int classes(Dataset data) {
    int[] labels =
        data.labels()
            .orElseThrow(
                () ->
                    new DataException(
                        "%s has no labels for the trainer fine-tune to learn from. Maybe add them, or take the trainer gradient"
                            .formatted(data.name())));
    int largest = 1;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= MAX_CLASSES) {
        throw new DataException(
            "%s: the label of sample %s is %s, not from 0 to %s"
                .formatted(data.name(), i, labels[i], MAX_CLASSES - 1));
      }
      largest = Math.max(largest, labels[i]);
    }
    return largest + 1;
  }

  /** Returns whether an input of a program is the classes of the samples, {@code [N]}. */
  static boolean isLabels(Input input) {
    return input.name().equals(LABELS);
  }

  /** Returns the classes of some samples of labelled data. */
  static TensorData labels(Dataset data, int[] order, int from, int count) {
    int[] all = data.labels().orElseThrow();
    float[] labels = new float[count];
    for (int i = 0; i < count; i++) {
      labels[i] = all[order[from + i]];
    }
    return TensorData.of(labels, count);
  }

  /**
   * Returns the graph of the autoencoder with the loss of the classifier.
   *
   * <p>The parts of the loss are {@code cross-entropy}; {@code error-rate}, the share of the
   * samples for which another class is more probable, which is only looked at; and those of the
   * autoencoder if their weight is not 0.
   */
  ModelGraph graph(Mode mode) {
    ModelGraph model = ModelGraph.build(spec, catalog, mode);
    BuildContext root = BuildContext.root(spec.sampleShape(), spec.codeSize(), mode);
    Tensor logits = logits(model, root);
    Tensor labels = Tensor.input(LABELS, Shape.batchOf()).convert(ElementType.INT32);
    Tensor crossEntropy = labels.oneHot(classes).times(logits.logSoftmax()).sum(1).mean().negate();
    Map<String, Tensor> parts = new LinkedHashMap<>();
    parts.put("cross-entropy", crossEntropy);
    parts.put("error-rate", Tensor.scalar(1).minus(logits.argMax(1).equalTo(labels)).mean());
    List<ParameterDeclaration> parameters = new ArrayList<>();
    Tensor loss = crossEntropy;
    if (reconstruction == 0) {
      model.parameters().forEach(declared -> parameters.add(trainedWithClasses(declared)));
    } else {
      parameters.addAll(model.parameters());
      parts.putAll(model.lossParts());
      loss = loss.plus(model.loss().times(reconstruction));
    }
    parameters.addAll(root.declarations());
    return new ModelGraph(
        model.samples(), model.latent(), model.reconstruction(), loss, parts, parameters);
  }

  /** Returns a parameter of the encoder as it is, any other as one that does not change. */
  private static ParameterDeclaration trainedWithClasses(ParameterDeclaration declared) {
    return declared.name().startsWith("encoder/")
        ? declared
        : new ParameterDeclaration(declared.tensor(), declared.initializer(), declared.tensor());
  }

  /** Returns the program from {@code samples} to {@code probabilities}. */
  Program classifyProgram() {
    ModelGraph model = ModelGraph.build(spec, catalog, Mode.INFERENCE);
    BuildContext root = BuildContext.root(spec.sampleShape(), spec.codeSize(), Mode.INFERENCE);
    return Program.builder().output("probabilities", logits(model, root).softmax()).build();
  }

  private Tensor logits(ModelGraph model, BuildContext root) {
    return root.layer(
        "classifier",
        layer ->
            Layers.dense(
                Layers.flatten(model.latent().code()),
                classes,
                Activation.LINEAR,
                Initializers.glorotUniform(),
                layer));
  }
}
