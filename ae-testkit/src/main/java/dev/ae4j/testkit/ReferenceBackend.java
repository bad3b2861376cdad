package dev.ae4j.testkit;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.op.Input;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The oracle as a backend: models can be trained on it, slowly and in float64.
 *
 * <p>Numbers are rounded to float32 only where they leave it; parameters keep all their digits from
 * step to step.
 */
public final class ReferenceBackend implements Backend {
  private final Function<PrimitiveEvaluator.Run, PrimitiveEvaluator> evaluators;

  /** Creates a backend. */
  public ReferenceBackend() {
    this(PrimitiveEvaluator::new);
  }

  ReferenceBackend(Function<PrimitiveEvaluator.Run, PrimitiveEvaluator> evaluators) {
    this.evaluators = evaluators;
  }

  @Override
  public String description() {
    return "reference, float64, 1 thread";
  }

  @Override
  public Executable compile(Program program) {
    return new ReferenceExecutable(program, new ReferenceInterpreter(program, evaluators));
  }

  @Override
  public void close() {}

  private static final class ReferenceExecutable implements Executable {
    private final Program program;
    private final ReferenceInterpreter interpreter;
    private final Map<String, DoubleData> parameters = new LinkedHashMap<>();
    private volatile boolean closed;

    ReferenceExecutable(Program program, ReferenceInterpreter interpreter) {
      this.program = program;
      this.interpreter = interpreter;
      for (Parameter parameter : program.parameters()) {
        parameters.put(parameter.name(), DoubleData.zeros(parameter.shape()));
      }
    }

    @Override
    public Program program() {
      return program;
    }

    @Override
    public void run(RunRequest request, List<TensorData> results) {
      checkOpen();
      int batchSize = request.batchSize(program);
      List<Shape> shapes =
          program.outputs().values().stream()
              .map(output -> output.shape().withBatch(batchSize))
              .toList();
      if (!results.stream().map(TensorData::shape).toList().equals(shapes)) {
        throw new ShapeException("Results are " + results + " but the outputs have " + shapes);
      }
      Map<String, DoubleData> inputs = new HashMap<>();
      for (int i = 0; i < request.feeds().size(); i++) {
        Input input = program.inputs().get(i);
        inputs.put(input.name(), gathered(request.feeds().get(i), input.shape()));
      }
      ReferenceInterpreter.Results computed =
          interpreter.run(inputs, parameters, request.seed(), request.step());
      List<DoubleData> outputs = List.copyOf(computed.outputs().values());
      for (int i = 0; i < outputs.size(); i++) {
        float[] rounded = outputs.get(i).toTensorData().values();
        System.arraycopy(rounded, 0, results.get(i).values(), 0, rounded.length);
      }
      parameters.putAll(computed.updates());
    }

    private static DoubleData gathered(Feed feed, Shape shape) {
      if (!shape.isBatched()) {
        return DoubleData.from(feed.data());
      }
      DoubleData batch = DoubleData.zeros(shape.withBatch(feed.count()));
      int width = shape.sampleElements();
      int[] rows = feed.rows();
      for (int i = 0; i < feed.count(); i++) {
        int row = rows != null ? rows[feed.from() + i] : feed.from() + i;
        Objects.checkIndex(row, feed.data().rows());
        for (int j = 0; j < width; j++) {
          batch.values()[i * width + j] = feed.data().values()[row * width + j];
        }
      }
      return batch;
    }

    @Override
    public TensorData read(String parameter) {
      checkOpen();
      return parameter(parameter).toTensorData();
    }

    @Override
    public void write(String parameter, TensorData value) {
      checkOpen();
      Shape expected = parameter(parameter).shape();
      if (!value.shape().equals(expected)) {
        throw new ShapeException(
            "Parameter " + parameter + " " + expected + " cannot be set to " + value.shape());
      }
      parameters.put(parameter, DoubleData.from(value));
    }

    private DoubleData parameter(String name) {
      DoubleData value = parameters.get(name);
      if (value == null) {
        throw new IllegalArgumentException(
            "The program has no parameter " + name + ". Maybe one of " + parameters.keySet());
      }
      return value;
    }

    private void checkOpen() {
      if (closed) {
        throw new IllegalStateException("The executable is closed");
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
