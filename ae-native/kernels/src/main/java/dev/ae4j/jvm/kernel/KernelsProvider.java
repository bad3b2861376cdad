package dev.ae4j.jvm.kernel;

/**
 * The service by which a module offers a kernel set.
 *
 * <p>An implementation must load without the Vector API: only {@link #create()} may touch it.
 */
public interface KernelsProvider {
  /** The name by which a user asks for this set, such as {@code vector}. */
  String name();

  /** The kernel set. */
  Kernels create();
}
