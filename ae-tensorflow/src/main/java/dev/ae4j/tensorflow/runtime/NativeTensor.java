package dev.ae4j.tensorflow.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_AllocateTensor;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteTensor;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_TensorData;

import dev.ae4j.BackendException;
import dev.ae4j.data.TensorData;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.proto.DataType;

/**
 * Numbers in native memory.
 *
 * <p>A tensor that a run stores in a variable shares its memory with the variable: it must be
 * closed then, never written to again.
 */
public final class NativeTensor implements AutoCloseable {
  private final TF_Tensor tensor;
  private final FloatPointer data;

  NativeTensor(TF_Tensor tensor) {
    this.tensor = tensor;
    this.data = new FloatPointer(TF_TensorData(tensor));
  }

  /** Returns a tensor of float numbers, which are undefined. */
  public static NativeTensor floats(int... sizes) {
    return allocate(DataType.DT_FLOAT, Float.BYTES, sizes);
  }

  /** Returns a copy of some data. */
  public static NativeTensor of(TensorData data) {
    NativeTensor tensor = floats(data.shape().sampleSizes());
    tensor.put(0, data.values(), 0, data.values().length);
    return tensor;
  }

  /** Returns a vector of one int32. */
  public static NativeTensor ofInt(int value) {
    NativeTensor tensor = allocate(DataType.DT_INT32, Integer.BYTES, 1);
    new IntPointer(tensor.data).put(value);
    return tensor;
  }

  /** Returns a vector of one uint64. */
  public static NativeTensor ofUnsignedLong(long value) {
    NativeTensor tensor = allocate(DataType.DT_UINT64, Long.BYTES, 1);
    new LongPointer(tensor.data).put(value);
    return tensor;
  }

  /** Returns a vector of int64. */
  public static NativeTensor ofLongs(long... values) {
    NativeTensor tensor = allocate(DataType.DT_INT64, Long.BYTES, values.length);
    if (values.length > 0) {
      new LongPointer(tensor.data).put(values, 0, values.length);
    }
    return tensor;
  }

  private static NativeTensor allocate(DataType type, int width, int... sizes) {
    long[] dimensions = IntStream.of(sizes).asLongStream().toArray();
    long bytes = width;
    for (long dimension : dimensions) {
      bytes *= dimension;
    }
    TF_Tensor tensor = TF_AllocateTensor(type.getNumber(), dimensions, sizes.length, bytes);
    if (tensor == null) {
      throw new BackendException("TensorFlow has no memory for " + bytes + " bytes");
    }
    return new NativeTensor(tensor);
  }

  TF_Tensor handle() {
    return tensor;
  }

  /**
   * Sets float numbers.
   *
   * @param position the first number to set
   * @param values where they come from
   * @param from the first of them
   * @param count how many
   */
  public void put(long position, float[] values, int from, int count) {
    if (count > 0) {
      data.position(position).put(values, from, count);
    }
  }

  /** Copies all float numbers into an array of as many. */
  public void get(float[] values) {
    if (values.length > 0) {
      data.position(0).get(values);
    }
  }

  @Override
  public void close() {
    TF_DeleteTensor(tensor);
  }
}
