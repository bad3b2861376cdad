package dev.ae4j.spi.backend;

import dev.ae4j.graph.Program;

/** An engine that executes programs. Safe for use by several threads at once. */
public interface Backend extends AutoCloseable {
  /**
   * Returns one line for logs and reports: which engine, version, kernels and devices, such as
   * {@code jvm 0.1.0, 512-bit vectors, 2 threads}.
   */
  String description();

  /**
   * Prepares a program for execution. Its parameters begin with zeros.
   *
   * @throws dev.ae4j.BackendException if this engine cannot execute it
   */
  Executable compile(Program program);

  /** Releases what the engine holds; executables must be closed before. */
  @Override
  void close();
}
