package dev.ae4j.apps.cli;

import java.lang.module.ModuleDescriptor;
import picocli.CommandLine.IVersionProvider;

/** Tells the version of AE4J and of the Java that it runs on. */
final class Version implements IVersionProvider {
  /** Returns the version of this program, as far as it is known. */
  static String ofProgram() {
    ModuleDescriptor descriptor = Version.class.getModule().getDescriptor();
    String version =
        descriptor != null
            ? descriptor.rawVersion().orElse(null)
            : Version.class.getPackage().getImplementationVersion();
    return version != null ? version : "(version unknown)";
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "ae " + ofProgram() + " (Java " + System.getProperty("java.version") + ")"
    };
  }
}
