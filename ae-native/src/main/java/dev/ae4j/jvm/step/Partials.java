package dev.ae4j.jvm.step;

/** Where the steps for one result, one for each worker, put the sums of parts of the samples. */
public final class Partials {
  private float[] sums = {};

  /** Returns memory for a number of elements, the same for all steps. */
  float[] of(int size) {
    if (sums.length < size) {
      sums = new float[size];
    }
    return sums;
  }
}
