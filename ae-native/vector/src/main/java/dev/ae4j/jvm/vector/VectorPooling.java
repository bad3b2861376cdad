package dev.ae4j.jvm.vector;

import static dev.ae4j.jvm.vector.Species.FLOATS;
import static dev.ae4j.jvm.vector.Species.LANES;

import dev.ae4j.jvm.kernel.Pooled;
import dev.ae4j.jvm.kernel.ScalarPooling;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Pooling on vectors of channels. */
final class VectorPooling {
  private static final IntVector ZERO = IntVector.zero(Species.INTS);

  private VectorPooling() {}

  static void maxPool(
      Pooled windows, float[] keys, int ko, float[] values, int vo, float[] y, int yo) {
    int end = windows.channels() / LANES * LANES;
    if (keys != values || ko != vo) {
      poolByKeys(windows, end, keys, ko, values, vo, y, yo);
    } else {
      pool(windows, end, keys, ko, y, yo);
    }
    if (end < windows.channels()) {
      ScalarPooling.maxPool(windows, end, keys, ko, values, vo, y, yo);
    }
  }

  private static void pool(Pooled windows, int end, float[] keys, int ko, float[] y, int yo) {
    for (int i = 0; i < windows.count(); i++) {
      int from = ko + i * windows.step();
      int to = yo + i * windows.channels();
      for (int channel = 0; channel < end; channel += LANES) {
        largest(windows.offsets(), keys, from + channel, y, to + channel);
      }
    }
  }

  private static void poolByKeys(
      Pooled windows, int end, float[] keys, int ko, float[] values, int vo, float[] y, int yo) {
    for (int i = 0; i < windows.count(); i++) {
      int from = i * windows.step();
      int to = yo + i * windows.channels();
      for (int channel = 0; channel < end; channel += LANES) {
        int first = from + channel;
        ofLargest(windows.offsets(), keys, ko + first, values, vo + first, y, to + channel);
      }
    }
  }

  static void maxUnpool(
      Pooled windows, float[] keys, int ko, float[] y, int yo, float[] x, int xo, boolean onto) {
    int end = windows.channels() / LANES * LANES;
    if (onto) {
      addBack(windows, end, keys, ko, y, yo, x, xo);
    } else {
      putBack(windows, end, keys, ko, y, yo, x, xo);
    }
    if (end < windows.channels()) {
      ScalarPooling.maxUnpool(windows, end, keys, ko, y, yo, x, xo, onto);
    }
  }

  private static void addBack(
      Pooled windows, int end, float[] keys, int ko, float[] y, int yo, float[] x, int xo) {
    for (int i = 0; i < windows.count(); i++) {
      int start = i * windows.step();
      int value = yo + i * windows.channels();
      for (int channel = 0; channel < end; channel += LANES) {
        int from = start + channel;
        addToLargest(windows.offsets(), keys, ko + from, y, value + channel, x, xo + from);
      }
    }
  }

  private static void putBack(
      Pooled windows, int end, float[] keys, int ko, float[] y, int yo, float[] x, int xo) {
    for (int i = 0; i < windows.count(); i++) {
      int start = i * windows.step();
      int value = yo + i * windows.channels();
      for (int channel = 0; channel < end; channel += LANES) {
        int from = start + channel;
        putToLargest(windows.offsets(), keys, ko + from, y, value + channel, x, xo + from);
      }
    }
  }

  // A key beats the largest so far where it is greater, or the first NaN. Blending twice is faster
  // than combining masks on JDK 17.

  private static void largest(int[] offsets, float[] keys, int ko, float[] y, int yo) {
    FloatVector largest = FloatVector.fromArray(FLOATS, keys, ko);
    for (int i = 1; i < offsets.length; i++) {
      FloatVector key = FloatVector.fromArray(FLOATS, keys, ko + offsets[i]);
      VectorMask<Float> stays = largest.compare(VectorOperators.GE, key);
      VectorMask<Float> isNaN = largest.compare(VectorOperators.NE, largest);
      largest = key.blend(largest, stays).blend(largest, isNaN);
    }
    largest.intoArray(y, yo);
  }

  private static void ofLargest(
      int[] offsets, float[] keys, int ko, float[] values, int vo, float[] y, int yo) {
    FloatVector largest = FloatVector.fromArray(FLOATS, keys, ko);
    FloatVector value = FloatVector.fromArray(FLOATS, values, vo);
    for (int i = 1; i < offsets.length; i++) {
      FloatVector key = FloatVector.fromArray(FLOATS, keys, ko + offsets[i]);
      FloatVector other = FloatVector.fromArray(FLOATS, values, vo + offsets[i]);
      VectorMask<Float> stays = largest.compare(VectorOperators.GE, key);
      VectorMask<Float> isNaN = largest.compare(VectorOperators.NE, largest);
      value = other.blend(value, stays).blend(value, isNaN);
      largest = key.blend(largest, stays).blend(largest, isNaN);
    }
    value.intoArray(y, yo);
  }

  /**
   * Adds to the first key with the bits of the largest. With the number of the key instead of its
   * bits there would be more calls than C2 inlines.
   */
  private static void addToLargest(
      int[] offsets, float[] keys, int ko, float[] y, int yo, float[] x, int xo) {
    FloatVector largest = FloatVector.fromArray(FLOATS, keys, ko);
    for (int i = 1; i < offsets.length; i++) {
      FloatVector key = FloatVector.fromArray(FLOATS, keys, ko + offsets[i]);
      VectorMask<Float> stays = largest.compare(VectorOperators.GE, key);
      VectorMask<Float> isNaN = largest.compare(VectorOperators.NE, largest);
      largest = key.blend(largest, stays).blend(largest, isNaN);
    }
    IntVector bits = largest.reinterpretAsInts();
    IntVector rest = FloatVector.fromArray(FLOATS, y, yo).reinterpretAsInts();
    for (int offset : offsets) {
      IntVector key = FloatVector.fromArray(FLOATS, keys, ko + offset).reinterpretAsInts();
      VectorMask<Integer> here = key.compare(VectorOperators.EQ, bits);
      FloatVector own = ZERO.blend(rest, here).reinterpretAsFloats();
      rest = rest.blend(ZERO, here);
      FloatVector.fromArray(FLOATS, x, xo + offset).add(own).intoArray(x, xo + offset);
    }
  }

  /** Like {@link #addToLargest}, for elements that are zero before. */
  private static void putToLargest(
      int[] offsets, float[] keys, int ko, float[] y, int yo, float[] x, int xo) {
    FloatVector largest = FloatVector.fromArray(FLOATS, keys, ko);
    for (int i = 1; i < offsets.length; i++) {
      FloatVector key = FloatVector.fromArray(FLOATS, keys, ko + offsets[i]);
      VectorMask<Float> stays = largest.compare(VectorOperators.GE, key);
      VectorMask<Float> isNaN = largest.compare(VectorOperators.NE, largest);
      largest = key.blend(largest, stays).blend(largest, isNaN);
    }
    IntVector bits = largest.reinterpretAsInts();
    // An addition to zero, which leaves no -0.
    IntVector rest = FloatVector.fromArray(FLOATS, y, yo).add(0f).reinterpretAsInts();
    for (int offset : offsets) {
      IntVector key = FloatVector.fromArray(FLOATS, keys, ko + offset).reinterpretAsInts();
      VectorMask<Integer> here = key.compare(VectorOperators.EQ, bits);
      ZERO.blend(rest, here).reinterpretAsFloats().intoArray(x, xo + offset);
      rest = rest.blend(ZERO, here);
    }
  }
}
