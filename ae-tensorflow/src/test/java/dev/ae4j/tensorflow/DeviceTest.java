package dev.ae4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.BackendException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {
  private static final Device CPU =
      Device.of("CPU", "/job:localhost/replica:0/task:0/device:CPU:0", 1 << 28);
  private static final Device FIRST =
      Device.of("GPU", "/job:localhost/replica:0/task:0/device:GPU:0", 1L << 36);
  private static final Device SECOND =
      Device.of("GPU", "/job:localhost/replica:0/task:0/device:GPU:1", 1L << 36);
  private static final List<Device> ALL = List.of(CPU, FIRST, SECOND);

  @Test
  void autoIsTheFirstGpu() {
    assertThat(Device.choose("auto", ALL)).isEqualTo(FIRST);
  }

  @Test
  void autoIsTheCpuWithoutGpus() {
    assertThat(Device.choose("auto", List.of(CPU))).isEqualTo(CPU);
  }

  @Test
  void choosesWhatIsAskedFor() {
    assertThat(Device.choose("cpu", ALL)).isEqualTo(CPU);
    assertThat(Device.choose("gpu", ALL)).isEqualTo(FIRST);
    assertThat(Device.choose("gpu:0", ALL)).isEqualTo(FIRST);
    assertThat(Device.choose("gpu:1", ALL)).isEqualTo(SECOND);
  }

  @Test
  void refusesGpusThatAreMissing() {
    assertThatThrownBy(() -> Device.choose("gpu", List.of(CPU)))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("no device gpu, TensorFlow sees [CPU]")
        .hasMessageContaining("Maybe the natives for GPUs, the driver, CUDA or cuDNN are missing");
    assertThatThrownBy(() -> Device.choose("gpu:2", ALL))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("TensorFlow sees [CPU, GPU 0, GPU 1]")
        .hasMessageContaining("Maybe ask for device=auto");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GPU", "gpu:", "gpu:-1", "gpu:1234", "tpu"})
  void refusesWhatIsNoDevice(String asked) {
    assertThatThrownBy(() -> Device.choose(asked, ALL))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("Maybe auto, cpu, gpu or gpu:1");
  }

  @Test
  void knowsTheNamesOfTensorFlow() {
    assertThat(CPU.path()).isEqualTo("/device:CPU:0");
    assertThat(SECOND.path()).isEqualTo("/device:GPU:1");
    assertThat(SECOND.isGpu()).isTrue();
  }
}
