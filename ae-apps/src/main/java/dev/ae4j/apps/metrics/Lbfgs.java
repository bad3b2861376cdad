package dev.ae4j.apps.metrics;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimises a smooth function with the limited-memory BFGS method (Nocedal and Wright, Numerical
 * Optimization, algorithms 7.4 and 7.5) and a backtracking line search.
 */
final class Lbfgs {
  private static final int MEMORY = 10;
  private static final int MAX_HALVINGS = 30;
  private static final double SUFFICIENT_DECREASE = 1e-4;

  /** A function with its gradient. */
  @FunctionalInterface
  interface Objective {
    /**
     * Returns the value at a point.
     *
     * @param gradient receives the gradient
     */
    double at(double[] point, double[] gradient);
  }

  /** A step and the change of the gradient along it. */
  private record Correction(double[] step, double[] change, double rho) {}

  private Lbfgs() {}

  /**
   * Moves a point to a minimum.
   *
   * @param point the start; holds the result afterwards
   * @param tolerance stops when a step lowers the value by less than this fraction of it
   * @param maxSteps stops after so many steps
   */
  static void minimize(Objective objective, double[] point, double tolerance, int maxSteps) {
    int n = point.length;
    Deque<Correction> memory = new ArrayDeque<>();
    double[] gradient = new double[n];
    double value = objective.at(point, gradient);
    double[] next = new double[n];
    double[] nextGradient = new double[n];
    for (int step = 0; step < maxSteps; step++) {
      double[] direction = direction(gradient, memory);
      double slope = dot(gradient, direction);
      double length = memory.isEmpty() ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient))) : 1;
      double nextValue = Double.POSITIVE_INFINITY;
      for (int halving = 0; halving < MAX_HALVINGS; halving++) {
        for (int i = 0; i < n; i++) {
          next[i] = point[i] + length * direction[i];
        }
        nextValue = objective.at(next, nextGradient);
        if (nextValue <= value + SUFFICIENT_DECREASE * length * slope) {
          break;
        }
        length /= 2;
      }
      if (!(nextValue < value)) {
        return;
      }
      remember(memory, point, gradient, next, nextGradient);
      boolean done = value - nextValue <= tolerance * Math.abs(value);
      System.arraycopy(next, 0, point, 0, n);
      System.arraycopy(nextGradient, 0, gradient, 0, n);
      value = nextValue;
      if (done) {
        return;
      }
    }
  }

  /**
   * Returns the negative gradient times the approximate inverse Hessian: the two-loop recursion.
   */
  private static double[] direction(double[] gradient, Deque<Correction> memory) {
    double[] q = new double[gradient.length];
    add(q, -1, gradient);
    double[] alpha = new double[memory.size()];
    int n = 0;
    for (Correction c : memory) {
      alpha[n] = c.rho() * dot(c.step(), q);
      add(q, -alpha[n++], c.change());
    }
    if (!memory.isEmpty()) {
      Correction newest = memory.getFirst();
      double scale = 1 / (newest.rho() * dot(newest.change(), newest.change()));
      for (int i = 0; i < q.length; i++) {
        q[i] *= scale;
      }
    }
    for (Iterator<Correction> oldestFirst = memory.descendingIterator(); oldestFirst.hasNext(); ) {
      Correction c = oldestFirst.next();
      add(q, alpha[--n] - c.rho() * dot(c.change(), q), c.step());
    }
    return q;
  }

  private static void remember(
      Deque<Correction> memory,
      double[] from,
      double[] fromGradient,
      double[] to,
      double[] toGradient) {
    double[] step = to.clone();
    add(step, -1, from);
    double[] change = toGradient.clone();
    add(change, -1, fromGradient);
    double curvature = dot(step, change);
    if (curvature > 0) {
      memory.addFirst(new Correction(step, change, 1 / curvature));
      if (memory.size() > MEMORY) {
        memory.removeLast();
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] target, double factor, double[] vector) {
    for (int i = 0; i < target.length; i++) {
      target[i] += factor * vector[i];
    }
  }
}
