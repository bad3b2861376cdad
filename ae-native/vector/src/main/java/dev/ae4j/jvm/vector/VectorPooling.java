package dev.ae4j.jvm.vector;

import static dev.ae4j.jvm.vector.Species.FLOATS;
import static dev.ae4j.jvm.vector.Species.LANES;

import dev.ae4j.jvm.kernel.Pooled;
import dev.ae4j.jvm.kernel.ScalarPooling;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Pooling on vectors of channels. */
final class VectorPooling {
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
        FloatVector place = place(offsets, keys, ko + start + channel);
        FloatVector value = FloatVector.fromArray(FLOATS, y, yo + i * channels + channel);
        add(offsets, place, value, x, xo + start + channel);
      }
    }
    if (end < channels) {
      ScalarPooling.maxUnpool(windows, end, keys, ko, y, yo, x, xo);
    }
  }

  /**
   * Returns {@code x} where a key beats the largest so far, else {@code y}: where it is greater, or
   * the first NaN. Blending twice is faster than combining masks on JDK 17.
   */
  private static FloatVector ifBeaten(
      FloatVector key, FloatVector largest, FloatVector x, FloatVector y) {
    FloatVector chosen = x.blend(y, largest.compare(VectorOperators.GE, key));
    return chosen.blend(y, largest.compare(VectorOperators.NE, largest));
  }

  private static void largest(int[] offsets, float[] keys, int ko, float[] y, int yo) {
    FloatVector largest = FloatVector.fromArray(FLOATS, keys, ko);
    for (int i = 1; i < offsets.length; i++) {
      FloatVector key = FloatVector.fromArray(FLOATS, keys, ko + offsets[i]);
      largest = ifBeaten(key, largest, key, largest);
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
      value = ifBeaten(key, largest, other, value);
      largest = ifBeaten(key, largest, key, largest);
    }
    value.intoArray(y, yo);
  }

  /** Returns the number of the largest element of a window for each channel. */
  private static FloatVector place(int[] offsets, float[] keys, int ko) {
    FloatVector largest = FloatVector.fromArray(FLOATS, keys, ko);
    FloatVector place = FloatVector.zero(FLOATS);
    for (int i = 1; i < offsets.length; i++) {
      FloatVector key = FloatVector.fromArray(FLOATS, keys, ko + offsets[i]);
      place = ifBeaten(key, largest, FloatVector.broadcast(FLOATS, i), place);
      largest = ifBeaten(key, largest, key, largest);
    }
    return place;
  }

  private static void add(int[] offsets, FloatVector place, FloatVector value, float[] x, int xo) {
    FloatVector zero = FloatVector.zero(FLOATS);
    for (int i = 0; i < offsets.length; i++) {
      FloatVector own = zero.blend(value, place.compare(VectorOperators.EQ, i));
      int at = xo + offsets[i];
      FloatVector.fromArray(FLOATS, x, at).add(own).intoArray(x, at);
    }
  }
}
