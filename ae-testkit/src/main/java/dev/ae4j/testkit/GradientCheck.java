package dev.ae4j.testkit;

import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Compares the derivatives of a graph with central finite differences, in float64 on the oracle.
 *
 * <pre>{@code
 * GradientCheck.of(x -> x.get(0).matMul(x.get(1)).tanh())
 *     .batch(DoubleData.uniform("x", -1, 1, 7, 13))
 *     .argument(DoubleData.uniform("w", -1, 1, 13, 3))
 *     .check();
 * }</pre>
 *
 * <p>The function may return a tensor of any shape: what is differentiated is a weighted sum of its
 * elements, with weights that differ, so that an error in any of them shows. {@link #check} looks
 * at the gradient and at the gradient of a weighted sum of the gradient. The function must be twice
 * differentiable around the arguments: keep them away from kinks.
 */
public final class GradientCheck {
  private static final double STEP = 1e-5;

  private final Function<List<Tensor>, Tensor> function;
  private final List<Shape> shapes = new ArrayList<>();
  private final List<DoubleData> arguments = new ArrayList<>();
  private double tolerance = 1e-6;

  private GradientCheck(Function<List<Tensor>, Tensor> function) {
    this.function = function;
  }

  /** Returns a check of a function that builds its graph from one tensor per argument. */
  public static GradientCheck of(Function<List<Tensor>, Tensor> function) {
    return new GradientCheck(function);
  }

  /** Adds an argument that is not batched; returns this. */
  public GradientCheck argument(DoubleData value) {
    shapes.add(value.shape());
    arguments.add(value);
    return this;
  }

  /** Adds an argument whose first axis is the batch; returns this. */
  public GradientCheck batch(DoubleData value) {
    shapes.add(value.shape().without(List.of(0)).batched());
    arguments.add(value);
    return this;
  }

  /**
   * Sets how far a derivative may be from the difference quotient, relative to the larger of that
   * and one; 1e-6 by default. Returns this.
   */
  public GradientCheck within(double newTolerance) {
    tolerance = newTolerance;
    return this;
  }

  /**
   * Checks the first and the second derivative.
   *
   * @throws AssertionError if an element is off; the message tells the worst one
   */
  public void check() {
    checkFirst();
    compare(x -> derivative(scalar(function, "0").apply(x), x, "1"), "second derivative");
  }

  /**
   * Checks the first derivative alone, for functions that have no useful second one.
   *
   * @throws AssertionError if an element is off; the message tells the worst one
   */
  public void checkFirst() {
    compare(scalar(function, "0"), "first derivative");
  }

  private static Function<List<Tensor>, Tensor> scalar(
      Function<List<Tensor>, Tensor> function, String name) {
    return x -> weighted(function.apply(x), "weights" + name);
  }

  private static Tensor derivative(Tensor scalar, List<Tensor> x, String name) {
    List<Tensor> gradients = Gradients.of(scalar, x);
    Tensor sum = Tensor.scalar(0);
    for (int i = 0; i < gradients.size(); i++) {
      sum = sum.plus(weighted(gradients.get(i), "weights" + name + "." + i));
    }
    return sum;
  }

  private static Tensor weighted(Tensor tensor, String name) {
    return tensor.times(Tensor.input(name, tensor.shape())).sum();
  }

  private void compare(Function<List<Tensor>, Tensor> scalarFunction, String what) {
    List<Tensor> x = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      x.add(Tensor.input("x" + i, shapes.get(i)));
    }
    Tensor scalar = scalarFunction.apply(x);
    List<Tensor> gradients = Gradients.of(scalar, x);
    Program.Builder gradientProgram = Program.builder().output("value", scalar);
    for (int i = 0; i < x.size(); i++) {
      if (!gradients.get(i).shape().equals(shapes.get(i))) {
        throw new AssertionError(
            "%s by argument %s %s has the shape %s"
                .formatted(what, i, shapes.get(i), gradients.get(i).shape()));
      }
      gradientProgram.output("x" + i, gradients.get(i));
    }
    Program program = gradientProgram.build();
    Map<String, DoubleData> inputs = inputs(program);
    ReferenceInterpreter.Results computed = new ReferenceInterpreter(program).run(inputs);
    ReferenceInterpreter forward =
        new ReferenceInterpreter(Program.builder().output("value", scalar).build());
    double worst = 0;
    String message = "";
    for (int i = 0; i < x.size(); i++) {
      for (int j = 0; j < arguments.get(i).values().length; j++) {
        double gradient = computed.output("x" + i).get(j);
        double quotient = quotient(forward, inputs, i, j);
        double error = Math.abs(gradient - quotient) / Math.max(1, Math.abs(quotient));
        // Written so that NaN counts as the worst of all
        if (!(error <= worst)) {
          worst = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
          message =
              "%s by element %s of argument %s %s at %s: gradient %s, finite difference %s"
                  .formatted(
                      what,
                      Arrays.toString(Coordinates.of(j, arguments.get(i).shape())),
                      i,
                      shapes.get(i),
                      arguments.get(i).get(j),
                      gradient,
                      quotient);
        }
      }
    }
    if (worst > tolerance) {
      throw new AssertionError(
          message + ", relative error " + worst + " above the tolerance " + tolerance);
    }
  }

  private Map<String, DoubleData> inputs(Program program) {
    int batchSize = 0;
    Map<String, DoubleData> inputs = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      inputs.put("x" + i, arguments.get(i));
      if (shapes.get(i).isBatched()) {
        batchSize = arguments.get(i).shape().size(0);
      }
    }
    int rows = batchSize;
    program
        .inputs()
        .forEach(
            input ->
                inputs.computeIfAbsent(
                    input.name(),
                    name -> DoubleData.uniform(name, 0.5, 1.5, sizes(input.shape(), rows))));
    return inputs;
  }

  private static int[] sizes(Shape shape, int batchSize) {
    return shape.withBatch(batchSize).sampleSizes();
  }

  private double quotient(
      ReferenceInterpreter forward, Map<String, DoubleData> inputs, int argument, int element) {
    double[] original = arguments.get(argument).values();
    double x = original[element];
    double h = STEP * Math.max(1, Math.abs(x));
    double above = value(forward, inputs, argument, element, x + h);
    double below = value(forward, inputs, argument, element, x - h);
    return (above - below) / ((x + h) - (x - h));
  }

  private double value(
      ReferenceInterpreter forward,
      Map<String, DoubleData> inputs,
      int argument,
      int element,
      double x) {
    double[] changed = arguments.get(argument).values().clone();
    changed[element] = x;
    Map<String, DoubleData> moved = new HashMap<>(inputs);
    moved.put("x" + argument, DoubleData.of(changed, arguments.get(argument).shape()));
    return forward.run(moved).output("value").get(0);
  }
}
