package dev.ae4j.testkit.plugin;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.RunRequest;
import dev.ae4j.testkit.ReferenceBackend;
import java.util.List;

/** The oracle, which counts what is open. */
final class WatchedBackend implements Backend {
  private final Backend oracle = new ReferenceBackend();
  private int open;
  private boolean closed;

  /** Returns how many executables are not closed. */
  int open() {
    return open;
  }

  /** Returns whether the backend itself is closed. */
  boolean closed() {
    return closed;
  }

  @Override
  public String description() {
    return oracle.description();
  }

  @Override
  public Executable compile(Program program) {
    open++;
    return new WatchedExecutable(oracle.compile(program));
  }

  @Override
  public void close() {
    closed = true;
    oracle.close();
  }

  private final class WatchedExecutable implements Executable {
    private final Executable executable;
    private boolean executableClosed;

    WatchedExecutable(Executable executable) {
      this.executable = executable;
    }

    @Override
    public Program program() {
      return executable.program();
    }

    @Override
    public void run(RunRequest request, List<TensorData> results) {
      executable.run(request, results);
    }

    @Override
    public TensorData read(String parameter) {
      return executable.read(parameter);
    }

    @Override
    public void write(String parameter, TensorData value) {
      executable.write(parameter, value);
    }

    @Override
    public void close() {
      if (!executableClosed) {
        executableClosed = true;
        open--;
      }
      executable.close();
    }
  }
}
