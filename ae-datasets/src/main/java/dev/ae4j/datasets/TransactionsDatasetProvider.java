package dev.ae4j.datasets;

import dev.ae4j.data.Dataset;
import dev.ae4j.data.Table;
import dev.ae4j.data.TableSchema;
import dev.ae4j.spi.DatasetProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import java.util.Optional;

/** Makes up {@link Transactions}. */
public final class TransactionsDatasetProvider implements DatasetProvider {
  /** Creates the provider; rows are made when a data set is opened. */
  public TransactionsDatasetProvider() {}

  @Override
  public String id() {
    return "transactions";
  }

  @Override
  public String description() {
    return "a table of made-up card payments with missing cells and labelled anomalies";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .integer("samples", 10_000, 1, Integer.MAX_VALUE, "number of rows")
        .number("anomalies", 0, 0, 1, "share of rows with a cell that is wrong")
        .integer("seed", 1, 0, Integer.MAX_VALUE, "where the random numbers start")
        .build();
  }

  @Override
  public Dataset open(Options options) {
    Table rows = transactions(options);
    return Dataset.of(rows, TableSchema.fit(rows));
  }

  @Override
  public Optional<Table> table(Options options) {
    return Optional.of(transactions(options));
  }

  private static Transactions transactions(Options options) {
    return new Transactions(
        options.integer("samples"), options.number("anomalies"), options.integer("seed"));
  }
}
