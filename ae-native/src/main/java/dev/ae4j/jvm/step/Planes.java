package dev.ae4j.jvm.step;

import dev.ae4j.jvm.kernel.Copies;
import dev.ae4j.jvm.kernel.IndirectProduct;
import java.util.Arrays;

/**
 * A copy of some lines of an image with their padding, in which what neighbouring positions of a
 * window look at lies side by side: a plane for each channel and for each place relative to the
 * strides. The padding between two lines serves both.
 */
final class Planes {
  private final Windows windows;
  private final Axis y;
  private final Axis x;
  private final int pitch;
  private final int plane;

  /** An axis in units of its stride, from the first element that any position looks at. */
  private record Axis(WindowAxis axis, int phases, int reach) {
    static Axis of(WindowAxis axis) {
      int phases = Math.min(axis.stride(), axis.span() + 1);
      return new Axis(axis, phases, axis.span() / axis.stride());
    }

    /** Returns the place relative to the stride of the i-th element that a position looks at. */
    int phase(int i) {
      return (axis.offsets()[i] - axis.offsets()[0]) % axis.stride();
    }

    /** Returns how many strides behind the first the i-th element is. */
    int strides(int i) {
      return (axis.offsets()[i] - axis.offsets()[0]) / axis.stride();
    }

    /** Returns the element of the image at a place of a plane. */
    int element(int place, int phase) {
      return place * axis.stride() + phase + axis.offsets()[0];
    }

    /** Returns the first place of a plane whose element of the image is not before {@code at}. */
    int place(int at, int phase) {
      int distance = at - phase - axis.offsets()[0];
      return Math.max(0, (distance + axis.stride() - 1) / axis.stride());
    }
  }

  /**
   * Plans copies.
   *
   * @param windows with something to look at
   * @param rows the rows of positions of a copy at most
   */
  Planes(Windows windows, int rows) {
    this.windows = windows;
    y = Axis.of(windows.y());
    x = Axis.of(windows.x());
    int width = windows.x().positions() + x.reach;
    int before = x.place(0, 0);
    int after = width - x.place(windows.width(), 0);
    int shared = x.phases == 1 ? Math.max(0, Math.min(before, after)) : 0;
    pitch = Math.max(width - shared, windows.x().positions());
    plane = (rows + y.reach) * pitch + width - pitch;
  }

  /** Returns how far a line of a plane is from the next. */
  int pitch() {
    return pitch;
  }

  /** Returns the number of elements of a copy, and of those behind that may be read. */
  int size() {
    return y.phases * x.phases * windows.channels() * plane + IndirectProduct.SPARE_ROWS;
  }

  /** Returns where the elements of the first position's patch are, in the order of the patch. */
  int[] steps() {
    int[] steps = new int[windows.patch()];
    int i = 0;
    for (int row = 0; row < windows.y().offsets().length; row++) {
      for (int column = 0; column < windows.x().offsets().length; column++) {
        int first = plane(y.phase(row), x.phase(column));
        int place = y.strides(row) * pitch + x.strides(column);
        for (int channel = 0; channel < windows.channels(); channel++) {
          steps[i++] = first + channel * plane + place;
        }
      }
    }
    return steps;
  }

  private int plane(int phaseY, int phaseX) {
    return (phaseY * x.phases + phaseX) * windows.channels() * plane;
  }

  /** Copies what {@code count} rows of positions of an image look at. */
  void copy(float[] images, int offset, int image, int row, int count, float[] to) {
    Arrays.fill(to, 0, size(), 0);
    int start = offset + image * windows.image();
    for (int phase = 0; phase < y.phases; phase++) {
      for (int line = 0; line < count + y.reach; line++) {
        int from = y.element(row + line, phase);
        if (from >= 0 && from < windows.height()) {
          int lineStart = start + from * windows.width() * windows.channels();
          copyLine(images, lineStart, plane(phase, 0) + line * pitch, to);
        }
      }
    }
  }

  private void copyLine(float[] images, int lineStart, int toLine, float[] to) {
    int channels = windows.channels();
    int width = windows.x().positions() + x.reach;
    for (int phase = 0; phase < x.phases; phase++) {
      int first = x.place(0, phase);
      int count = Math.min(x.place(windows.width(), phase), width) - first;
      if (count > 0) {
        int from = lineStart + x.element(first, phase) * channels;
        int step = windows.x().stride() * channels;
        int target = toLine + plane(0, phase) + first;
        Copies.transpose(images, from, step, count, channels, to, target, plane);
      }
    }
  }
}
