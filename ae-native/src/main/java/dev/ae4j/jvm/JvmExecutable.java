package dev.ae4j.jvm;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Input;
import dev.ae4j.jvm.plan.ParameterValues;
import dev.ae4j.jvm.plan.Plan;
import dev.ae4j.jvm.plan.Planner;
import dev.ae4j.jvm.step.Engine;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.util.List;

/**
 * A program with the values of its parameters and the plans made for it.
 *
 * <p>A run that fails may have stored some of the updates and not others. Whatever it threw, even
 * an {@link OutOfMemoryError}, the next run works.
 */
final class JvmExecutable implements Executable {
  private final JvmBackend backend;
  private final Program program;
  private final List<Input> inputs;
  private final List<Shape> outputs;
  private final ParameterValues parameters;
  private final PlanPool plans;
  private volatile boolean closed;

  JvmExecutable(JvmBackend backend, Program program, Engine engine, boolean fuse) {
    this.backend = backend;
    this.program = program;
    this.inputs = program.inputs();
    this.outputs = program.outputs().values().stream().map(Tensor::shape).toList();
    this.parameters = new ParameterValues(program.parameters());
    this.plans = new PlanPool(new Planner(program, parameters, engine, fuse));
  }

  @Override
  public Program program() {
    return program;
  }

  @Override
  public void run(RunRequest request, List<TensorData> results) {
    checkOpen();
    int batchSize = batchSize(request);
    checkResults(results, batchSize);
    Plan plan = plans.take(batchSize);
    plan.run(request, results);
    // Not after a failure, which may have left it halfway.
    plans.giveBack(plan);
  }

  /** Does what {@link RunRequest#batchSize} does, and allocates nothing unless it fails. */
  private int batchSize(RunRequest request) {
    int batchSize = -1;
    boolean fits = request.feeds().size() == inputs.size();
    for (int i = 0; fits && i < inputs.size(); i++) {
      Shape expected = inputs.get(i).shape();
      Feed feed = request.feeds().get(i);
      int first = expected.isBatched() ? 1 : 0;
      fits = agree(expected, feed.data().shape(), first);
      if (expected.isBatched()) {
        fits &= batchSize < 0 || feed.count() == batchSize;
        batchSize = feed.count();
      } else {
        fits &= feed.rows() == null && feed.from() == 0;
      }
    }
    return fits ? Math.max(batchSize, 0) : request.batchSize(program);
  }

  private void checkResults(List<TensorData> results, int batchSize) {
    boolean fits = results.size() == outputs.size();
    for (int i = 0; fits && i < outputs.size(); i++) {
      Shape expected = outputs.get(i);
      Shape actual = results.get(i).shape();
      int first = expected.isBatched() ? 1 : 0;
      fits = agree(expected, actual, first) && (first == 0 || actual.size(0) == batchSize);
    }
    if (!fits) {
      throw new ShapeException(
          "The program has the outputs "
              + program.outputs()
              + " but for a batch of "
              + batchSize
              + " the results are "
              + results.stream().map(TensorData::shape).toList());
    }
  }

  /** Returns whether two shapes have as many axes, and the same sizes from an axis on. */
  private static boolean agree(Shape expected, Shape actual, int first) {
    boolean agree = expected.rank() == actual.rank();
    for (int axis = first; agree && axis < expected.rank(); axis++) {
      agree = expected.sameSize(axis, actual, axis);
    }
    return agree;
  }

  @Override
  public TensorData read(String parameter) {
    checkOpen();
    return parameters.read(parameter);
  }

  @Override
  public void write(String parameter, TensorData value) {
    checkOpen();
    parameters.write(parameter, value);
  }

  private void checkOpen() {
    backend.checkOpen();
    if (closed) {
      throw new IllegalStateException("The executable is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    plans.clear();
  }
}
