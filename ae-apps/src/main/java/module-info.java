import org.jspecify.annotations.NullMarked;

/** Applications of autoencoders and the command line {@code ae}. */
@NullMarked
module dev.ae4j.apps {
  requires dev.ae4j.datasets;
  requires transitive dev.ae4j;

  // Pictures
  requires java.desktop;

  // What compression is compared with
  requires org.tukaani.xz;

  // The command line
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires com.google.common; // Guice needs it, but has no descriptor to say so
  requires com.google.guice;
  requires info.picocli;
  requires jakarta.inject;
  requires java.logging;
  requires me.tongfei.progressbar;

  // For those who want the applications without the command line
  exports dev.ae4j.apps.anomaly;
  exports dev.ae4j.apps.benchmark;
  exports dev.ae4j.apps.compression;
  exports dev.ae4j.apps.denoising;
  exports dev.ae4j.apps.features;
  exports dev.ae4j.apps.generation;
  exports dev.ae4j.apps.health;
  exports dev.ae4j.apps.imputation;
  exports dev.ae4j.apps.metrics;
  exports dev.ae4j.apps.quickstart;
  exports dev.ae4j.apps.tiles;

  // Commands are created and filled in by reflection
  opens dev.ae4j.apps.cli to
      com.google.guice,
      info.picocli;
}
