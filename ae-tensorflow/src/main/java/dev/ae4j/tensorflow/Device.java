package dev.ae4j.tensorflow;

import dev.ae4j.BackendException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a backend computes.
 *
 * @param type {@code CPU} or {@code GPU}
 * @param number counts the devices of a type from 0
 * @param memory how many bytes TensorFlow may use there
 */
record Device(String type, int number, long memory) {
  /** Asks for the first GPU, or for the CPU if there is none. */
  static final String AUTO = "auto";

  /** Asks for the CPU. */
  static final String CPU = "cpu";

  private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,3}))?");

  /** Returns what TensorFlow lists under a name such as {@code /job:localhost/device:GPU:0}. */
  static Device of(String type, String name, long memory) {
    int number = Integer.parseInt(name.substring(name.lastIndexOf(':') + 1));
    return new Device(type, number, memory);
  }

  /**
   * Chooses a device.
   *
   * @param asked {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
   * @param listed the devices that TensorFlow sees
   * @throws BackendException if there is no such device
   */
  static Device choose(String asked, List<Device> listed) {
    List<Device> gpus = listed.stream().filter(Device::isGpu).toList();
    List<Device> others = listed.stream().filter(device -> !device.isGpu()).toList();
    List<Device> fitting =
        switch (asked) {
          case AUTO -> gpus.isEmpty() ? others : gpus;
          case CPU -> others;
          default -> numbered(asked, gpus);
        };
    if (fitting.isEmpty()) {
      throw new BackendException(
          "backend tensorflow: there is no device %s, TensorFlow sees %s. %s"
              .formatted(
                  asked,
                  listed,
                  gpus.isEmpty()
                      ? "Maybe the natives for GPUs, the driver, CUDA or cuDNN are missing: see"
                          + " docs/tensorflow.md"
                      : "Maybe ask for device=auto"));
    }
    return fitting.get(0);
  }

  private static List<Device> numbered(String asked, List<Device> gpus) {
    Matcher gpu = GPU.matcher(asked);
    if (!gpu.matches()) {
      throw new BackendException(
          "backend tensorflow: there can be no device "
              + asked
              + ". Maybe auto, cpu, gpu or gpu:1");
    }
    int number = gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1));
    return gpus.stream().filter(device -> device.number == number).toList();
  }

  /** Returns whether this is a GPU. */
  boolean isGpu() {
    return type.equals("GPU");
  }

  /** Returns TensorFlow's name for it. */
  String path() {
    return "/device:" + type + ":" + number;
  }

  @Override
  public String toString() {
    return isGpu() ? type + " " + number : type;
  }
}
