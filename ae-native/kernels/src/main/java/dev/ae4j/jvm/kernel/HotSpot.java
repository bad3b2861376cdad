package dev.ae4j.jvm.kernel;

/** What this JVM does well, found out without any dependency. */
final class HotSpot {
  // In hardware 1 to 30 ns even when interpreted, in software (BigDecimal) 300 ns or more.
  private static final long SLOW_FMA_NANOS = 150;

  private HotSpot() {}

  /**
   * Why code on the Vector API would be slower here than plain loops; empty if it would not. Only
   * the optimizing compiler of HotSpot turns it into vector instructions; elsewhere every vector is
   * an object.
   */
  static String whyVectorsAreSlow() {
    String vm = System.getProperty("java.vm.name", "");
    String info = System.getProperty("java.vm.info", "");
    if (!vm.contains("Server VM")) {
      return "the Vector API is slow on " + vm;
    }
    if (System.getProperty("java.vm.version", "").contains("jvmci")) {
      return "the Vector API may be slow with the Graal compiler";
    }
    if (info.contains("interpreted mode") || info.contains("emulated-client")) {
      return "the Vector API is slow without the C2 compiler, this JVM runs in " + info;
    }
    if (!hasFastFma()) {
      return "nothing helps without fused multiply-add";
    }
    return "";
  }

  /** Whether fused multiply-add is one instruction. */
  static boolean hasFastFma() {
    float x = 0.1f;
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        x = Math.fma(x, 0.9f, 0.1f);
      }
      best = Math.min(best, System.nanoTime() - start);
    }
    // x is always below 2; the comparison keeps the loop from being optimized away.
    return best < 20 * SLOW_FMA_NANOS && x < 2;
  }
}
