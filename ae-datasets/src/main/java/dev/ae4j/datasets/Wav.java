package dev.ae4j.datasets;

import dev.ae4j.DataException;
import dev.ae4j.artifact.WholeFile;
import dev.ae4j.data.TensorData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Reads and writes WAV files.
 *
 * <p>Read are whole numbers (PCM) of 8, 16, 24 and 32 bits and float32, of any number of channels
 * and any rate, also where the header is of the extensible kind. Whole numbers are divided by the
 * largest negative one, so that values are in {@code [-1, 1)}; those of 32 bits are rounded to
 * float32. Floats are taken as they are, and have to be finite.
 *
 * <p>The sizes that headers claim are compared with the file before memory is taken for them. What
 * follows the sound, and chunks that are not known, is passed over.
 */
public final class Wav {
  private static final int RIFF = 0x46464952;
  private static final int WAVE = 0x45564157;
  private static final int FORMAT = 0x20746d66;
  private static final int DATA = 0x61746164;
  private static final int PCM = 1;
  private static final int FLOAT = 3;
  private static final int EXTENSIBLE = 0xfffe;
  private static final int FORMAT_BYTES = 16;
  private static final int SUBFORMAT = 24;
  private static final int HEADER_BYTES = 44;
  private static final int MAX_CHANNELS = 255;
  private static final int BIAS = 128;

  /**
   * A sound.
   *
   * @param samples {@code [n, channels]}, mostly in {@code [-1, 1]}
   * @param rate the number of samples in a second
   * @param bits how many bits of a number the file has: 8, 16 or 24, or 32 for float32
   */
  public record Sound(TensorData samples, int rate, int bits) {
    /** Returns the mean of all channels, {@code [n]}. */
    public TensorData mono() {
      int channels = samples.rowShape().sampleElements();
      if (channels == 1) {
        return samples.reshape(samples.rows());
      }
      float[] mean = new float[samples.rows()];
      for (int i = 0; i < mean.length; i++) {
        double sum = 0;
        for (int channel = 0; channel < channels; channel++) {
          sum += samples.values()[i * channels + channel];
        }
        mean[i] = (float) (sum / channels);
      }
      return TensorData.of(mean, mean.length);
    }
  }

  private record Format(boolean isFloat, int channels, int rate, int bits) {}

  private Wav() {}

  /**
   * Reads a sound.
   *
   * @throws DataException if the file is missing, damaged, or of another kind than is read
   */
  public static Sound read(Path file) {
    return ContentReader.read(file, Wav::sound);
  }

  /**
   * Writes a sound.
   *
   * <p>Values are limited to what the bits can tell and rounded, and NaN becomes silence; with 32
   * bits they are written as float32, as they are. The file appears whole or not at all, and
   * replaces one of the same name.
   *
   * @throws DataException if the bits are others than 8, 16, 24 or 32, the file would have more
   *     than 2 GiB, or cannot be written
   */
  public static void write(Path file, Sound sound) {
    byte[] bytes = bytes(sound);
    WholeFile.write(file, out -> out.write(bytes));
  }

  static byte[] bytes(Sound sound) {
    int channels = sound.samples.rowShape().sampleElements();
    int bits = sound.bits;
    if (bits != 8 && bits != 16 && bits != 24 && bits != 32) {
      throw new DataException("A WAV file with " + bits + " bits cannot be written");
    }
    int width = bits / Byte.SIZE;
    long size = (long) sound.samples.values().length * width;
    if (size > Integer.MAX_VALUE - HEADER_BYTES - 8) {
      throw new DataException("A WAV file of " + size + " bytes cannot be written");
    }
    // A chunk has an even number of bytes
    int padded = (int) size + (int) size % 2;
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(RIFF).putInt(HEADER_BYTES - 8 + padded).putInt(WAVE);
    out.putInt(FORMAT).putInt(FORMAT_BYTES);
    out.putShort((short) (bits == 32 ? FLOAT : PCM)).putShort((short) channels);
    out.putInt(sound.rate).putInt(sound.rate * channels * width);
    out.putShort((short) (channels * width)).putShort((short) bits);
    out.putInt(DATA).putInt((int) size);
    for (float value : sound.samples.values()) {
      put(out, value, bits);
    }
    return out.array();
  }

  private static void put(ByteBuffer out, float value, int bits) {
    if (bits == 32) {
      out.putFloat(value);
      return;
    }
    int number = number(value, bits);
    switch (bits) {
      case 8 -> out.put((byte) (number + BIAS));
      case 16 -> out.putShort((short) number);
      default -> out.putShort((short) number).put((byte) (number >> 16));
    }
  }

