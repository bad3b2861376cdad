package dev.ae4j.jvm.kernel;

import java.util.Iterator;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The kernel set chosen for this JVM, and why.
 *
 * <p>The system property {@value #SETTING} asks for a set by name and makes it an error when that
 * one can't be had. Without it, the vector set is taken where it runs well, as soon as each of its
 * kernels is compiled, and the scalar set elsewhere. All give the same bits.
 */
public final class KernelSelection {
  /**
   * The system property that names the kernel set: {@code auto}, {@code scalar}, {@code vector}.
   */
  public static final String SETTING = "ae.kernels";

  /** The system property that sets the width of vectors in bits: {@code 128}, 256 or 512. */
  public static final String WIDTH_SETTING = "ae.vector.bits";

  private static final String AUTO = "auto";
  private static final String SCALAR = "scalar";
  private static final String VECTOR = "vector";

  private final Kernels kernels;
  private final String reason;

  private KernelSelection(Kernels kernels, String reason) {
    this.kernels = kernels;
    this.reason = reason;
  }

  /** The chosen set. */
  public Kernels kernels() {
    return kernels;
  }

  /** One line for people: what was chosen and why. */
  public String description() {
    String warning =
        HotSpot.hasFastFma() ? "" : "; very slow: this processor lacks fused multiply-add";
    return "Kernels: " + kernels.name() + " (" + reason + warning + ")";
  }

  /** Chooses as the system property {@value #SETTING} says. */
  public static KernelSelection select() {
    return select(System.getProperty(SETTING, AUTO));
  }

  /**
   * Chooses the kernel set {@code wanted}.
   *
   * @throws IllegalStateException if it was named and can't be had, or a setting makes no sense
   */
  public static KernelSelection select(String wanted) {
    String width = System.getProperty(WIDTH_SETTING, "512");
    if (!width.matches("128|256|512")) {
      throw new IllegalStateException(
          "The system property " + WIDTH_SETTING + " must be 128, 256 or 512, is " + width);
    }
    return switch (wanted.strip().toLowerCase(Locale.ROOT)) {
      case SCALAR -> scalar("asked for by name");
      case VECTOR -> vector(true);
      case AUTO -> {
        String unfit = HotSpot.whyVectorsAreSlow();
        yield unfit.isEmpty() ? vector(false) : scalar(unfit);
      }
      default ->
          throw new IllegalStateException(
              "There is no kernel set \""
                  + wanted
                  + "\"; there are auto, scalar and vector.\n"
                  + "Maybe the system property "
                  + SETTING
                  + " is misspelt.");
    };
  }

  private static KernelSelection scalar(String why) {
    return new KernelSelection(new ScalarKernels(), why);
  }

  private static KernelSelection vector(boolean byName) {
    // Before any class that mentions a vector is touched: on the class path the service is always
    // found, but without the incubator module it can't be loaded.
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return unavailable(
          byName,
          "this JVM runs without the module jdk.incubator.vector",
          "--add-modules jdk.incubator.vector helps");
    }
    try {
      Iterator<KernelsProvider> providers =
          ServiceLoader.load(KernelsProvider.class, KernelsProvider.class.getClassLoader())
              .iterator();
      while (providers.hasNext()) {
        KernelsProvider provider = providers.next();
        if (provider.name().equals(VECTOR)) {
          Kernels kernels = provider.create();
          return byName
              ? new KernelSelection(kernels, "asked for by name")
              : new KernelSelection(
                  new AdaptiveKernels(new ScalarKernels(), kernels), "the Vector API is there");
        }
      }
    } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
      return unavailable(byName, "the vector kernels do not load: " + e, "jars do not match");
    }
    return unavailable(
        byName, "there are no vector kernels", "the jar ae-native-vector is missing");
  }

  private static KernelSelection unavailable(boolean byName, String why, String maybe) {
    if (byName) {
      throw new IllegalStateException(
          "The vector kernels were asked for, but " + why + ".\nMaybe " + maybe + ".");
    }
    return scalar(why);
  }
}
