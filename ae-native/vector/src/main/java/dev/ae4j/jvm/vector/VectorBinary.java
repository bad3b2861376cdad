package dev.ae4j.jvm.vector;

import static dev.ae4j.jvm.vector.Species.FLOATS;
import static dev.ae4j.jvm.vector.Species.LANES;

import dev.ae4j.graph.op.BinaryKind;
import jdk.incubator.vector.FloatVector;

/** The vector loops behind {@link dev.ae4j.jvm.kernel.Kernels#binary}. */
final class VectorBinary {
  private VectorBinary() {}

  static void apply(
      BinaryKind kind, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    switch (kind) {
      case ADD -> add(a, ao, b, bo, y, yo, n);
      case SUBTRACT -> subtract(a, ao, b, bo, y, yo, n);
      case MULTIPLY -> multiply(a, ao, b, bo, y, yo, n);
      case DIVIDE -> divide(a, ao, b, bo, y, yo, n);
      case MAXIMUM -> maximum(a, ao, b, bo, y, yo, n);
      case MINIMUM -> minimum(a, ao, b, bo, y, yo, n);
    }
  }

  static void apply(BinaryKind kind, float[] a, int ao, float b, float[] y, int yo, int n) {
    switch (kind) {
      case ADD -> add(a, ao, b, y, yo, n);
      case SUBTRACT -> subtract(a, ao, b, y, yo, n);
      case MULTIPLY -> multiply(a, ao, b, y, yo, n);
      case DIVIDE -> divide(a, ao, b, y, yo, n);
      case MAXIMUM -> maximum(a, ao, b, y, yo, n);
      case MINIMUM -> minimum(a, ao, b, y, yo, n);
    }
  }

  static void apply(BinaryKind kind, float a, float[] b, int bo, float[] y, int yo, int n) {
    switch (kind) {
      case SUBTRACT -> subtract(a, b, bo, y, yo, n);
      case DIVIDE -> divide(a, b, bo, y, yo, n);
      // The order of the operands makes no difference here.
      case ADD, MULTIPLY, MAXIMUM, MINIMUM -> apply(kind, b, bo, a, y, yo, n);
    }
  }

  private static void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector av = FloatVector.fromArray(FLOATS, a, ao + i);
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bo + i);
      av.add(bv).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a[ao + i] + b[bo + i];
    }
  }

  private static void subtract(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector av = FloatVector.fromArray(FLOATS, a, ao + i);
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bo + i);
      av.sub(bv).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a[ao + i] - b[bo + i];
    }
  }

  private static void multiply(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector av = FloatVector.fromArray(FLOATS, a, ao + i);
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bo + i);
      av.mul(bv).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a[ao + i] * b[bo + i];
    }
  }

  private static void divide(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector av = FloatVector.fromArray(FLOATS, a, ao + i);
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bo + i);
      av.div(bv).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a[ao + i] / b[bo + i];
    }
  }

  private static void maximum(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector av = FloatVector.fromArray(FLOATS, a, ao + i);
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bo + i);
      av.max(bv).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Math.max(a[ao + i], b[bo + i]);
    }
  }

  private static void minimum(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector av = FloatVector.fromArray(FLOATS, a, ao + i);
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bo + i);
      av.min(bv).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Math.min(a[ao + i], b[bo + i]);
    }
  }

  private static void add(float[] a, int ao, float b, float[] y, int yo, int n) {
    FloatVector bv = FloatVector.broadcast(FLOATS, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector av = FloatVector.fromArray(FLOATS, a, ao + i);
      av.add(bv).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a[ao + i] + b;
    }
  }

  private static void subtract(float[] a, int ao, float b, float[] y, int yo, int n) {
    FloatVector bv = FloatVector.broadcast(FLOATS, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector av = FloatVector.fromArray(FLOATS, a, ao + i);
      av.sub(bv).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a[ao + i] - b;
    }
  }

  private static void multiply(float[] a, int ao, float b, float[] y, int yo, int n) {
    FloatVector bv = FloatVector.broadcast(FLOATS, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector av = FloatVector.fromArray(FLOATS, a, ao + i);
      av.mul(bv).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a[ao + i] * b;
    }
  }

  private static void divide(float[] a, int ao, float b, float[] y, int yo, int n) {
    FloatVector bv = FloatVector.broadcast(FLOATS, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector av = FloatVector.fromArray(FLOATS, a, ao + i);
      av.div(bv).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a[ao + i] / b;
    }
  }

  private static void maximum(float[] a, int ao, float b, float[] y, int yo, int n) {
    FloatVector bv = FloatVector.broadcast(FLOATS, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector av = FloatVector.fromArray(FLOATS, a, ao + i);
      av.max(bv).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Math.max(a[ao + i], b);
    }
  }

  private static void minimum(float[] a, int ao, float b, float[] y, int yo, int n) {
    FloatVector bv = FloatVector.broadcast(FLOATS, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector av = FloatVector.fromArray(FLOATS, a, ao + i);
      av.min(bv).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Math.min(a[ao + i], b);
    }
  }

  private static void subtract(float a, float[] b, int bo, float[] y, int yo, int n) {
    FloatVector av = FloatVector.broadcast(FLOATS, a);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bo + i);
      av.sub(bv).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a - b[bo + i];
    }
  }

  private static void divide(float a, float[] b, int bo, float[] y, int yo, int n) {
    FloatVector av = FloatVector.broadcast(FLOATS, a);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bo + i);
      av.div(bv).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a / b[bo + i];
    }
  }
}
