package dev.ae4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NativesTest {
  private static Natives find(String platform, String... present) {
    return Natives.find(platform, List.of(present)::contains);
  }

  @Test
  void findsTheLibraryOfThePlatform() {
    assertThat(find("linux-x86_64", "linux-x86_64").missing()).isEmpty();
    assertThat(find("linux-x86_64", "linux-x86_64").forGpu()).isFalse();
    assertThat(find("linux-arm64", "macosx-arm64", "linux-arm64").missing()).isEmpty();
  }

  @Test
  void prefersTheLibraryForGpus() {
    Natives both = find("linux-x86_64", "linux-x86_64", "linux-x86_64-gpu");
    assertThat(both.found()).contains("linux-x86_64-gpu");
    assertThat(both.forGpu()).isTrue();
  }

  @Test
  void namesTheArtifactThatIsMissing() {
    assertThat(find("windows-x86_64").missing().orElseThrow())
        .contains("org.tensorflow:tensorflow-core-native:1.1.0:windows-x86_64")
        .contains("AE_TENSORFLOW=cpu")
        .doesNotContain("\n");
  }

  @Test
  void tellsThatTheLibraryIsForAnotherPlatform() {
    assertThat(find("macosx-arm64", "linux-x86_64").missing().orElseThrow())
        .contains("there is one for linux-x86_64, but this is macosx-arm64")
        .contains(":macosx-arm64");
  }

  @Test
  void tellsThatThereIsNoLibraryForThePlatform() {
    assertThat(find("macosx-x86_64", "linux-x86_64").missing().orElseThrow())
        .isEqualTo("TensorFlow Java has no native library for macosx-x86_64");
  }
}
