package dev.ae4j.jvm.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Without the vector module on the path; its own tests have the rest. */
class KernelSelectionTest {
  @Test
  void scalarByName() {
    KernelSelection selection = KernelSelection.select(" Scalar ");
    assertThat(selection.kernels()).isInstanceOf(ScalarKernels.class);
    assertThat(selection.description()).isEqualTo("Kernels: scalar (asked for by name)");
  }

  @Test
  void automaticallyScalarBecauseNothingElseIsThere() {
    KernelSelection selection = KernelSelection.select("auto");
    assertThat(selection.kernels().name()).isEqualTo("scalar");
    assertThat(selection.description()).startsWith("Kernels: scalar (").hasLineCount(1);
  }

  @Test
  void vectorByNameIsAnErrorWhereItIsMissing() {
    assertThatThrownBy(() -> KernelSelection.select("vector"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Maybe ");
  }

  @Test
  void unknownNamesAreRejected() {
    assertThatThrownBy(() -> KernelSelection.select("cuda"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("\"cuda\"")
        .hasMessageContaining("ae.kernels");
  }

  @Test
  void impossibleWidthsAreRejected() {
    System.setProperty(KernelSelection.WIDTH_SETTING, "384");
    try {
      assertThatThrownBy(() -> KernelSelection.select("scalar"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ae.vector.bits")
          .hasMessageContaining("is 384");
    } finally {
      System.clearProperty(KernelSelection.WIDTH_SETTING);
    }
  }

  @Test
  void thisProcessorHasFusedMultiplyAdd() {
    assertThat(HotSpot.hasFastFma()).isTrue();
  }
}
