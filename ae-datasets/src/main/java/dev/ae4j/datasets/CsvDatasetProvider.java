package dev.ae4j.datasets;

import dev.ae4j.OptionException;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.Table;
import dev.ae4j.data.TableSchema;
import dev.ae4j.spi.DatasetProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import java.nio.file.Path;
import java.util.Optional;

/** Opens CSV files with something to say about their columns: see {@link CsvTable}. */
public final class CsvDatasetProvider implements DatasetProvider {
  /** Creates the provider; files are read when a data set is opened. */
  public CsvDatasetProvider() {}

  @Override
  public String id() {
    return "csv";
  }

  @Override
  public String description() {
    return "a table in a CSV file, such as csv:path=payments.csv,label=fraud,ignore=id";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .text("path", "", "the file")
        .text("label", "", "the column with the class of each row")
        .text("ignore", "", "columns to leave out, with + between them")
        .text("categories", "", "columns of categories that look like numbers, with + between them")
        .build();
  }

  @Override
  public Dataset open(Options options) {
    CsvTable table = read(options);
    return Dataset.of(table, TableSchema.fit(table));
  }

  @Override
  public Optional<Table> table(Options options) {
    return Optional.of(read(options));
  }

  private static CsvTable read(Options options) {
    if (options.text("path").isEmpty()) {
      throw new OptionException("Data set csv has no path. Maybe csv:path=table.csv");
    }
    CsvTable table =
        CsvTable.of(Path.of(options.text("path")))
            .without(names(options.text("ignore")))
            .withCategories(names(options.text("categories")));
    return options.text("label").isEmpty() ? table : table.withLabel(options.text("label"));
  }

  private static String[] names(String list) {
    return list.isEmpty() ? new String[0] : list.split("\\+", -1);
  }
}
