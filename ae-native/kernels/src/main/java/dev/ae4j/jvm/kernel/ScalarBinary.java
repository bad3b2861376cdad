package dev.ae4j.jvm.kernel;

import dev.ae4j.graph.op.BinaryKind;

/** The plain loops behind {@link Kernels#binary}. */
final class ScalarBinary {
  // One small method for each loop: C2 compiles it when it is hot and never has to take it back
  // because another kind turns up.

  private ScalarBinary() {}

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
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] + b[bo + i];
    }
  }

  private static void subtract(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] - b[bo + i];
    }
  }

  private static void multiply(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] * b[bo + i];
    }
  }

  private static void divide(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] / b[bo + i];
    }
  }

  private static void maximum(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.max(a[ao + i], b[bo + i]);
    }
  }

  private static void minimum(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.min(a[ao + i], b[bo + i]);
    }
  }

  private static void add(float[] a, int ao, float b, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] + b;
    }
  }

  private static void subtract(float[] a, int ao, float b, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] - b;
    }
  }

  private static void multiply(float[] a, int ao, float b, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] * b;
    }
  }

  private static void divide(float[] a, int ao, float b, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] / b;
    }
  }

  private static void maximum(float[] a, int ao, float b, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.max(a[ao + i], b);
    }
  }

  private static void minimum(float[] a, int ao, float b, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.min(a[ao + i], b);
    }
  }

  private static void subtract(float a, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a - b[bo + i];
    }
  }

  private static void divide(float a, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a / b[bo + i];
    }
  }
}
