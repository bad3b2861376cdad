import org.jspecify.annotations.NullMarked;

/** Data sets: MNIST (bundled), random numbers, arrays (IDX, NPY), images and sounds from files. */
@NullMarked
module dev.ae4j.datasets {
  requires transitive dev.ae4j;

  // Images
  requires java.desktop;

  // For everybody: the bundled data sets, the readers, and the writer of results
  exports dev.ae4j.datasets;

  provides dev.ae4j.spi.DatasetProvider with
      dev.ae4j.datasets.AudioDatasetProvider,
      dev.ae4j.datasets.ImagesDatasetProvider,
      dev.ae4j.datasets.MnistDatasetProvider,
      dev.ae4j.datasets.RandomDatasetProvider;
}
