package dev.ae4j.jvm.vector;

import static dev.ae4j.jvm.vector.Species.FLOATS;
import static dev.ae4j.jvm.vector.Species.LANES;

import dev.ae4j.graph.op.CompareKind;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The vector loops behind {@link dev.ae4j.jvm.kernel.Kernels#compare}. */
final class VectorCompare {
  private static final FloatVector ZERO = FloatVector.zero(FLOATS);
  private static final FloatVector ONE = FloatVector.broadcast(FLOATS, 1);

  private VectorCompare() {}

  static void apply(
      CompareKind kind, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    switch (kind) {
      case EQUAL -> equal(a, ao, b, bo, y, yo, n);
      case LESS -> less(a, ao, b, bo, y, yo, n);
      case LESS_OR_EQUAL -> lessOrEqual(a, ao, b, bo, y, yo, n);
    }
  }

  static void apply(CompareKind kind, float[] a, int ao, float b, float[] y, int yo, int n) {
    switch (kind) {
      case EQUAL -> equal(a, ao, b, y, yo, n);
      case LESS -> less(a, ao, b, y, yo, n);
      case LESS_OR_EQUAL -> lessOrEqual(a, ao, b, y, yo, n);
    }
  }

  static void apply(CompareKind kind, float a, float[] b, int bo, float[] y, int yo, int n) {
    switch (kind) {
      case LESS -> less(a, b, bo, y, yo, n);
      case LESS_OR_EQUAL -> lessOrEqual(a, b, bo, y, yo, n);
      // The order of the operands makes no difference here.
      case EQUAL -> apply(kind, b, bo, a, y, yo, n);
    }
  }

  private static void equal(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector av = FloatVector.fromArray(FLOATS, a, ao + i);
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bo + i);
      ZERO.blend(ONE, av.compare(VectorOperators.EQ, bv)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a[ao + i] == b[bo + i] ? 1 : 0;
    }
  }

  private static void less(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector av = FloatVector.fromArray(FLOATS, a, ao + i);
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bo + i);
      ZERO.blend(ONE, av.compare(VectorOperators.LT, bv)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a[ao + i] < b[bo + i] ? 1 : 0;
    }
  }

  private static void lessOrEqual(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector av = FloatVector.fromArray(FLOATS, a, ao + i);
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bo + i);
      ZERO.blend(ONE, av.compare(VectorOperators.LE, bv)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a[ao + i] <= b[bo + i] ? 1 : 0;
    }
  }

  private static void equal(float[] a, int ao, float b, float[] y, int yo, int n) {
    FloatVector bv = FloatVector.broadcast(FLOATS, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector av = FloatVector.fromArray(FLOATS, a, ao + i);
      ZERO.blend(ONE, av.compare(VectorOperators.EQ, bv)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a[ao + i] == b ? 1 : 0;
    }
  }

  private static void less(float[] a, int ao, float b, float[] y, int yo, int n) {
    FloatVector bv = FloatVector.broadcast(FLOATS, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector av = FloatVector.fromArray(FLOATS, a, ao + i);
      ZERO.blend(ONE, av.compare(VectorOperators.LT, bv)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a[ao + i] < b ? 1 : 0;
    }
  }

  private static void lessOrEqual(float[] a, int ao, float b, float[] y, int yo, int n) {
    FloatVector bv = FloatVector.broadcast(FLOATS, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector av = FloatVector.fromArray(FLOATS, a, ao + i);
      ZERO.blend(ONE, av.compare(VectorOperators.LE, bv)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a[ao + i] <= b ? 1 : 0;
    }
  }

  private static void less(float a, float[] b, int bo, float[] y, int yo, int n) {
    FloatVector av = FloatVector.broadcast(FLOATS, a);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bo + i);
      ZERO.blend(ONE, av.compare(VectorOperators.LT, bv)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a < b[bo + i] ? 1 : 0;
    }
  }

  private static void lessOrEqual(float a, float[] b, int bo, float[] y, int yo, int n) {
    FloatVector av = FloatVector.broadcast(FLOATS, a);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bo + i);
      ZERO.blend(ONE, av.compare(VectorOperators.LE, bv)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a <= b[bo + i] ? 1 : 0;
    }
  }
}
