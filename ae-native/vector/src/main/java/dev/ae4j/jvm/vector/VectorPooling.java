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
    int channels = windows.channels();
    int[] offsets = windows.offsets();
    int end = channels / LANES * LANES;
    boolean same = keys == values && ko == vo;
    for (int i = 0; i < windows.count(); i++) {
      int start = i * windows.step();
      int to = yo + i * channels;
      for (int channel = 0; channel < end; channel += LANES) {
        int from = start + channel;
        if (same) {
          largest(offsets, keys, ko + from, y, to + channel);
        } else {
          ofLargest(offsets, keys, ko + from, values, vo + from, y, to + channel);
        }
      }
    }
    if (end < channels) {
      ScalarPooling.maxPool(windows, end, keys, ko, values, vo, y, yo);
    }
  }

  static void maxUnpool(
      Pooled windows, float[] keys, int ko, float[] y, int yo, float[] x, int xo) {
    int channels = windows.channels();
    int[] offsets = windows.offsets();
    int end = channels / LANES * LANES;
    for (int i = 0; i < windows.count(); i++) {
      int start = i * windows.step();
      for (int channel = 0; channel < end; channel += LANES) {
        int from = start + channel;
        addToLargest(offsets, keys, ko + from, y, yo + i * channels + channel, x, xo + from);
      }
    }
    if (end < channels) {
      ScalarPooling.maxUnpool(windows, end, keys, ko, y, yo, x, xo);
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
}
