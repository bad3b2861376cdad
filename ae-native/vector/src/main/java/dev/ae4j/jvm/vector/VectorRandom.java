package dev.ae4j.jvm.vector;

import static dev.ae4j.jvm.vector.Species.FLOATS;
import static dev.ae4j.jvm.vector.Species.INTS;
import static dev.ae4j.jvm.vector.Species.LANES;
import static dev.ae4j.jvm.vector.Species.LONGS;

import dev.ae4j.jvm.kernel.Philox;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * The random numbers of {@link Philox} on vectors.
 *
 * <p>Each lane of a long vector holds one word in its low half, because products of two words need
 * the whole. A first pass leaves the words themselves in the result, others turn them into numbers
 * in place, while they are in L1: C2 would not inline everything into one.
 */
final class VectorRandom {
  // Elements that go through all passes together.
  private static final int CHUNK = 1024;
  private static final int BLOCKS = LONGS.length();
  // Elements that one call of words() makes.
  private static final int STRIP = 4 * BLOCKS;

  private static final long LOW = 0xFFFFFFFFL;
  private static final LongVector LOW_WORD = LongVector.broadcast(LONGS, LOW);
  private static final LongVector HIGH_WORD = LongVector.broadcast(LONGS, ~LOW);
  private static final IntVector ONE = IntVector.broadcast(INTS, 1);
  private static final LongVector MULTIPLIER_0 =
      LongVector.broadcast(LONGS, Philox.MULTIPLIER_0 & LOW);
  private static final LongVector MULTIPLIER_2 =
      LongVector.broadcast(LONGS, Philox.MULTIPLIER_2 & LOW);
  private static final LongVector LANE = LongVector.zero(LONGS).addIndex(1);

  // From P and Q, two vectors of 64 bits a block, to P0 Q0 P1 Q1 ...: every lane takes from the
  // lane of half its number, P if that is even and Q if it is odd.
  private static final VectorShuffle<Long> FIRST_HALF = VectorShuffle.fromOp(LONGS, i -> i / 2);
  private static final VectorShuffle<Long> SECOND_HALF =
      VectorShuffle.fromOp(LONGS, i -> (BLOCKS + i) / 2);
  private static final VectorMask<Long> ODD = VectorMask.fromLong(LONGS, 0xAAAAAAAAAAAAAAAAL);

  private static final FloatVector UNIT = FloatVector.broadcast(FLOATS, 0x1p-24f);
  private static final FloatVector MINUS_TWO = FloatVector.broadcast(FLOATS, -2);

  // C2 must not compile the passes together: it gives up inlining in the middle of the whole, and
  // then allocates. One call site for three implementations and more is never inlined.
  private static final Pass[] UNIFORM = {VectorRandom::uniformFromWords};
  private static final Pass[] NORMAL = {
    VectorRandom::sortByPlace,
    VectorRandom::radiiFromWords,
    VectorRandom::normalFromRadii,
    VectorRandom::sortIntoPairs
  };

  private interface Pass {
    void apply(float[] y, int yo, int n);
  }

  private VectorRandom() {}

  static void uniform(long seed, int stream, long step, long first, float[] y, int yo, int n) {
    int head = (int) Math.min(n, -first & 3);
    int end = head + (n - head) / STRIP * STRIP;
    Philox.uniform(seed, stream, step, first, y, yo, head);
    strips(UNIFORM, seed, stream, step, first + head, y, yo + head, end - head);
    Philox.uniform(seed, stream, step, first + end, y, yo + end, n - end);
  }

  static void normal(long seed, int stream, long step, long first, float[] y, int yo, int n) {
    int head = (int) Math.min(n, -first & 3);
    int end = head + (n - head) / STRIP * STRIP;
    Philox.normal(seed, stream, step, first, y, yo, head);
    strips(NORMAL, seed, stream, step, first + head, y, yo + head, end - head);
    Philox.normal(seed, stream, step, first + end, y, yo + end, n - end);
  }

