import org.jspecify.annotations.NullMarked;

/** The kernels of the pure-Java backend on the Vector API, bound as a service. */
@NullMarked
module dev.ae4j.jvm.vector {
  requires dev.ae4j.jvm.kernel;
  requires jdk.incubator.vector;

  provides dev.ae4j.jvm.kernel.KernelsProvider with
      dev.ae4j.jvm.vector.VectorKernelsProvider;
}
