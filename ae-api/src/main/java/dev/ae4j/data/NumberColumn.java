package dev.ae4j.data;

import dev.ae4j.DataException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * A column of numbers: an element {@code (x - mean) / deviation}.
 *
 * @param name of the column
 * @param mean of the numbers of the training data
 * @param deviation their standard deviation; 1 if they were all equal
 * @param whole whether they were whole numbers, and so are decoded ones
 */
public record NumberColumn(String name, double mean, double deviation, boolean whole)
    implements TableColumn {
  // Possessive, so that a cell of any length is matched without backtracking
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?+(?:[0-9]++\\.?+[0-9]*+|\\.[0-9]++)(?:[eE][+-]?+[0-9]{1,3}+)?+");

  private static final MathContext FLOAT_DIGITS = new MathContext(7, RoundingMode.HALF_EVEN);

  /**
   * Checks the numbers.
   *
   * @throws DataException if one is not finite, or the deviation not positive
   */
  public NumberColumn {
    if (!Double.isFinite(mean) || !(deviation > 0 && deviation <= Double.MAX_VALUE)) {
      throw new DataException(
          "Column '%s' cannot have the mean %s and the standard deviation %s"
              .formatted(name, mean, deviation));
    }
  }

  /** Returns whether a cell is a finite number: decimal digits with a point, exponent and sign. */
  public static boolean isNumber(String cell) {
    return NUMBER.matcher(cell).matches() && Double.isFinite(Double.parseDouble(cell));
  }

  @Override
  public int width() {
    return 1;
  }

  @Override
  public void encode(String cell, float[] sample, int from) {
    if (!isNumber(cell)) {
      throw new DataException(
          "column '%s' has numbers, but a cell is '%s'".formatted(name, TableSchema.shown(cell)));
    }
    double value = (Double.parseDouble(cell) - mean) / deviation;
    if (Math.abs(value) > Float.MAX_VALUE) {
      throw new DataException(
          "column '%s': %s is too far from the usual numbers, %s +- %s"
              .formatted(name, cell, mean, deviation));
    }
    sample[from] = (float) value;
  }

  @Override
  public String decode(float[] sample, int from) {
    double value = mean + deviation * sample[from];
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal rounded =
        whole ? exact.setScale(0, RoundingMode.HALF_EVEN) : exact.round(FLOAT_DIGITS);
    BigDecimal shortest = rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
    return Math.abs(shortest.scale()) > 12 ? shortest.toString() : shortest.toPlainString();
  }
}