  private static void strips(
      Pass[] passes, long seed, int stream, long step, long first, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += CHUNK) {
      int count = Math.min(CHUNK, n - i);
      words(seed, stream, step, first + i, y, yo + i, count);
      for (Pass pass : passes) {
        pass.apply(y, yo + i, count);
      }
    }
  }

  /** Leaves the words of elements from {@code first}, a multiple of 4, in the bits of y. */
  private static void words(
      long seed, int stream, long step, long first, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += STRIP) {
      words(seed, stream, step, (first + i) >>> 2, y, yo + i);
    }
  }

  /** Too long to be inlined, on purpose: within another loop JDK 17 may put vectors on the heap. */
  private static void words(long seed, int stream, long step, long firstBlock, float[] y, int yo) {
    LongVector c0 = LANE.add(firstBlock).and(LOW_WORD);
    LongVector c1 = LongVector.broadcast(LONGS, stream & LOW);
    LongVector c2 = LongVector.broadcast(LONGS, step & LOW);
    LongVector c3 = LongVector.broadcast(LONGS, step >>> 32);
    int k0 = (int) seed;
    int k1 = (int) (seed >>> 32);
    for (int round = 0; round < Philox.ROUNDS; round++) {
      LongVector p0 = c0.mul(MULTIPLIER_0);
      LongVector p2 = c2.mul(MULTIPLIER_2);
      LongVector key0 = LongVector.broadcast(LONGS, k0 & LOW);
      LongVector key1 = LongVector.broadcast(LONGS, k1 & LOW);
      c0 = p2.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c1);
      c0 = c0.lanewise(VectorOperators.XOR, key0);
      c2 = p0.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c3);
      c2 = c2.lanewise(VectorOperators.XOR, key1);
      c1 = p2.and(LOW_WORD);
      c3 = p0.and(LOW_WORD);
      k0 += Philox.KEY_STEP_0;
      k1 += Philox.KEY_STEP_1;
    }
    LongVector p = c0.or(c1.lanewise(VectorOperators.LSHL, 32));
    LongVector q = c2.or(c3.lanewise(VectorOperators.LSHL, 32));
    LongVector front = p.rearrange(FIRST_HALF).blend(q.rearrange(FIRST_HALF), ODD);
    LongVector back = p.rearrange(SECOND_HALF).blend(q.rearrange(SECOND_HALF), ODD);
    front.reinterpretAsFloats().intoArray(y, yo);
    back.reinterpretAsFloats().intoArray(y, yo + LANES);
  }

  /** The low words, moved to the high half. */
  private static LongVector high(LongVector words) {
    return words.lanewise(VectorOperators.LSHL, 32);
  }

  /** The high words, moved to the low half. */
  private static LongVector low(LongVector words) {
    return words.lanewise(VectorOperators.LSHR, 32);
  }

  private static void uniformFromWords(float[] y, int yo, int n) {
    for (int i = 0; i < n; i += LANES) {
      IntVector words = FloatVector.fromArray(FLOATS, y, yo + i).reinterpretAsInts();
      toFloats(words.lanewise(VectorOperators.LSHR, 8)).mul(UNIT).intoArray(y, yo + i);
    }
  }

  private static FloatVector toFloats(IntVector numbers) {
    return (FloatVector) numbers.convert(VectorOperators.I2F, 0);
  }

  /** Sorts pairs, each one lane of a long vector, into a vector of firsts and one of seconds. */
  private static void sortByPlace(float[] y, int yo, int n) {
    for (int i = 0; i < n; i += 2 * LANES) {
      LongVector pairs0 = longs(FloatVector.fromArray(FLOATS, y, yo + i));
      LongVector pairs1 = longs(FloatVector.fromArray(FLOATS, y, yo + i + LANES));
      floats(pairs0.and(LOW_WORD).or(high(pairs1))).intoArray(y, yo + i);
      floats(low(pairs0).or(pairs1.and(HIGH_WORD))).intoArray(y, yo + i + LANES);
    }
  }

  /** Turns first words into radii, and leaves second words alone. */
  private static void radiiFromWords(float[] y, int yo, int n) {
    for (int i = 0; i < n; i += 2 * LANES) {
      IntVector words = FloatVector.fromArray(FLOATS, y, yo + i).reinterpretAsInts();
      IntVector number = words.lanewise(VectorOperators.LSHR, 8).add(ONE);
      FloatVector u1 = toFloats(number).mul(UNIT);
      VectorMath.logOfUnit(u1).mul(MINUS_TWO).sqrt().intoArray(y, yo + i);
    }
  }

  /** Turns radii and second words into radius times cosine and radius times sine. */
  private static void normalFromRadii(float[] y, int yo, int n) {
    for (int i = 0; i < n; i += 2 * LANES) {
      FloatVector r = FloatVector.fromArray(FLOATS, y, yo + i);
      IntVector words = FloatVector.fromArray(FLOATS, y, yo + i + LANES).reinterpretAsInts();
      FloatVector u2 = toFloats(words.lanewise(VectorOperators.LSHR, 8)).mul(UNIT);
      FloatVector rest = VectorMath.restOfTurn(u2);
      r = VectorMath.negateHalfTurned(r, u2);
      r.mul(VectorMath.cosOfRest(rest)).intoArray(y, yo + i);
      r.mul(VectorMath.sinOfRest(rest)).intoArray(y, yo + i + LANES);
    }
  }

  /** Puts numbers back in pairs, undoing what {@link #sortByPlace} did. */
  private static void sortIntoPairs(float[] y, int yo, int n) {
    for (int i = 0; i < n; i += 2 * LANES) {
      LongVector firsts = longs(FloatVector.fromArray(FLOATS, y, yo + i));
      LongVector seconds = longs(FloatVector.fromArray(FLOATS, y, yo + i + LANES));
      floats(firsts.and(LOW_WORD).or(high(seconds))).intoArray(y, yo + i);
      floats(low(firsts).or(seconds.and(HIGH_WORD))).intoArray(y, yo + i + LANES);
    }
  }

  private static LongVector longs(FloatVector v) {
    return v.reinterpretAsLongs();
  }

  private static FloatVector floats(LongVector v) {
    return v.reinterpretAsFloats();
  }
}
