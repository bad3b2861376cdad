package dev.ae4j.jvm.vector;

import dev.ae4j.jvm.kernel.Kernels;
import dev.ae4j.jvm.kernel.KernelsProvider;

/** Offers the vector kernel set. */
public final class VectorKernelsProvider implements KernelsProvider {
  /** For the service loader. */
  public VectorKernelsProvider() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public Kernels create() {
    return new VectorKernels();
  }
}
