package dev.ae4j.artifact;

import dev.ae4j.DataException;
import dev.ae4j.graph.Shape;
import dev.ae4j.internal.json.JsonArray;
import dev.ae4j.internal.json.JsonNumber;
import dev.ae4j.internal.json.JsonText;
import dev.ae4j.internal.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Shapes as JSON: the sizes of the axes, with {@code "N"} for the batch. */
final class ShapeCodec {
  /** Keeps a hostile file from making thousands of nodes with thousands of axes each. */
  private static final int MAX_RANK = 32;

  private static final JsonText BATCH = new JsonText("N");

  private ShapeCodec() {}

  static JsonArray write(Shape shape) {
    List<JsonValue> sizes = new ArrayList<>();
    if (shape.isBatched()) {
      sizes.add(BATCH);
    }
    for (int size : shape.sampleSizes()) {
      sizes.add(JsonNumber.of(size));
    }
    return new JsonArray(sizes);
  }

  /**
   * Reads a shape.
   *
   * @throws DataException if it is not a list of sizes
   * @throws dev.ae4j.graph.ShapeException if a size is negative or there are too many elements
   */
  static Shape read(JsonArray json) {
    List<JsonValue> values = json.values();
    if (values.size() > MAX_RANK) {
      throw new DataException(
          "a shape has " + values.size() + " axes; at most " + MAX_RANK + " are possible");
    }
    boolean batched = !values.isEmpty() && values.get(0).equals(BATCH);
    JsonArray sample = batched ? new JsonArray(values.subList(1, values.size())) : json;
    int[] sizes = sample.integers().stream().mapToInt(Integer::intValue).toArray();
    return batched ? Shape.batchOf(sizes) : Shape.of(sizes);
  }
}
