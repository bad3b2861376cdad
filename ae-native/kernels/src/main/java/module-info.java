import org.jspecify.annotations.NullMarked;

/** The number crunching of the pure-Java backend: kernel sets, matrix products, threads. */
@NullMarked
@SuppressWarnings(
    "module") // javac looks for the modules named after "to", which need this one first.
module dev.ae4j.jvm.kernel {
  // The enums that name element-wise functions and reductions appear in Kernels.
  requires transitive dev.ae4j;

  // Not an API for applications: only the backend and the other kernel set may use it.
  exports dev.ae4j.jvm.kernel to
      dev.ae4j.jvm,
      dev.ae4j.jvm.vector;

  uses dev.ae4j.jvm.kernel.KernelsProvider;
}
