package dev.ae4j.jvm;

import dev.ae4j.graph.Window;
import dev.ae4j.jvm.kernel.Kernels;
import dev.ae4j.jvm.kernel.ScalarKernels;

/** Convolutions and pooling element by element, in the orders of additions that are promised. */
final class Convolutions {
  private Convolutions() {}

  /** Returns the element of an image, zero outside. */
  private static float at(float[] x, int[] sizes, int image, int row, int column, int channel) {
    boolean inside = row >= 0 && row < sizes[1] && column >= 0 && column < sizes[2];
    return inside ? x[((image * sizes[1] + row) * sizes[2] + column) * sizes[3] + channel] : 0;
  }

  /**
   * The sum of products: one chain, or where few channels come of many by windows that slide,
   * sixteen.
   */
  private static final class Sum {
    private static final Kernels KERNELS = new ScalarKernels();

    private final boolean dotted;
    private final float[] lanes = new float[16];
    private int terms;

    Sum(int in, int out, Window w, int positions) {
      int run = w.width() * in;
      dotted =
          out <= 4
              && run % 16 == 0
              && run >= 24
              && positions >= 32
              && w.width() * w.height() > 1
              && w.equals(
                  Window.of(w.height(), w.width())
                      .padding(w.top(), w.bottom(), w.left(), w.right()));
    }

    void add(float x, float weight) {
      int lane = dotted ? terms++ % 16 : 0;
      lanes[lane] = Math.fma(x, weight, lanes[lane]);
    }

    float total() {
      return dotted ? KERNELS.sum(lanes, 0, 16) : lanes[0];
    }
  }

  static float[] convolution(float[] x, int[] from, float[] filter, Window w, int[] to) {
    float[] y = new float[to[0] * to[1] * to[2] * to[3]];
    for (int i = 0; i < y.length; i++) {
      int out = i % to[3];
      int column = i / to[3] % to[2] * w.strideX() - w.left();
      int row = i / to[3] / to[2] % to[1] * w.strideY() - w.top();
      int image = i / to[3] / to[2] / to[1];
      Sum sum = new Sum(from[3], to[3], w, to[1] * to[2]);
      for (int dy = 0; dy < w.height(); dy++) {
        for (int dx = 0; dx < w.width(); dx++) {
          for (int in = 0; in < from[3]; in++) {
            float weight = filter[((dy * w.width() + dx) * from[3] + in) * to[3] + out];
            int atRow = row + dy * w.dilationY();
            int atColumn = column + dx * w.dilationX();
            sum.add(at(x, from, image, atRow, atColumn, in), weight);
          }
        }
      }
      y[i] = sum.total();
    }
    return y;
  }

  /** Goes through the window backwards, and only where the convolution would have been. */
  static float[] transposed(float[] x, int[] from, float[] filter, Window w, int[] to) {
    float[] y = new float[to[0] * to[1] * to[2] * to[3]];
    for (int i = 0; i < y.length; i++) {
      int out = i % to[3];
      int column = i / to[3] % to[2] + w.left();
      int row = i / to[3] / to[2] % to[1] + w.top();
      int image = i / to[3] / to[2] / to[1];
      Sum sum = new Sum(from[3], to[3], w, to[1] * to[2]);
      for (int dy = w.height() - 1; dy >= 0; dy--) {
        for (int dx = w.width() - 1; dx >= 0; dx--) {
          int atRow = row - dy * w.dilationY();
          int atColumn = column - dx * w.dilationX();
          if (atRow % w.strideY() != 0 || atColumn % w.strideX() != 0) {
            continue;
          }
          for (int in = 0; in < from[3]; in++) {
            float weight = filter[((dy * w.width() + dx) * to[3] + out) * from[3] + in];
            float element = at(x, from, image, atRow / w.strideY(), atColumn / w.strideX(), in);
            sum.add(atRow < 0 || atColumn < 0 ? 0 : element, weight);
          }
        }
      }
      y[i] = sum.total();
    }
    return y;
  }

  /** In double precision: the order of additions depends on many sizes. */
  static float[] filterGradient(float[] x, int[] from, float[] v, Window w, int[] to) {
    float[] y = new float[w.height() * w.width() * from[3] * to[3]];
    for (int i = 0; i < y.length; i++) {
      int out = i % to[3];
      int in = i / to[3] % from[3];
      int dx = i / to[3] / from[3] % w.width();
      int dy = i / to[3] / from[3] / w.width();
      double sum = 0;
      for (int position = 0; position < to[0] * to[1] * to[2]; position++) {
        int column = position % to[2] * w.strideX() - w.left() + dx * w.dilationX();
        int row = position / to[2] % to[1] * w.strideY() - w.top() + dy * w.dilationY();
        int image = position / to[2] / to[1];
        sum += (double) at(x, from, image, row, column, in) * v[position * to[3] + out];
      }
      y[i] = (float) sum;
    }
    return y;
  }

  /** Returns for each position and channel which element of the images is largest. */
  static int[] largest(float[] keys, int[] from, Window w, int[] to) {
    int[] places = new int[to[0] * to[1] * to[2] * to[3]];
    for (int i = 0; i < places.length; i++) {
      int channel = i % to[3];
      int left = i / to[3] % to[2] * w.strideX() - w.left();
      int top = i / to[3] / to[2] % to[1] * w.strideY() - w.top();
      int image = i / to[3] / to[2] / to[1];
      int best = -1;
      for (int row = Math.max(top, 0); row < Math.min(top + w.height(), from[1]); row++) {
        for (int column = Math.max(left, 0);
            column < Math.min(left + w.width(), from[2]);
            column++) {
          int place = ((image * from[1] + row) * from[2] + column) * from[3] + channel;
          if (best < 0 || beats(keys[place], keys[best])) {
            best = place;
          }
        }
      }
      places[i] = best;
    }
    return places;
  }

  private static boolean beats(float key, float other) {
    return key > other || (Float.isNaN(key) && !Float.isNaN(other));
  }
}
