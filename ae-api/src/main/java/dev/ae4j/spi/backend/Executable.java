package dev.ae4j.spi.backend;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that is ready to run, together with the values of its parameters.
 *
 * <p>A program without updates may be run by several threads at once; every other use is limited to
 * one thread at a time.
 */
public interface Executable extends AutoCloseable {
  /** Returns the program, as it was given to {@link Backend#compile}. */
  Program program();

  /**
   * Runs the program once.
   *
   * @param request the inputs, the seed and the step
   * @param results one per output of the program, in its order, each of the shape that the output
   *     has for this batch; overwritten
   * @throws dev.ae4j.graph.ShapeException if a feed or a result has another shape than the program
   *     says
   */
  void run(RunRequest request, List<TensorData> results);

  /**
   * Runs the program once.
   *
   * @param request the inputs, the seed and the step
   * @return one result per output of the program, in its order
   */
  default List<TensorData> run(RunRequest request) {
    int batchSize = request.batchSize(program());
    List<TensorData> results = new ArrayList<>();
    for (Tensor output : program().outputs().values()) {
      results.add(TensorData.zeros(output.shape().withBatch(batchSize)));
    }
    run(request, results);
    return results;
  }

  /**
   * Returns a copy of the value of a parameter.
   *
   * @throws IllegalArgumentException if the program has no such parameter
   */
  TensorData read(String parameter);

  /**
   * Sets the value of a parameter, from a copy.
   *
   * @throws IllegalArgumentException if the program has no such parameter
   * @throws dev.ae4j.graph.ShapeException if the shapes differ
   */
  void write(String parameter, TensorData value);

  /**
   * Releases what this executable holds. Closing it again does nothing; every other method then
   * throws {@link IllegalStateException}.
   */
  @Override
  void close();
}
