package dev.ae4j.tensorflow.graph;

import dev.ae4j.graph.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensorflow.proto.DataType;

/** Nodes that compute sizes, which are known only at run time where the batch is part of them. */
final class Sizes {
  private final GraphBuilder graph;
  private final Map<Shape, String> known = new HashMap<>();
  private boolean usesBatchSize;

  Sizes(GraphBuilder graph) {
    this.graph = graph;
  }

  /** Returns whether a node needs the size of the batch. */
  boolean usesBatchSize() {
    return usesBatchSize;
  }

  /** Returns the number of samples, as a vector of one int32. */
  String batchSize() {
    if (!usesBatchSize) {
      usesBatchSize = true;
      graph.placeholder(Nodes.BATCH_SIZE, DataType.DT_INT32, 1);
    }
    return Nodes.BATCH_SIZE;
  }

  /** Returns the sizes of a shape, as a vector of int32. */
  String of(Shape shape) {
    return known.computeIfAbsent(shape, this::create);
  }

  private String create(Shape shape) {
    String sample = graph.ints(shape.sampleSizes());
    return shape.isBatched() ? graph.concat(DataType.DT_INT32, 0, batchSize(), sample) : sample;
  }

  /** Returns the number of elements of a shape, as a vector of one int32. */
  String elements(Shape shape) {
    String sample = graph.ints(shape.sampleElements());
    return shape.isBatched() ? graph.apply("Mul", DataType.DT_INT32, batchSize(), sample) : sample;
  }

  /** Returns the sizes of a shape for a reshape, which finds the batch by itself if it can. */
  String forReshape(Shape shape) {
    return shape.isBatched() && shape.sampleElements() > 0 ? graph.ints(open(shape)) : of(shape);
  }

  /** Returns the sizes of a shape, and -1 for the batch. */
  static int[] open(Shape shape) {
    return IntStream.range(0, shape.rank())
        .map(axis -> axis == 0 && shape.isBatched() ? -1 : shape.size(axis))
        .toArray();
  }

  /** Does what {@link #open} does. */
  static long[] openLong(Shape shape) {
    return IntStream.of(open(shape)).asLongStream().toArray();
  }
}
