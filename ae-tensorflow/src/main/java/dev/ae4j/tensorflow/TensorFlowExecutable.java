package dev.ae4j.tensorflow;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.RunRequest;
import dev.ae4j.tensorflow.graph.Nodes;
import dev.ae4j.tensorflow.graph.ProgramGraph;
import dev.ae4j.tensorflow.runtime.Feeds;
import dev.ae4j.tensorflow.runtime.NativeSession;
import dev.ae4j.tensorflow.runtime.NativeTensor;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

/**
 * A program as a session of TensorFlow.
 *
 * <p>A run that fails may have stored some of the updates and not others.
 */
final class TensorFlowExecutable implements Executable {
  private final TensorFlowBackend backend;
  private final Program program;
  private final ProgramGraph graph;
  private final NativeSession session;
  private final ParameterValues parameters;
  private final List<InputFeed> inputs;
  private final List<Shape> outputs;
  private final RunNodes nodes;
  private final RunNodes nodesIfEmpty;
  // Closing waits for runs, since a run of a closed session crashes the process
  private final ReadWriteLock closing = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * What a run fetches and executes.
   *
   * @param fetches the outputs
   * @param targets the updates
   */
  private record RunNodes(List<String> fetches, List<String> targets) {
    static RunNodes of(Program program, boolean emptyBatch) {
      return new RunNodes(
          IntStream.range(0, program.outputs().size())
              .mapToObj(number -> Nodes.output(number, emptyBatch))
              .toList(),
          program.updates().isEmpty() ? List.of() : List.of(Nodes.update(emptyBatch)));
    }
  }

  TensorFlowExecutable(
      TensorFlowBackend backend, Program program, ProgramGraph graph, NativeSession session) {
    this.backend = backend;
    this.program = program;
    this.graph = graph;
    this.session = session;
    this.parameters = new ParameterValues(program.parameters(), session);
    this.inputs = IntStream.range(0, program.inputs().size()).mapToObj(this::inputFeed).toList();
    this.outputs = program.outputs().values().stream().map(Tensor::shape).toList();
    this.nodes = RunNodes.of(program, false);
    this.nodesIfEmpty = graph.apartIfEmpty() ? RunNodes.of(program, true) : nodes;
  }

  private InputFeed inputFeed(int number) {
    ResidentData resident =
        graph.feeds().contains(Nodes.rows(number))
            ? new ResidentData(number, session, backend.residentBytes())
            : null;
    return new InputFeed(program.inputs().get(number), number, resident);
  }

  @Override
  public Program program() {
    return program;
  }

  @Override
  public void run(RunRequest request, List<TensorData> results) {
    Lock open = lockOpen();
    try (Feeds feeds = new Feeds()) {
      int batchSize = request.batchSize(program);
      checkResults(results, batchSize);
      parameters.store();
      addFeeds(request, batchSize, feeds);
      RunNodes run = batchSize == 0 ? nodesIfEmpty : nodes;
      if (run.fetches.isEmpty() && run.targets.isEmpty()) {
        return;
      }
      List<NativeTensor> fetched = session.run(feeds, run.fetches, run.targets);
      for (int i = 0; i < fetched.size(); i++) {
        try (NativeTensor result = fetched.get(i)) {
          result.get(results.get(i).values());
        }
      }
    } finally {
      open.unlock();
    }
  }

  private void addFeeds(RunRequest request, int batchSize, Feeds feeds) {
    for (int i = 0; i < inputs.size(); i++) {
      if (graph.feeds().contains(Nodes.input(i))) {
        inputs.get(i).add(request.feeds().get(i), feeds);
      }
    }
    if (graph.feeds().contains(Nodes.BATCH_SIZE)) {
      feeds.add(Nodes.BATCH_SIZE, NativeTensor.ofInt(batchSize));
    }
    if (graph.feeds().contains(Nodes.SEED)) {
      feeds.add(Nodes.SEED, NativeTensor.ofUnsignedLong(request.seed()));
      feeds.add(Nodes.STEP, NativeTensor.ofUnsignedLong(request.step()));
    }
  }

  private void checkResults(List<TensorData> results, int batchSize) {
    List<Shape> expected = outputs.stream().map(shape -> shape.withBatch(batchSize)).toList();
    if (!results.stream().map(TensorData::shape).toList().equals(expected)) {
      throw new ShapeException(
          "The program has the outputs %s but for a batch of %s the results are %s"
              .formatted(
                  program.outputs(), batchSize, results.stream().map(TensorData::shape).toList()));
    }
  }

  @Override
  public TensorData read(String parameter) {
    Lock open = lockOpen();
    try {
      return parameters.read(parameter);
    } finally {
      open.unlock();
    }
  }

  @Override
  public void write(String parameter, TensorData value) {
    Lock open = lockOpen();
    try {
      parameters.write(parameter, value);
    } finally {
      open.unlock();
    }
  }

  /** Keeps this from being closed until the lock is given back. */
  private Lock lockOpen() {
    backend.checkOpen();
    Lock lock = closing.readLock();
    lock.lock();
    if (closed) {
      lock.unlock();
      throw new IllegalStateException("The executable is closed");
    }
    return lock;
  }

  @Override
  public void close() {
    Lock lock = closing.writeLock();
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        parameters.close();
        session.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
