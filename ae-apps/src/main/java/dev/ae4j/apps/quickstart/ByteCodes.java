package dev.ae4j.apps.quickstart;

import dev.ae4j.data.TensorData;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Codes as one byte for each number: 256 steps between the smallest and the largest value that the
 * component has in the training codes.
 *
 * <p>A stream is the number of codes, the number of components, the two limits of each component as
 * float32, then the bytes of each code.
 */
final class ByteCodes {
  private static final int STEPS = 255;

  private final float[] low;
  private final float[] high;

  private ByteCodes(float[] low, float[] high) {
    this.low = low;
    this.high = high;
  }

  /** Fits the limits to training codes, {@code [n, components]} with n at least 1. */
  static ByteCodes fit(TensorData codes) {
    int components = codes.rowShape().sampleElements();
    float[] low = new float[components];
    float[] high = new float[components];
    Arrays.fill(low, Float.POSITIVE_INFINITY);
    Arrays.fill(high, Float.NEGATIVE_INFINITY);
    float[] values = codes.values();
    for (int i = 0; i < values.length; i++) {
      int k = i % components;
      low[k] = Math.min(low[k], values[i]);
      high[k] = Math.max(high[k], values[i]);
    }
    return new ByteCodes(low, high);
  }

  /** Returns the stream of codes; values beyond the limits are limited. */
  byte[] encode(TensorData codes) {
    int components = low.length;
    ByteBuffer stream =
        ByteBuffer.allocate(
            2 * Integer.BYTES + 2 * components * Float.BYTES + codes.values().length);
    stream.putInt(codes.rows()).putInt(components);
    for (int k = 0; k < components; k++) {
      stream.putFloat(low[k]).putFloat(high[k]);
    }
    float[] values = codes.values();
    for (int i = 0; i < values.length; i++) {
      int k = i % components;
      float range = high[k] - low[k];
      float share = range == 0 ? 0 : (values[i] - low[k]) / range;
      stream.put((byte) Math.round(STEPS * Math.min(Math.max(share, 0), 1)));
    }
    return stream.array();
  }

  /** Returns the codes of a stream, {@code [n, components]}. */
  static TensorData decode(byte[] bytes) {
    ByteBuffer stream = ByteBuffer.wrap(bytes);
    int rows = stream.getInt();
    int components = stream.getInt();
    float[] low = new float[components];
    float[] high = new float[components];
    for (int k = 0; k < components; k++) {
      low[k] = stream.getFloat();
      high[k] = stream.getFloat();
    }
    float[] values = new float[rows * components];
    for (int i = 0; i < values.length; i++) {
      int k = i % components;
      values[i] = low[k] + (high[k] - low[k]) * (stream.get() & STEPS) / STEPS;
    }
    return TensorData.of(values, rows, components);
  }
}
