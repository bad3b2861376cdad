package dev.ae4j.jvm.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;

/** Counts what the current thread allocates. */
final class Allocations {
  private static final Object THREADS;
  private static final Method ALLOCATED;

  // By reflection, because the module under test does not read jdk.management.
  static {
    try {
      THREADS =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      ALLOCATED =
          Class.forName("com.sun.management.ThreadMXBean")
              .getMethod("getThreadAllocatedBytes", long.class);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Allocations() {}

  static long now() {
    try {
      return (long) ALLOCATED.invoke(THREADS, Thread.currentThread().getId());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  static void assertNone(Runnable work) {
    for (int i = 0; i < 50; i++) {
      work.run();
    }
    long before = now();
    for (int i = 0; i < 50; i++) {
      work.run();
    }
    // Reading the counter allocates a little itself.
    assertThat(now() - before).isLessThan(1000);
  }
}
