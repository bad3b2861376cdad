package dev.ae4j.jvm;

import dev.ae4j.graph.Program;
import dev.ae4j.jvm.kernel.ThreadTeam;
import dev.ae4j.jvm.step.Engine;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.Executable;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The pure-Java backend: kernels, and a team of threads that all executables share. */
final class JvmBackend implements Backend {
  private final Engine engine;
  private final Consumer<ThreadTeam> release;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Creates a backend.
   *
   * @param engine what it computes with
   * @param release is given the team of the engine when the backend is closed, once
   */
  JvmBackend(Engine engine, Consumer<ThreadTeam> release) {
    this.engine = engine;
    this.release = release;
  }

  @Override
  public String description() {
    return "%s%s, %s, %s"
        .formatted(
            JvmBackendProvider.ID,
            version(),
            kernels(engine.kernels().name()),
            threads(engine.team().threads()));
  }

  private static String version() {
    Package own = JvmBackend.class.getPackage();
    Optional<String> module =
        Optional.ofNullable(JvmBackend.class.getModule().getDescriptor())
            .flatMap(descriptor -> descriptor.rawVersion());
    return module
        .or(() -> Optional.ofNullable(own.getImplementationVersion()))
        .map(version -> " " + version)
        .orElse("");
  }

  /** Returns a kernel set's name for people: {@code vector-512} becomes {@code 512-bit vectors}. */
  private static String kernels(String name) {
    return name.startsWith("vector-")
        ? name.substring("vector-".length()) + "-bit vectors"
        : name + " kernels";
  }

  static String threads(int count) {
    return count + (count == 1 ? " thread" : " threads");
  }

  @Override
  public Executable compile(Program program) {
    return compile(program, true);
  }

  /** Prepares a program, without fusion if it is to be compared with. */
  JvmExecutable compile(Program program, boolean fuse) {
    checkOpen();
    return new JvmExecutable(this, program, engine, fuse);
  }

  void checkOpen() {
    if (closed.get()) {
      throw new IllegalStateException("The backend " + JvmBackendProvider.ID + " is closed");
    }
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      release.accept(engine.team());
    }
  }
}
