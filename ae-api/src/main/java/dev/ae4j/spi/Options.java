package dev.ae4j.spi;

import java.util.List;
import java.util.Map;

/** The values of a provider's options, checked against its schema and complete. Immutable. */
public final class Options {
  private final String owner;
  private final Map<String, Object> values;

  Options(String owner, Map<String, Object> values) {
    this.owner = owner;
    this.values = Map.copyOf(values);
  }

  /** Returns a whole number. */
  public int integer(String name) {
    return (Integer) value(name);
  }

  /** Returns a finite number. */
  public double number(String name) {
    return (Double) value(name);
  }

  /** Returns a list of positive whole numbers. */
  @SuppressWarnings("unchecked") // OptionType.IntegerListType makes lists of nothing else
  public List<Integer> integers(String name) {
    return (List<Integer>) value(name);
  }

  /** Returns free text or the name chosen. */
  public String text(String name) {
    return (String) value(name);
  }

  /** Returns a flag. */
  public boolean flag(String name) {
    return text(name).equals("true");
  }

  private Object value(String name) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(owner + " declares no option " + name);
    }
    return value;
  }
}
