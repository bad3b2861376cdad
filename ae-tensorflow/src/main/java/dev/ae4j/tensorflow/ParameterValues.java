package dev.ae4j.tensorflow;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.tensorflow.graph.Nodes;
import dev.ae4j.tensorflow.runtime.Feeds;
import dev.ae4j.tensorflow.runtime.NativeSession;
import dev.ae4j.tensorflow.runtime.NativeTensor;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The parameters of a program, which begin with zeros.
 *
 * <p>What is written waits until it is needed, so that all of it is stored in one run: TensorFlow
 * prepares every set of nodes that are run together anew.
 */
final class ParameterValues implements AutoCloseable {
  private final List<Parameter> parameters;
  private final List<String> names;
  private final NativeSession session;
  private final NavigableMap<Integer, NativeTensor> written = new TreeMap<>();

  ParameterValues(List<Parameter> parameters, NativeSession session) {
    this.parameters = parameters;
    this.names = parameters.stream().map(Parameter::name).toList();
    this.session = session;
    for (int i = 0; i < parameters.size(); i++) {
      write(i, TensorData.zeros(parameters.get(i).shape()));
    }
  }

  /** Returns a copy of the value of a parameter. */
  synchronized TensorData read(String name) {
    int number = number(name);
    store();
    TensorData value = TensorData.zeros(parameters.get(number).shape());
    try (Feeds none = new Feeds();
        NativeTensor read = session.run(none, List.of(Nodes.parameter(number)), List.of()).get(0)) {
      read.get(value.values());
    }
    return value;
  }

  /** Sets the value of a parameter, from a copy. */
  synchronized void write(String name, TensorData value) {
    int number = number(name);
    Parameter parameter = parameters.get(number);
    if (!value.shape().equals(parameter.shape())) {
      throw new ShapeException(
          "Parameter %s %s cannot be set to a value of shape %s"
              .formatted(name, parameter.shape(), value.shape()));
    }
    write(number, value);
  }

  private void write(int number, TensorData value) {
    NativeTensor before = written.put(number, NativeTensor.of(value));
    if (before != null) {
      before.close();
    }
  }

  private int number(String name) {
    int number = names.indexOf(name);
    if (number < 0) {
      throw new IllegalArgumentException(
          "The program has no parameter " + name + ". Maybe one of " + names);
    }
    return number;
  }

  /** Lets the next run see what was written. */
  synchronized void store() {
    if (written.size() == parameters.size()) {
      store(written);
    }
    // One by one, so that there are no more than a few different runs
    while (!written.isEmpty()) {
      store(written.headMap(written.firstKey(), true));
    }
  }

  /** Stores values and forgets them. */
  private void store(NavigableMap<Integer, NativeTensor> values) {
    List<String> targets = values.keySet().stream().map(Nodes::storeValue).toList();
    if (targets.isEmpty()) {
      return;
    }
    try (Feeds feeds = new Feeds()) {
      values.forEach((number, value) -> feeds.add(Nodes.newValue(number), value));
      values.clear();
      session.run(feeds, List.of(), targets);
    }
  }

  @Override
  public synchronized void close() {
    written.values().forEach(NativeTensor::close);
    written.clear();
  }
}
