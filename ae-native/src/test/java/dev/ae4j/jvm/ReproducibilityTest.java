package dev.ae4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The promise of the same bits everywhere, against a committed table: {@code fingerprints.txt}.
 *
 * <p>Each case is a JVM of its own, started with other flags. A change of the table is a change of
 * what users' seeds give, and belongs into the change log.
 */
class ReproducibilityTest {
  private static final String VECTORS = "--add-modules jdk.incubator.vector";
  // Half as many vector registers, so that products are cut into the smaller tiles.
  private static final String SMALL_TILES = "-XX:+IgnoreUnrecognizedVMOptions -XX:UseAVX=2";

  private static List<String> expected() throws IOException {
    try (InputStream table = ReproducibilityTest.class.getResourceAsStream("fingerprints.txt")) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void hereAndNow() throws IOException {
    assertThat(Fingerprints.of("jvm:threads=2")).isEqualTo(expected());
  }

  @ParameterizedTest(name = "{0} with {1}")
  @CsvSource({
    "'jvm:threads=1,kernel=scalar', ''",
    "'jvm:threads=3,kernel=vector', '" + VECTORS + "'",
    "'jvm:threads=2,kernel=vector', '" + VECTORS + " -Dae.vector.bits=256'",
    "'jvm:threads=8,kernel=vector', '" + VECTORS + " -Dae.vector.bits=128'",
    "'jvm:threads=2,kernel=vector', '" + VECTORS + " " + SMALL_TILES + "'",
    "'jvm:threads=2', '" + VECTORS + " -XX:TieredStopAtLevel=1'",
    "'jvm:threads=8', '-XX:-TieredCompilation'",
  })
  void inOtherJvms(String backend, String flags) throws IOException {
    assertThat(ChildJvm.run(flags, Fingerprints.class, backend)).isEqualTo(expected());
  }
}
