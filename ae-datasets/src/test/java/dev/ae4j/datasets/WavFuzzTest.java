package dev.ae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Tries the committed inputs, and others where Jazzer is told to look for them. */
class WavFuzzTest {
  @FuzzTest
  void readsOrRefuses(byte[] content) {
    Contents.readOrRefuse(content, Wav::sound)
        .ifPresent(s -> assertThat(s.samples().values().length < content.length).isTrue());
  }
}
