package dev.ae4j.spi;

/**
 * A named service that {@link java.util.ServiceLoader} finds.
 *
 * <p>Implementations have a public constructor without parameters that does nothing: no input or
 * output, no native library, no system property. They are declared both in {@code module-info.java}
 * and under {@code META-INF/services}, since the module path and the class path each ignore the
 * other's list.
 */
public interface Provider {
  /** The version of this API, to compare with {@link #apiVersion()}. */
  int API_VERSION = 1;

  /**
   * Returns the name by which users ask for this provider: lower-case words of letters and digits,
   * joined by hyphens, unique among the providers of one kind.
   */
  String id();

  /** Returns one sentence for lists of plug-ins; empty by default. */
  default String description() {
    return "";
  }

  /** Returns the options that users may give; none by default. */
  default OptionSchema options() {
    return OptionSchema.NONE;
  }

  /**
   * Returns the version of this API that the provider was written for; the first one unless
   * overridden. A provider for a version that the catalog does not support is reported, not used.
   */
  default int apiVersion() {
    return 1;
  }
}
