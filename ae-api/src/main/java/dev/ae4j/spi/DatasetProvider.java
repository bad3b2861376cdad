package dev.ae4j.spi;

import dev.ae4j.data.Dataset;
import dev.ae4j.data.Table;
import java.util.Optional;

/** Opens a named data set, such as {@code mnist}. */
public interface DatasetProvider extends Provider {
  /**
   * Returns the data set.
   *
   * @throws dev.ae4j.DataException if it cannot be read
   */
  Dataset open(Options options);

  /**
   * Returns the table whose rows are the samples of {@link #open}, fitted to themselves; empty if
   * the data is no table.
   *
   * @throws dev.ae4j.DataException if it cannot be read
   */
  default Optional<Table> table(Options options) {
    return Optional.empty();
  }
}
