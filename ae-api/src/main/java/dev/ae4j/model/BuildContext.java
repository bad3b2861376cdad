package dev.ae4j.model;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.Random;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where a plug-in gets parameters and random numbers from while it builds its graph.
 *
 * <p>Names are paths: a parameter {@code kernel} declared in the layer {@code dense-1} of the
 * encoder is {@code encoder/dense-1/kernel}. Asked for twice, a name gives the same tensor, so that
 * weights can be shared. Not safe for use by several threads.
 */
public final class BuildContext {
  /** What a model is built for. */
  public enum Mode {
    /** Corruption, dropout and sampling are on. */
    TRAINING,
    /**
     * The loss of samples that are not trained on: without corruption and dropout, but codes that
     * have a distribution are drawn from it, since the loss is an expectation.
     */
    EVALUATION,
    /** The result depends on nothing but the samples. */
    INFERENCE
  }

  private final Model model;
  private final String path;

  private BuildContext(Model model, String path) {
    this.model = model;
    this.path = path;
  }

  /** What is common to all layers of a model. */
  private static final class Model {
    final Shape sampleShape;
    final OptionalInt codeSize;
    final Mode mode;
    final int parametersPerElement;
    final Map<String, ParameterDeclaration> declarations = new LinkedHashMap<>();
    final Map<Integer, String> streams = new HashMap<>();

    Model(Shape sampleShape, OptionalInt codeSize, Mode mode, int parametersPerElement) {
      this.sampleShape = sampleShape;
      this.codeSize = codeSize;
      this.mode = mode;
      this.parametersPerElement = parametersPerElement;
    }
  }

  /**
   * Returns the context of a new model, at the root of all paths.
   *
   * @param sampleShape the shape of one sample
   * @param codeSize the number of elements of one code, if the user named one
   * @param mode what the model is built for
   */
  public static BuildContext root(Shape sampleShape, OptionalInt codeSize, Mode mode) {
    return root(sampleShape, codeSize, mode, 1);
  }

  /**
   * Returns the context of a new model, at the root of all paths.
   *
   * @param sampleShape the shape of one sample
   * @param codeSize the number of elements of one code, if the user named one
   * @param mode what the model is built for
   * @param parametersPerElement how many numbers the decoder makes for each element of a sample
   */
  public static BuildContext root(
      Shape sampleShape, OptionalInt codeSize, Mode mode, int parametersPerElement) {
    return new BuildContext(new Model(sampleShape, codeSize, mode, parametersPerElement), "");
  }

  /** Returns the shape of one sample, without the batch. */
  public Shape sampleShape() {
    return model.sampleShape;
  }

  /**
   * Returns how many numbers a decoder makes for each element of a sample: 1 unless the loss is a
   * {@link Likelihood} that asks for more.
   */
  public int parametersPerElement() {
    return model.parametersPerElement;
  }

  /**
   * Returns the shape of what a decoder makes of one code: that of a sample, with a last axis of
   * {@link #parametersPerElement()} if that is more than 1.
   */
  public Shape decodedShape() {
    if (model.parametersPerElement == 1) {
      return model.sampleShape;
    }
    int[] sizes = Arrays.copyOf(model.sampleShape.sampleSizes(), model.sampleShape.rank() + 1);
    sizes[model.sampleShape.rank()] = model.parametersPerElement;
    return Shape.of(sizes);
  }

  /** Returns the number of elements of one code, if the user named one. */
  public OptionalInt codeSize() {
    return model.codeSize;
  }

  /** Returns what the model is built for. */
  public Mode mode() {
    return model.mode;
  }

  /** Returns parameters and state of the whole model so far, in the order of declaration. */
  public List<ParameterDeclaration> declarations() {
    return new ArrayList<>(model.declarations.values());
  }

  /**
   * Builds a part of the model under a name of its own.
   *
   * @param name one step of the path, such as {@code dense-1}
   * @param body builds the part
   * @return what {@code body} returns
   * @throws ShapeException if shapes do not fit inside, with the name in front of the message
   */
  public <T> T layer(String name, Function<BuildContext, T> body) {
    try {
      return body.apply(new BuildContext(model, path(name)));
    } catch (ShapeException e) {
      throw e.inside(name);
    }
  }

  /**
   * Builds what a plug-in describes, under the name of its kind.
   *
   * @param kind the step of the path, such as {@code encoder}
   * @param id the plug-in, for messages
   * @param body builds the part
   * @return what {@code body} returns
   * @throws ShapeException if shapes do not fit inside, with kind and id in front of the message
   */
  public <T> T plugin(String kind, String id, Function<BuildContext, T> body) {
    try {
      return body.apply(new BuildContext(model, path(kind)));
    } catch (ShapeException e) {
      throw e.inside(kind + " " + id);
    }
  }

  /**
   * Returns a parameter, which training changes.
   *
   * @param name unique in this layer, such as {@code kernel}
   * @param shape the shape, which is not batched
   * @param initializer chooses the first values
   * @throws ShapeException if the name stands for a parameter of another shape already
   */
  public Tensor parameter(String name, Shape shape, Initializer initializer) {
    Tensor parameter = Tensor.of(new Parameter(path(name), shape));
    return declared(name, parameter, initializer, null).tensor();
  }

  /**
   * Returns what the model keeps beside its parameters, such as running statistics: no optimizer
   * changes it. It is saved with the parameters.
   *
   * <p>If the layer is built twice, the second change follows the first.
   *
   * @param name unique in this layer, such as {@code mean}
   * @param shape the shape, which is not batched
   * @param initializer chooses the first values
   * @param next builds the value after a step of training from the value before it, which is the
   *     one that this method returns; not used for inference
   * @throws ShapeException if the name stands for something of another shape or kind already
   */
  public Tensor state(
      String name, Shape shape, Initializer initializer, UnaryOperator<Tensor> next) {
    Tensor state = Tensor.of(new Parameter(path(name), shape));
    ParameterDeclaration declared = declared(name, state, initializer, state);
    Tensor before = declared.next();
    if (model.mode == Mode.TRAINING && before != null) {
      model.declarations.put(
          path(name),
          new ParameterDeclaration(declared.tensor(), declared.initializer(), next.apply(before)));
    }
    return declared.tensor();
  }

  private ParameterDeclaration declared(
      String name, Tensor tensor, Initializer initializer, @Nullable Tensor next) {
    Shape shape = tensor.shape();
    ParameterDeclaration declared =
        model.declarations.computeIfAbsent(
            path(name), p -> new ParameterDeclaration(tensor, initializer, next));
    if (!declared.tensor().shape().equals(shape) || declared.isTrained() != (next == null)) {
      throw new ShapeException(
          "%s %s of shape %s exists as %s with the shape %s"
              .formatted(
                  next == null ? "parameter" : "state",
                  declared.name(),
                  shape,
                  declared.isTrained() ? "parameter" : "state",
                  declared.tensor().shape()));
    }
    return declared;
  }

  /**
   * Returns numbers that are drawn anew at every step.
   *
   * @param name unique in this layer, such as {@code noise}
   * @param distribution what to draw from
   * @param shape the shape of the result, batched or not
   * @throws IllegalArgumentException if the name is taken
   */
  public Tensor random(String name, Random.Distribution distribution, Shape shape) {
    int stream = RandomStream.hash(path(name));
    String other = model.streams.putIfAbsent(stream, path(name));
    if (other != null) {
      throw new IllegalArgumentException(
          "Random numbers " + path(name) + " would be the same as " + other + ". Maybe rename one");
    }
    return Tensor.of(new Random(distribution, shape, stream));
  }

  private String path(String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }
}
