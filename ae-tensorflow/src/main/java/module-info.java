import org.jspecify.annotations.NullMarked;

/** The backend on TensorFlow Java: so far only its announcement. */
@NullMarked
module dev.ae4j.tensorflow {
  // The provider's methods name types of the API
  requires transitive dev.ae4j;

  // For catalogs that are made from a list of providers
  exports dev.ae4j.tensorflow;

  provides dev.ae4j.spi.backend.BackendProvider with
      dev.ae4j.tensorflow.TensorFlowBackendProvider;
}
