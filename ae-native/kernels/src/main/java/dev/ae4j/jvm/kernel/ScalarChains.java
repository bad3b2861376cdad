package dev.ae4j.jvm.kernel;

import dev.ae4j.graph.op.CompareKind;

/** The plain loops behind the chains of {@link Kernels}. */
public final class ScalarChains {
  private ScalarChains() {}

  static void choose(
      CompareKind kind,
      float a,
      float[] b,
      int bo,
      float[] x,
      int xo,
      float other,
      float[] y,
      int yo,
      int n) {
    switch (kind) {
      case EQUAL -> chooseEqual(a, b, bo, x, xo, other, y, yo, n);
      case LESS -> chooseLess(a, b, bo, x, xo, other, y, yo, n);
      case LESS_OR_EQUAL -> chooseLessOrEqual(a, b, bo, x, xo, other, y, yo, n);
    }
  }

  private static void chooseEqual(
      float a, float[] b, int bo, float[] x, int xo, float other, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a == b[bo + i] ? x[xo + i] : other;
    }
  }

  private static void chooseLess(
      float a, float[] b, int bo, float[] x, int xo, float other, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a < b[bo + i] ? x[xo + i] : other;
    }
  }

  private static void chooseLessOrEqual(
      float a, float[] b, int bo, float[] x, int xo, float other, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a <= b[bo + i] ? x[xo + i] : other;
    }
  }

  static void sigmoidGradient(float[] x, int xo, float[] s, int so, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = x[xo + i] * s[so + i] * (1 - s[so + i]);
    }
  }

  /** The contract of {@link Kernels#adam}. */
  public static void adam(
      float keep1,
      float take1,
      float keep2,
      float take2,
      float scale,
      float epsilon,
      float[] g,
      int go,
      float[] m,
      int mo,
      float[] v,
      int vo,
      float[] x,
      int xo,
      float[] y,
      int yo,
      int n) {
    for (int i = 0; i < n; i++) {
      float gradient = g[go + i];
      float mean = m[mo + i] * keep1 + gradient * take1;
      float square = v[vo + i] * keep2 + gradient * gradient * take2;
      m[mo + i] = mean;
      v[vo + i] = square;
      y[yo + i] = x[xo + i] - mean * scale / ((float) Math.sqrt(square) + epsilon);
    }
  }
}
