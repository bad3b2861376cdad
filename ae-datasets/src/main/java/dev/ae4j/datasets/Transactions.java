package dev.ae4j.datasets;

import dev.ae4j.data.Table;
import dev.ae4j.model.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Made-up card payments with categories, missing cells and, if asked for, anomalies of which is
 * known what is wrong: a single cell that does not go with the others of its row, or is out of all
 * bounds.
 *
 * <p>The same on every machine for the same numbers. The column {@code anomaly} has the class of
 * each row, 0 or 1.
 */
public final class Transactions implements Table {
  private static final List<String> COLUMNS =
      List.of(
          "amount",
          "category",
          "channel",
          "country",
          "distance_km",
          "hour",
          "weekday",
          "customer_age",
          "anomaly");
  private static final List<String> WEEKDAYS =
      List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final List<String> ABROAD = List.of("FR", "GB", "IT", "US");
  private static final double MISSING_SHARE = 0.03;
  private static final double ABROAD_SHARE = 0.1;

  private final int rows;
  private final double anomalies;
  private final long seed;

  /** What payments in a kind of shop are like. */
  private enum Category {
    GROCERY(35, 0.4, 18, 2, "contactless"),
    FUEL(60, 0.25, 8, 2, "chip"),
    RESTAURANT(45, 0.35, 20, 1.5, "contactless"),
    ELECTRONICS(420, 0.5, 15, 2, "online"),
    TRAVEL(310, 0.4, 11, 3, "online"),
    CASH(120, 0.3, 12, 3, "chip");

    private final double amount;
    private final double spread;
    private final double hour;
    private final double hours;
    private final String channel;

    Category(double amount, double spread, double hour, double hours, String channel) {
      this.amount = amount;
      this.spread = spread;
      this.hour = hour;
      this.hours = hours;
      this.channel = channel;
    }
  }

  /**
   * Describes a table.
   *
   * @param rows how many
   * @param anomalies the share of rows that are anomalies, from 0 to 1
   * @param seed decides all cells
   */
  public Transactions(int rows, double anomalies, long seed) {
    this.rows = rows;
    this.anomalies = anomalies;
    this.seed = seed;
  }

  @Override
  public String name() {
    return "transactions:samples=" + rows + ",anomalies=" + anomalies + ",seed=" + seed;
  }

  @Override
  public List<String> columns() {
    return COLUMNS;
  }

  @Override
  public Optional<String> labelColumn() {
    return Optional.of("anomaly");
  }

  @Override
  public void forEachRow(Consumer<List<String>> action) {
    RandomStream random = new RandomStream(seed, "transactions");
    for (int row = 0; row < rows; row++) {
      List<String> cells = normal(random);
      boolean isAnomaly = random.nextUniform() < anomalies;
      int guilty = isAnomaly ? spoil(cells, random) : -1;
      for (int column = 0; column < cells.size(); column++) {
        if (random.nextUniform() < MISSING_SHARE && column != guilty) {
          cells.set(column, "");
        }
      }
      cells.add(isAnomaly ? "1" : "0");
      action.accept(cells);
    }
  }

  /** Returns for each row the column that is wrong, empty for those that are normal. */
  public List<String> guiltyColumns() {
    List<String> columns = new ArrayList<>();
    RandomStream random = new RandomStream(seed, "transactions");
    for (int row = 0; row < rows; row++) {
      List<String> cells = normal(random);
      boolean isAnomaly = random.nextUniform() < anomalies;
      columns.add(isAnomaly ? COLUMNS.get(spoil(cells, random)) : "");
      cells.forEach(cell -> random.nextUniform());
    }
    return columns;
  }

  private static List<String> normal(RandomStream random) {
    Category kind = Category.values()[random.nextInt(Category.values().length)];
    boolean abroad = random.nextUniform() < ABROAD_SHARE;
    String country = abroad ? ABROAD.get(random.nextInt(ABROAD.size())) : "DE";
    double distance = (abroad ? 800 : 6) * Math.exp(0.5 * random.nextNormal());
    double hour = Math.min(23, Math.max(6, kind.hour + kind.hours * random.nextNormal()));
    List<String> cells = new ArrayList<>();
    cells.add(cents(kind.amount * Math.exp(kind.spread * random.nextNormal())));
    cells.add(kind.name().toLowerCase(Locale.ROOT));
    cells.add(random.nextUniform() < 0.9 ? kind.channel : "chip");
    cells.add(country);
    cells.add(cents(distance));
    cells.add(Long.toString(Math.round(hour)));
    cells.add(WEEKDAYS.get(random.nextInt(WEEKDAYS.size())));
    cells.add(Long.toString(Math.round(18 + 60 * random.nextUniform())));
    return cells;
  }

  /** Makes one cell wrong and returns its column. */
  private static int spoil(List<String> cells, RandomStream random) {
    String category = cells.get(1);
    switch (random.nextInt(4)) {
      case 0 -> {
        cells.set(0, cents(4000 * (1 + random.nextUniform())));
        return 0;
      }
      case 1 -> {
        cells.set(
            2,
            List.of("grocery", "fuel", "restaurant", "cash").contains(category)
                ? "online"
                : "contactless");
        return 2;
      }
      case 2 -> {
        boolean atHome = cells.get(3).equals("DE");
        cells.set(4, cents(atHome ? 6000 * (1 + random.nextUniform()) : random.nextUniform()));
        return 4;
      }
      default -> {
        cells.set(5, Integer.toString(random.nextInt(4)));
        return 5;
      }
    }
  }

  private static String cents(double amount) {
    long cents = Math.round(amount * 100);
    return cents / 100 + (cents % 100 < 10 ? ".0" : ".") + cents % 100;
  }
}
