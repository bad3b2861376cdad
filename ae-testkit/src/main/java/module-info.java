import org.jspecify.annotations.NullMarked;

/** The oracle that defines what programs compute, and the suite that every backend must pass. */
@NullMarked
module dev.ae4j.testkit {
  requires transitive dev.ae4j;
  // The suite is a JUnit class that tests of backends extend
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;

  // For authors of backends and plug-ins
  exports dev.ae4j.testkit;

  uses dev.ae4j.spi.backend.BackendProvider;
}
