package dev.ae4j.jvm.kernel;

/** Pooling in plain Java. */
public final class ScalarPooling {
  private ScalarPooling() {}

  /** The contract of {@link Kernels#maxPool}, for the channels from one on. */
  public static void maxPool(
      Pooled windows,
      int firstChannel,
      float[] keys,
      int ko,
      float[] values,
      int vo,
      float[] y,
      int yo) {
    int channels = windows.channels();
    for (int i = 0; i < windows.count(); i++) {
      for (int channel = firstChannel; channel < channels; channel++) {
        int start = i * windows.step() + channel;
        y[yo + i * channels + channel] = values[vo + start + place(windows, keys, ko + start)];
      }
    }
  }

  /** The contract of {@link Kernels#maxUnpool}, for the channels from one on. */
  public static void maxUnpool(
      Pooled windows,
      int firstChannel,
      float[] keys,
      int ko,
      float[] y,
      int yo,
      float[] x,
      int xo,
      boolean onto) {
    int channels = windows.channels();
    for (int i = 0; i < windows.count(); i++) {
      for (int channel = firstChannel; channel < channels; channel++) {
        int start = i * windows.step() + channel;
        if (!onto) {
          for (int offset : windows.offsets()) {
            x[xo + start + offset] = 0;
          }
        }
        x[xo + start + place(windows, keys, ko + start)] += y[yo + i * channels + channel];
      }
    }
  }

  /** Returns how far from the first element of a window the largest is. */
  private static int place(Pooled windows, float[] keys, int ko) {
    float largest = keys[ko];
    int place = 0;
    for (int offset : windows.offsets()) {
      float key = keys[ko + offset];
      if (!(key <= largest) && !Float.isNaN(largest)) {
        largest = key;
        place = offset;
      }
    }
    return place;
  }
}