  /** Returns the whole number of some bits that a value is written as. */
  private static int number(float value, int bits) {
    double scale = 1L << (bits - 1);
    return (int) Math.min(Math.max(Math.rint(value * scale), -scale), scale - 1);
  }

  static Sound sound(ContentReader content) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(content.rest()).order(ByteOrder.LITTLE_ENDIAN);
    if (file.remaining() < 12 || file.getInt() != RIFF || file.getInt(8) != WAVE) {
      throw content.error("is no WAV file: it does not begin with RIFF and WAVE");
    }
    long claimed = Integer.toUnsignedLong(file.getInt());
    if (claimed > file.capacity() - 8) {
      throw content.error(
          "claims %s bytes, but has %s. Maybe a download or a copy was cut short"
              .formatted(claimed + 8, file.capacity()));
    }
    file.position(12);
    Format format = null;
    while (file.remaining() >= 8) {
      int id = file.getInt();
      long size = Integer.toUnsignedLong(file.getInt());
      if (size > file.remaining()) {
        throw content.error(
            "its part '%s' claims %s bytes, but only %s follow. Maybe a download or a copy was cut short"
                .formatted(name(id), size, file.remaining()));
      }
      ByteBuffer part = file.slice(file.position(), (int) size).order(ByteOrder.LITTLE_ENDIAN);
      if (id == DATA) {
        if (format == null) {
          throw content.error("has its sound before its format");
        }
        return new Sound(samples(content, part, format), format.rate, format.bits);
      }
      if (id == FORMAT) {
        format = format(content, part);
      }
      file.position((int) Math.min(file.position() + size + size % 2, file.limit()));
    }
    throw content.error("has no sound in it. Maybe a download or a copy was cut short");
  }

  private static Format format(ContentReader content, ByteBuffer part) {
    if (part.remaining() < FORMAT_BYTES) {
      throw content.error("has a format of " + part.remaining() + " bytes; expected 16 or more");
    }
    int code = Short.toUnsignedInt(part.getShort(0));
    if (code == EXTENSIBLE && part.remaining() >= SUBFORMAT + Short.BYTES) {
      code = Short.toUnsignedInt(part.getShort(SUBFORMAT));
    }
    int channels = Short.toUnsignedInt(part.getShort(2));
    int rate = part.getInt(4);
    int block = Short.toUnsignedInt(part.getShort(12));
    int bits = Short.toUnsignedInt(part.getShort(14));
    boolean whole = code == PCM && (bits == 8 || bits == 16 || bits == 24 || bits == 32);
    if (!whole && !(code == FLOAT && bits == 32)) {
      throw content.error(
          "has the encoding %s with %s bits; read are PCM with 8, 16, 24 or 32 and float with 32."
                  .formatted(code, bits)
              + " Maybe convert it to PCM with 16");
    }
    if (channels < 1 || channels > MAX_CHANNELS || rate < 1) {
      throw content.error("has %s channels and the rate %s".formatted(channels, rate));
    }
    if (block != channels * bits / Byte.SIZE) {
      throw content.error(
          "says that %s channels of %s bits take %s bytes".formatted(channels, bits, block));
    }
    return new Format(code == FLOAT, channels, rate, bits);
  }

  private static TensorData samples(ContentReader content, ByteBuffer part, Format format) {
    int width = format.bits / Byte.SIZE;
    int block = width * format.channels;
    if (part.remaining() % block != 0) {
      throw content.error(
          "has %s bytes of sound, no multiple of %s. Maybe a download or a copy was cut short"
              .formatted(part.remaining(), block));
    }
    float[] values = content.allocate(part.remaining() / width);
    for (int i = 0; i < values.length; i++) {
      int at = i * width;
      values[i] =
          switch (format.bits) {
            case 8 -> ((part.get(at) & 0xff) - BIAS) / 128f;
            case 16 -> part.getShort(at) / 32768f;
            case 24 -> (part.get(at + 2) << 16 | Short.toUnsignedInt(part.getShort(at))) / 0x1p23f;
            default -> format.isFloat ? part.getFloat(at) : part.getInt(at) / 0x1p31f;
          };
      if (!Float.isFinite(values[i])) {
        throw content.error(
            "number %s (counted from 0) is %s; expected finite numbers".formatted(i, values[i]));
      }
    }
    return TensorData.of(values, values.length / format.channels, format.channels);
  }

  private static String name(int id) {
    byte[] bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(id).array();
    return ContentReader.printable(new String(bytes, StandardCharsets.ISO_8859_1));
  }
}
