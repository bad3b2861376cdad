package dev.ae4j.registry;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Enumeration;

/**
 * The class loader of a plug-in where AE4J itself is on the class path, so that no module of the
 * plug-in could read it.
 *
 * <p>As in a module layer, the plug-in's own copy of a library comes before that of the
 * application, but what belongs to Java and to AE4J is the same for all.
 */
final class PluginClassLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  PluginClassLoader(URL[] jars, ClassLoader parent) {
    super(jars, parent);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!isShared(name)) {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        try {
          return findClass(name);
        } catch (ClassNotFoundException e) {
          // The parent may have it
        }
      }
    }
    return super.loadClass(name, resolve);
  }

  private static boolean isShared(String name) {
    return name.startsWith("java.") || name.startsWith("dev.ae4j.");
  }

  /** Returns the plug-in's own lists of services: its parents' are read elsewhere. */
  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.startsWith("META-INF/services/dev.ae4j.")
        ? findResources(name)
        : super.getResources(name);
  }
}
