package dev.ae4j.tensorflow;

import dev.ae4j.graph.Program;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.tensorflow.graph.ProgramGraph;
import dev.ae4j.tensorflow.runtime.NativeSession;
import java.util.List;

/** TensorFlow on one device. */
final class TensorFlowBackend implements Backend {
  private final Settings settings;
  private final Device device;
  private final boolean residentData;
  private volatile boolean closed;

  /**
   * Creates a backend.
   *
   * @param settings the options
   * @param device where to compute
   * @param residentData whether data that is used again and again stays on the device
   */
  TensorFlowBackend(Settings settings, Device device, boolean residentData) {
    this.settings = settings;
    this.device = device;
    this.residentData = residentData;
  }

  /**
   * Loads TensorFlow and opens a backend.
   *
   * @throws dev.ae4j.BackendException if there is no device as asked for
   */
  static TensorFlowBackend open(Settings settings) {
    List<Device> listed =
        NativeSession.devices(settings.config()).stream()
            .map(device -> Device.of(device.type(), device.name(), device.memory()))
            .toList();
    Device device = Device.choose(settings.device(), listed);
    // On a CPU, feeding copies of rows is faster than letting TensorFlow gather them
    return new TensorFlowBackend(settings, device, device.isGpu());
  }

  @Override
  public String description() {
    return "tensorflow %s, %s, %s"
        .formatted(NativeSession.version(), device, settings.describeThreads());
  }

  @Override
  public Executable compile(Program program) {
    checkOpen();
    ProgramGraph graph =
        ProgramGraph.of(program, device.path(), residentData && !program.updates().isEmpty());
    NativeSession session = new NativeSession(graph.graph(), settings.config());
    return new TensorFlowExecutable(this, program, graph, session);
  }

  /** Returns how many bytes of data an executable may keep on the device. */
  long residentBytes() {
    return device.memory() / 4;
  }

  void checkOpen() {
    if (closed) {
      throw new IllegalStateException("The backend " + TensorFlowBackendProvider.ID + " is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
