import org.jspecify.annotations.NullMarked;

/** The backend on TensorFlow Java. */
@NullMarked
module dev.ae4j.tensorflow {
  // The provider's methods name types of the API
  requires transitive dev.ae4j;
  // The C interface of TensorFlow; the graphs are built here, so nothing else of it is needed
  requires tensorflow.nativelib;

  // For catalogs that are made from a list of providers
  exports dev.ae4j.tensorflow;

  provides dev.ae4j.spi.backend.BackendProvider with
      dev.ae4j.tensorflow.TensorFlowBackendProvider;
}
