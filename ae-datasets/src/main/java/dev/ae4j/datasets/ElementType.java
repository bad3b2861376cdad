package dev.ae4j.datasets;

/** How the numbers of a file are stored. */
enum ElementType {
  /** One unsigned byte that stands for the brightness of a pixel: 255 becomes 1. */
  PIXEL(1),
  /** One unsigned byte that stands for itself. */
  UNSIGNED_BYTE(1),
  FLOAT(Float.BYTES),
  DOUBLE(Double.BYTES);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the size of one number in bytes. */
  int bytes() {
    return bytes;
  }
}
