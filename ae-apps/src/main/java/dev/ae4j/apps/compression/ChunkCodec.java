package dev.ae4j.apps.compression;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.util.function.UnaryOperator;

/**
 * Turns samples into bytes and back: the rounded codes, and for lossless compression after them the
 * pixels, given what the decoder makes of the codes.
 */
final class ChunkCodec {
  private static final int WHITE = 255;

  // The size of a sound's number where nothing is lost
  private static final float SOUND_SCALE = 32768;

  private final AezInfo info;
  private final UnaryOperator<TensorData> decoder;
  private final boolean ofSounds;

  /**
   * What samples are known by.
   *
   * @param numbers the codes, in steps
   * @param output what the decoder makes of them
   */
  record Coded(int[] numbers, TensorData output) {
    /** Returns what lossy compression writes. */
    Coded withoutOutput() {
      return new Coded(numbers, TensorData.of(new float[0], 0));
    }
  }

  /**
   * Creates a codec.
   *
   * @param decoder the model's
   */
  ChunkCodec(AezInfo info, UnaryOperator<TensorData> decoder) {
    this.info = info;
    this.decoder = decoder;
    ofSounds = !info.files().isEmpty() && info.files().get(0).isSound();
  }

  /**
   * Rounds codes, and decodes them again.
   *
   * @param codes what the encoder makes of the samples
   * @throws DataException if a code is not finite, or too large for the step
   */
  Coded round(TensorData codes) {
    int[] numbers = new int[info.step() > 0 ? codes.values().length : 0];
    for (int i = 0; i < numbers.length; i++) {
      float number = codes.values()[i] / info.step();
      if (!(Math.abs(number) <= CodeModel.LARGEST)) {
        throw new DataException(
            "A code has the element %s, which steps of %s cannot write. Maybe check the data for"
                    .formatted(codes.values()[i], info.step())
                + " values that the model was not trained on");
      }
      numbers[i] = (int) Math.rint(number);
    }
    return new Coded(numbers, output(numbers, codes.rows()));
  }

  private TensorData output(int[] numbers, int samples) {
    if (info.step() == 0) {
      return TensorData.zeros(withRows(info.sampleShape(), samples));
    }
    TensorData codes = TensorData.zeros(withRows(info.codeShape(), samples));
    for (int i = 0; i < numbers.length; i++) {
      codes.values()[i] = numbers[i] * info.step();
    }
    return decoder.apply(codes);
  }

  /**
   * Returns the bytes of a chunk.
   *
   * @param content the samples, as {@link #content} returns them; not used for lossy compression
   * @throws DataException if this thread was interrupted
   */
  byte[] encode(Coded coded, byte[] content) {
    BinaryCoder.Encoder coder = new BinaryCoder.Encoder();
    codeNumbers(coder, coded.numbers);
    if (info.isLossless()) {
      codeContent(coder, coded.output, content);
    }
    return coder.finish();
  }

  /** Returns how many bytes the codes of a chunk take alone. */
  int codesAlone(Coded coded) {
    BinaryCoder.Encoder coder = new BinaryCoder.Encoder();
    codeNumbers(coder, coded.numbers);
    return coded.numbers.length == 0 ? 0 : coder.finish().length;
  }

  /**
   * Returns the samples of a chunk, or for lossy compression what the model makes of them.
   *
   * @param contentCrc what the checksum of the content should be
   * @throws DataException if the bytes are damaged, another decoder gave other content, or this
   *     thread was interrupted
   */
  TensorData decode(byte[] bytes, int samples, int contentCrc) {
    BinaryCoder.Decoder coder = new BinaryCoder.Decoder(bytes);
    int[] numbers = new int[info.step() > 0 ? samples * info.codeShape().sampleElements() : 0];
    codeNumbers(coder, numbers);
    TensorData output = output(numbers, samples);
    if (!info.isLossless()) {
      return output;
    }
    byte[] content =
        new byte[samples * info.sampleShape().sampleElements() * (ofSounds ? Short.BYTES : 1)];
    codeContent(coder, output, content);
    if (AezFormat.crc(content, 0, content.length) != contentCrc) {
      throw new DataException("the decoder's output differs from that of the compression");
    }
    TensorData result = TensorData.zeros(withRows(info.sampleShape(), samples));
    float[] values = result.values();
    for (int i = 0; i < values.length; i++) {
      values[i] =
          ofSounds ? number(content, i) / SOUND_SCALE : (content[i] & WHITE) / (float) WHITE;
    }
    return result;
  }

