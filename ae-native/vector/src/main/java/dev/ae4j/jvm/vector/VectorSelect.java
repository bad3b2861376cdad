package dev.ae4j.jvm.vector;

import static dev.ae4j.jvm.vector.Species.FLOATS;
import static dev.ae4j.jvm.vector.Species.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The vector loops behind {@link dev.ae4j.jvm.kernel.Kernels#select}. */
final class VectorSelect {
  private VectorSelect() {}

  static void select(
      float[] mask, int mo, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector mv = FloatVector.fromArray(FLOATS, mask, mo + i);
      VectorMask<Float> chosen = mv.compare(VectorOperators.NE, 0);
      FloatVector av = FloatVector.fromArray(FLOATS, a, ao + i);
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bo + i);
      bv.blend(av, chosen).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = mask[mo + i] != 0 ? a[ao + i] : b[bo + i];
    }
  }

  static void select(float[] mask, int mo, float[] a, int ao, float b, float[] y, int yo, int n) {
    FloatVector bv = FloatVector.broadcast(FLOATS, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector mv = FloatVector.fromArray(FLOATS, mask, mo + i);
      VectorMask<Float> chosen = mv.compare(VectorOperators.NE, 0);
      FloatVector av = FloatVector.fromArray(FLOATS, a, ao + i);
      bv.blend(av, chosen).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = mask[mo + i] != 0 ? a[ao + i] : b;
    }
  }

  static void select(float[] mask, int mo, float a, float[] b, int bo, float[] y, int yo, int n) {
    FloatVector av = FloatVector.broadcast(FLOATS, a);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector mv = FloatVector.fromArray(FLOATS, mask, mo + i);
      VectorMask<Float> chosen = mv.compare(VectorOperators.NE, 0);
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bo + i);
      bv.blend(av, chosen).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = mask[mo + i] != 0 ? a : b[bo + i];
    }
  }

  static void select(float[] mask, int mo, float a, float b, float[] y, int yo, int n) {
    FloatVector av = FloatVector.broadcast(FLOATS, a);
    FloatVector bv = FloatVector.broadcast(FLOATS, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector mv = FloatVector.fromArray(FLOATS, mask, mo + i);
      VectorMask<Float> chosen = mv.compare(VectorOperators.NE, 0);
      bv.blend(av, chosen).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = mask[mo + i] != 0 ? a : b;
    }
  }
}
