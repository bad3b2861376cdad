package dev.ae4j.spi;

import dev.ae4j.data.Dataset;

/** Opens a named data set, such as {@code mnist}. */
public interface DatasetProvider extends Provider {
  /**
   * Returns the data set.
   *
   * @throws dev.ae4j.DataException if it cannot be read
   */
  Dataset open(Options options);
}
