package dev.ae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Tries the committed inputs, and others where Jazzer is told to look for them. */
class NpyFuzzTest {
  /** Deflate makes nothing more than 1032 times smaller. */
  private static final int GZIP_LIMIT = 1032;

  @FuzzTest
  void readsOrRefuses(byte[] content) {
    Contents.readOrRefuse(content, Npy::array)
        .ifPresent(a -> assertThat(a.values().length / GZIP_LIMIT <= content.length).isTrue());
  }
}
