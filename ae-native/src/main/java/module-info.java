import dev.ae4j.jvm.JvmBackendProvider;
import dev.ae4j.spi.backend.BackendProvider;
import org.jspecify.annotations.NullMarked;

/**
 * The pure-Java backend: compiles a program for each batch size into a plan of steps, and runs
 * them.
 */
@NullMarked
module dev.ae4j.jvm {
  requires dev.ae4j;
  requires dev.ae4j.jvm.kernel;

  provides BackendProvider with
      JvmBackendProvider;
}