  private void codeContent(BinaryCoder coder, TensorData output, byte[] content) {
    if (ofSounds) {
      codeSound(coder, output, content);
    } else {
      codePixels(coder, output, content);
    }
  }

  private static void codeSound(BinaryCoder coder, TensorData output, byte[] content) {
    SoundModel model = new SoundModel();
    for (int i = 0; i < content.length / Short.BYTES; i++) {
      checkInterrupt();
      int coded = model.code(coder, number(content, i), soundNumber(output.values()[i]));
      content[2 * i] = (byte) coded;
      content[2 * i + 1] = (byte) (coded >> 8);
    }
  }

  private static int number(byte[] content, int i) {
    return content[2 * i + 1] << 8 | (content[2 * i] & WHITE);
  }

  /** Returns the number of 16 bits that is nearest to a value; 0 for NaN. */
  private static int soundNumber(float value) {
    return Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(value * SOUND_SCALE)));
  }

  /**
   * Returns what comes back of samples without loss: a byte for each pixel, or two for each number
   * of a sound, the lower one first.
   */
  byte[] content(TensorData samples) {
    if (!ofSounds) {
      return pixels(samples);
    }
    byte[] content = new byte[Math.multiplyExact(samples.values().length, Short.BYTES)];
    for (int i = 0; i < samples.values().length; i++) {
      int number = soundNumber(samples.values()[i]);
      content[2 * i] = (byte) number;
      content[2 * i + 1] = (byte) (number >> 8);
    }
    return content;
  }

  private void codeNumbers(BinaryCoder coder, int[] numbers) {
    int size = info.codeShape().sampleElements();
    CodeModel model = new CodeModel(size);
    for (int i = 0; i < numbers.length; i++) {
      checkInterrupt();
      numbers[i] = model.code(coder, numbers[i], i % size);
    }
  }

  private void codePixels(BinaryCoder coder, TensorData output, byte[] pixels) {
    int size = info.sampleShape().sampleElements();
    PixelModel model = new PixelModel(grid(info.sampleShape()));
    int[] image = new int[size];
    int[] predicted = new int[size];
    for (int from = 0; from < pixels.length; from += size) {
      checkInterrupt();
      for (int i = 0; i < size; i++) {
        image[i] = pixels[from + i] & WHITE;
        predicted[i] = Math.round(Math.min(Math.max(output.values()[from + i], 0), 1) * WHITE);
      }
      model.code(coder, image, predicted);
      for (int i = 0; i < size; i++) {
        pixels[from + i] = (byte) image[i];
      }
    }
  }

  /** Ends the work on a chunk, which takes seconds, where this thread was interrupted. */
  private static void checkInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw new DataException("Interrupted while samples were coded");
    }
  }

  /** Flat samples are lines, or images if they are square. */
  private static PixelModel.Grid grid(Shape sample) {
    int[] sizes = sample.sampleSizes();
    int elements = sample.sampleElements();
    if (sizes.length <= 1) {
      int side = (int) Math.round(Math.sqrt(elements));
      return side * side == elements
          ? new PixelModel.Grid(side, side, 1)
          : new PixelModel.Grid(1, elements, 1);
    }
    int channels = sizes.length == 2 ? 1 : sizes[sizes.length - 1];
    int width = sizes.length == 2 ? sizes[1] : sizes[sizes.length - 2];
    return new PixelModel.Grid(elements / width / channels, width, channels);
  }

  /** Returns whether a sample can be written with 8 bits for each element. */
  static boolean isEightBits(TensorData samples) {
    for (float value : samples.values()) {
      float written = Math.round(Math.min(Math.max(value, 0), 1) * WHITE) / (float) WHITE;
      if (Float.floatToIntBits(value) != Float.floatToIntBits(written)) {
        return false;
      }
    }
    return true;
  }

  /** Returns samples as bytes, which {@link #isEightBits} has to be true of. */
  static byte[] pixels(TensorData samples) {
    byte[] pixels = new byte[samples.values().length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.round(samples.values()[i] * WHITE);
    }
    return pixels;
  }

  private static Shape withRows(Shape row, int rows) {
    return row.batched().withBatch(rows);
  }
}
