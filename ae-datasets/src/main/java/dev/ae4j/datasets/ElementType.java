package dev.ae4j.datasets;

import java.nio.ByteBuffer;

/** How the numbers of a file are stored. */
enum ElementType {
  /** One unsigned byte that stands for the brightness of a pixel: 255 becomes 1. */
  PIXEL(1),
  /** One unsigned byte that stands for itself. */
  UNSIGNED_BYTE(1),
  FLOAT(Float.BYTES),
  DOUBLE(Double.BYTES);

  private static final float[] PIXELS = new float[256];

  static {
    for (int i = 0; i < PIXELS.length; i++) {
      PIXELS[i] = i / 255f;
    }
  }

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the size of one number in bytes. */
  int bytes() {
    return bytes;
  }

  /**
   * Converts numbers to float32; a float64 that is too large becomes infinite.
   *
   * @param from holds the numbers from its beginning on, in its order of bytes
   * @param to receives them from {@code start} on
   */
  void decode(ByteBuffer from, float[] to, int start, int count) {
    switch (this) {
      case PIXEL -> {
        for (int i = 0; i < count; i++) {
          to[start + i] = PIXELS[from.get(i) & 0xff];
        }
      }
      case UNSIGNED_BYTE -> {
        for (int i = 0; i < count; i++) {
          to[start + i] = from.get(i) & 0xff;
        }
      }
      case FLOAT -> from.asFloatBuffer().get(to, start, count);
      case DOUBLE -> {
        for (int i = 0; i < count; i++) {
          to[start + i] = (float) from.getDouble(i * Double.BYTES);
        }
      }
    }
  }
}
