import org.jspecify.annotations.NullMarked;

/** The oracle that defines what programs compute, and what every backend and plug-in must pass. */
@NullMarked
module dev.ae4j.testkit {
  requires transitive dev.ae4j;
  // Tests of backends and plug-ins extend JUnit classes
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;

  // For authors of backends and plug-ins
  exports dev.ae4j.testkit;

  // For authors of plug-ins
  exports dev.ae4j.testkit.plugin;

  uses dev.ae4j.spi.backend.BackendProvider;
}
