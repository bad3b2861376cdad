package dev.ae4j.jvm.vector;

import static dev.ae4j.jvm.vector.Species.FLOATS;
import static dev.ae4j.jvm.vector.Species.LANES;

import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.jvm.kernel.ScalarChains;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The vector loops behind the chains of {@link dev.ae4j.jvm.kernel.Kernels}. */
final class VectorChains {
  private static final FloatVector ONE = FloatVector.broadcast(FLOATS, 1);

  private VectorChains() {}

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
    FloatVector ov = FloatVector.broadcast(FLOATS, other);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bo + i);
      VectorMask<Float> chosen = bv.compare(VectorOperators.EQ, a);
      ov.blend(FloatVector.fromArray(FLOATS, x, xo + i), chosen).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a == b[bo + i] ? x[xo + i] : other;
    }
  }

  private static void chooseLess(
      float a, float[] b, int bo, float[] x, int xo, float other, float[] y, int yo, int n) {
    FloatVector ov = FloatVector.broadcast(FLOATS, other);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bo + i);
      VectorMask<Float> chosen = bv.compare(VectorOperators.GT, a);
      ov.blend(FloatVector.fromArray(FLOATS, x, xo + i), chosen).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a < b[bo + i] ? x[xo + i] : other;
    }
  }

  private static void chooseLessOrEqual(
      float a, float[] b, int bo, float[] x, int xo, float other, float[] y, int yo, int n) {
    FloatVector ov = FloatVector.broadcast(FLOATS, other);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bo + i);
      VectorMask<Float> chosen = bv.compare(VectorOperators.GE, a);
      ov.blend(FloatVector.fromArray(FLOATS, x, xo + i), chosen).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a <= b[bo + i] ? x[xo + i] : other;
    }
  }

  static void sigmoidGradient(float[] x, int xo, float[] s, int so, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector xv = FloatVector.fromArray(FLOATS, x, xo + i);
      FloatVector sv = FloatVector.fromArray(FLOATS, s, so + i);
      xv.mul(sv).mul(ONE.sub(sv)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = x[xo + i] * s[so + i] * (1 - s[so + i]);
    }
  }

  static void adam(
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
    FloatVector keepMean = FloatVector.broadcast(FLOATS, keep1);
    FloatVector takeMean = FloatVector.broadcast(FLOATS, take1);
    FloatVector keepSquare = FloatVector.broadcast(FLOATS, keep2);
    FloatVector takeSquare = FloatVector.broadcast(FLOATS, take2);
    FloatVector scales = FloatVector.broadcast(FLOATS, scale);
    FloatVector epsilons = FloatVector.broadcast(FLOATS, epsilon);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector gv = FloatVector.fromArray(FLOATS, g, go + i);
      FloatVector mv = FloatVector.fromArray(FLOATS, m, mo + i);
      FloatVector vv = FloatVector.fromArray(FLOATS, v, vo + i);
      FloatVector mean = mv.mul(keepMean).add(gv.mul(takeMean));
      FloatVector square = vv.mul(keepSquare).add(gv.mul(gv).mul(takeSquare));
      mean.intoArray(m, mo + i);
      square.intoArray(v, vo + i);
      FloatVector step = mean.mul(scales).div(square.sqrt().add(epsilons));
      FloatVector.fromArray(FLOATS, x, xo + i).sub(step).intoArray(y, yo + i);
    }
    // Also where nothing is left: a branch never taken while it warms up would throw C2 back later.
    ScalarChains.adam(
        keep1, take1, keep2, take2, scale, epsilon, g, go + i, m, mo + i, v, vo + i, x, xo + i, y,
        yo + i, n - i);
  }
}
