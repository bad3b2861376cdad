package dev.ae4j.jvm.step;

/** Memory for the elements of some samples of a tensor, which steps take for the whole tensor. */
public final class SampleBuffer {
  private final Buffer buffer = new Buffer();
  private final float[] array;
  private final int elements;

  /**
   * Creates memory.
   *
   * @param elements the elements of a sample
   * @param samples the number of samples that it holds
   */
  public SampleBuffer(int elements, int samples) {
    this.elements = elements;
    array = new float[Math.multiplyExact(elements, samples)];
  }

  /** Returns the buffer that steps read and write. */
  public Buffer buffer() {
    return buffer;
  }

  /** Holds the samples from one on. */
  void moveTo(int sample) {
    buffer.bind(array, -sample * elements);
  }
}
