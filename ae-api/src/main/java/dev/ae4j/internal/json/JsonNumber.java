package dev.ae4j.internal.json;

import dev.ae4j.DataException;
import java.util.regex.Pattern;

/**
 * A JSON number, kept as it is written so that nothing is lost.
 *
 * @param literal the number as JSON writes it
 */
public record JsonNumber(String literal) implements JsonValue {
  // Possessive, so that a literal of any length is matched without backtracking
  private static final Pattern LITERAL =
      Pattern.compile("-?+(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+");

  /**
   * Checks the literal.
   *
   * @throws DataException if JSON has no such number: NaN and the infinities, among others
   */
  public JsonNumber {
    if (!LITERAL.matcher(literal).matches()) {
      throw new DataException("'" + OneLine.of(literal) + "' is not a number");
    }
  }

  /** Returns a whole number. */
  public static JsonNumber of(long value) {
    return new JsonNumber(Long.toString(value));
  }

  /**
   * Returns a number that {@link #doubleValue} gives back exactly.
   *
   * @throws DataException if the value is NaN or infinite
   */
  public static JsonNumber of(double value) {
    return new JsonNumber(Double.toString(value));
  }

  /**
   * Returns the number as an int.
   *
   * @throws DataException if it has a fraction or an exponent or does not fit
   */
  public int intValue() {
    try {
      return Integer.parseInt(literal);
    } catch (NumberFormatException e) {
      throw new DataException(OneLine.of(literal) + " is not a whole number of 32 bits", e);
    }
  }

  /**
   * Returns the number as a long.
   *
   * @throws DataException if it has a fraction or an exponent or does not fit
   */
  public long longValue() {
    try {
      return Long.parseLong(literal);
    } catch (NumberFormatException e) {
      throw new DataException(OneLine.of(literal) + " is not a whole number of 64 bits", e);
    }
  }

  /**
   * Returns the nearest double.
   *
   * @throws DataException if that is infinite
   */
  public double doubleValue() {
    double value = Double.parseDouble(literal);
    if (Double.isInfinite(value)) {
      throw new DataException(OneLine.of(literal) + " is too large for a double");
    }
    return value;
  }

  @Override
  public String kind() {
    return "a number";
  }
}
