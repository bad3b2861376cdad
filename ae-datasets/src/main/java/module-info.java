import org.jspecify.annotations.NullMarked;

/** Data sets: MNIST (bundled), synthetic ones, tables, arrays (IDX, NPY), images and sounds. */
@NullMarked
module dev.ae4j.datasets {
  requires transitive dev.ae4j;
  requires de.siegmar.fastcsv;

  // Images
  requires java.desktop;

  // For everybody: the bundled data sets, the readers, and the writer of results
  exports dev.ae4j.datasets;

  provides dev.ae4j.spi.DatasetProvider with
      dev.ae4j.datasets.AudioDatasetProvider,
      dev.ae4j.datasets.CsvDatasetProvider,
      dev.ae4j.datasets.ImagesDatasetProvider,
      dev.ae4j.datasets.MnistDatasetProvider,
      dev.ae4j.datasets.RandomDatasetProvider,
      dev.ae4j.datasets.TransactionsDatasetProvider;
}
