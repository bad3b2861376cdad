package dev.ae4j.jvm.plan;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.op.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of a program's parameters, which begin with zeros. */
public final class ParameterValues {
  private final Map<String, TensorData> values = new LinkedHashMap<>();

  /**
   * Creates zeros for some parameters.
   *
   * @throws dev.ae4j.BackendException if there is too little memory
   */
  public ParameterValues(List<Parameter> parameters) {
    MemoryNeed need = MemoryNeed.ofParameters();
    for (Parameter parameter : parameters) {
      need.add(parameter.shape().sampleElements());
      need.mention(parameter.name() + parameter.shape(), parameter.shape().sampleElements());
    }
    need.check();
    try {
      for (Parameter parameter : parameters) {
        values.put(parameter.name(), TensorData.zeros(parameter.shape()));
      }
    } catch (OutOfMemoryError e) {
      throw need.refusal(e);
    }
  }

  /**
   * Returns a copy of a value.
   *
   * @throws IllegalArgumentException if there is no such parameter
   */
  public TensorData read(String name) {
    TensorData value = find(name);
    return TensorData.of(value.values().clone(), value.shape());
  }

  /**
   * Overwrites a value.
   *
   * @throws IllegalArgumentException if there is no such parameter
   * @throws ShapeException if the shapes differ
   */
  public void write(String name, TensorData value) {
    TensorData target = find(name);
    Shape shape = target.shape();
    if (!shape.equals(value.shape())) {
      throw new ShapeException(
          "write of " + name + " " + shape + " with " + value.shape() + ": the shapes differ");
    }
    System.arraycopy(value.values(), 0, target.values(), 0, shape.sampleElements());
  }

  /** Returns the array that holds a value and stays the same. */
  float[] array(String name) {
    return find(name).values();
  }

  private TensorData find(String name) {
    TensorData value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "The program has no parameter " + name + ". Maybe one of " + values.keySet());
    }
    return value;
  }
}
