package dev.ae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ae4j.data.TensorData;
import java.util.Optional;

/** Tries the committed inputs, and others where Jazzer is told to look for them. */
class IdxFuzzTest {
  /** Deflate makes nothing more than 1032 times smaller. */
  private static final int GZIP_LIMIT = 1032;

  @FuzzTest
  void readsOrRefuses(byte[] content) {
    Optional<TensorData> samples = Contents.readOrRefuse(content, Idx::samples);
    Optional<int[]> labels = Contents.readOrRefuse(content, Idx::labels);
    assertThat(samples.isPresent() && labels.isPresent()).isFalse();
    samples.ifPresent(s -> assertThat(s.values().length / GZIP_LIMIT <= content.length).isTrue());
    labels.ifPresent(l -> assertThat(l.length / GZIP_LIMIT <= content.length).isTrue());
  }
}
