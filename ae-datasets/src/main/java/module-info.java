import org.jspecify.annotations.NullMarked;

/** Data sets: MNIST (bundled), random numbers, and files in the IDX and NPY formats. */
@NullMarked
module dev.ae4j.datasets {
  requires transitive dev.ae4j;

  // For everybody: the bundled data sets, the readers, and the writer of results
  exports dev.ae4j.datasets;

  provides dev.ae4j.spi.DatasetProvider with
      dev.ae4j.datasets.MnistDatasetProvider,
      dev.ae4j.datasets.RandomDatasetProvider;
}
