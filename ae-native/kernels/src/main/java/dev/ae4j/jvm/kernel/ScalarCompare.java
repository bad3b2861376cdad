package dev.ae4j.jvm.kernel;

import dev.ae4j.graph.op.CompareKind;

/** The plain loops behind {@link Kernels#compare}. */
final class ScalarCompare {
  // One small method for each loop: C2 compiles it when it is hot and never has to take it back
  // because another kind turns up.

  private ScalarCompare() {}

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
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] == b[bo + i] ? 1 : 0;
    }
  }

  private static void less(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] < b[bo + i] ? 1 : 0;
    }
  }

  private static void lessOrEqual(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] <= b[bo + i] ? 1 : 0;
    }
  }

  private static void equal(float[] a, int ao, float b, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] == b ? 1 : 0;
    }
  }

  private static void less(float[] a, int ao, float b, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] < b ? 1 : 0;
    }
  }

  private static void lessOrEqual(float[] a, int ao, float b, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] <= b ? 1 : 0;
    }
  }

  private static void less(float a, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a < b[bo + i] ? 1 : 0;
    }
  }

  private static void lessOrEqual(float a, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a <= b[bo + i] ? 1 : 0;
    }
  }
}
