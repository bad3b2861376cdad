package dev.ae4j.jvm.step;

/** Where the elements of a tensor lie: part of an array, which may be another one at every run. */
public final class Buffer {
  private static final float[] NONE = {};

  private float[] array = NONE;
  private int offset;

  /** Creates a buffer that is to be bound before its first use. */
  public Buffer() {}

  /** Creates a buffer that begins with the array. */
  public Buffer(float[] array) {
    this.array = array;
  }

  /** Lets the elements lie in an array from an offset on. */
  public void bind(float[] newArray, int newOffset) {
    array = newArray;
    offset = newOffset;
  }

  /** Returns the array. */
  public float[] array() {
    return array;
  }

  /** Returns the place of the first element. */
  public int offset() {
    return offset;
  }
}
