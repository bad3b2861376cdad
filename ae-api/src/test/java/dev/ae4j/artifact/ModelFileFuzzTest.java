package dev.ae4j.artifact;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ae4j.artifact.TestFiles.Parts;
import java.nio.charset.StandardCharsets;

class ModelFileFuzzTest {
  @FuzzTest
  void file(byte[] file) {
    ModelFileDamageTest.checkReadOrRefused(file);
  }

  /** The header of a file whose checksum fits, so that the fuzzer gets past it. */
  @FuzzTest
  void header(byte[] header) {
    Parts parts = new Parts(new String(header, StandardCharsets.UTF_8), new byte[124]);
    ModelFileDamageTest.checkReadOrRefused(parts.sealed());
  }

  @FuzzTest
  void graph(byte[] graph) {
    GraphCodecTest.checkReadOrRefused(new String(graph, StandardCharsets.UTF_8));
  }
}
