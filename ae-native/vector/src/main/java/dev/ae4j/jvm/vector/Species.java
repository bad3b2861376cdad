package dev.ae4j.jvm.vector;

import dev.ae4j.jvm.kernel.KernelSelection;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The one vector width of this JVM. Results do not depend on it.
 *
 * <p>JDK 17 compiles all vector code badly, tenfold and more, once a second width was used.
 */
final class Species {
  private static final VectorShape SHAPE = shape();

  static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);
  static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
  static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, SHAPE);

  /** Floats in a vector: 4, 8 or 16. */
  static final int LANES = FLOATS.length();

  private Species() {}

  private static VectorShape shape() {
    return switch (Integer.getInteger(KernelSelection.WIDTH_SETTING, preferredBits())) {
      case 128 -> VectorShape.S_128_BIT;
      case 256 -> VectorShape.S_256_BIT;
      default -> VectorShape.S_512_BIT;
    };
  }

  /** The widest vectors of this processor among the three that reductions are written for. */
  private static int preferredBits() {
    return Math.max(128, Math.min(512, VectorShape.preferredShape().vectorBitSize()));
  }

  /**
   * The number of vector registers. x86 has 32 with AVX-512 and 16 without; AVX-512 shows in the
   * widest vector that the JVM uses. Everything else that has vectors has 32.
   */
  static int registers() {
    boolean x86 = System.getProperty("os.arch", "").matches("amd64|x86_64|x86|i386");
    return x86 && VectorShape.preferredShape().vectorBitSize() < 512 ? 16 : 32;
  }
}
