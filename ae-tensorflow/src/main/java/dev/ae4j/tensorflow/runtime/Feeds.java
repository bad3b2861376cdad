package dev.ae4j.tensorflow.runtime;

import java.util.ArrayList;
import java.util.List;

/** The values that a run is given; closing this closes them. */
public final class Feeds implements AutoCloseable {
  private final List<String> nodes = new ArrayList<>();
  private final List<NativeTensor> values = new ArrayList<>();

  /** Creates no feeds. */
  public Feeds() {}

  /** Feeds a node; the value is closed with this. */
  public void add(String node, NativeTensor value) {
    nodes.add(node);
    values.add(value);
  }

  List<String> nodes() {
    return nodes;
  }

  List<NativeTensor> values() {
    return values;
  }

  @Override
  public void close() {
    values.forEach(NativeTensor::close);
  }
}
