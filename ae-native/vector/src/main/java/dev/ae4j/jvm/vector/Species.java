package dev.ae4j.jvm.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The one vector width of this JVM. Results do not depend on it.
 *
 * <p>JDK 17 compiles all vector code badly, tenfold and more, once a second width was used.
 */
final class Species {
  /** The system property that sets the width in bits: 128, 256 or 512. */
  static final String SETTING = "ae.vector.bits";

  private static final VectorShape SHAPE = shape();

  static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);
  static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
  static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, SHAPE);

  /** Floats in a vector: 4, 8 or 16. */
  static final int LANES = FLOATS.length();

  private Species() {}

  private static VectorShape shape() {
    int wanted = Integer.getInteger(SETTING, preferredBits());
    return switch (wanted) {
      case 128 -> VectorShape.S_128_BIT;
      case 256 -> VectorShape.S_256_BIT;
      case 512 -> VectorShape.S_512_BIT;
      default ->
          throw new IllegalStateException(
              "The system property " + SETTING + " must be 128, 256 or 512, is " + wanted);
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
