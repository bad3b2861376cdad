package dev.ae4j.apps.compression;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** What general compressors make of samples, each at its best. */
final class LosslessSizes {
  /** Holds MNIST's test images; each MiB takes eleven more while compressing. */
  private static final int MAX_XZ_DICTIONARY = 8 << 20;

  /** Virtual machines refuse arrays that are a little longer. */
  private static final int MAX_RAW = Integer.MAX_VALUE - 8;

  private LosslessSizes() {}

  /** Wraps a stream into one that compresses. */
  @FunctionalInterface
  private interface Compressor {
    OutputStream around(OutputStream out) throws IOException;
  }

  /** Returns samples with a byte for each number if that keeps every bit, else as float32. */
  static byte[] raw(TensorData samples) {
    if (ChunkCodec.isEightBits(samples)) {
      return ChunkCodec.pixels(samples);
    }
    long size = (long) Float.BYTES * samples.values().length;
    if (size > MAX_RAW) {
      throw new DataException(
          "Samples of %s MiB are too many to compare with gzip and xz; at most %s MiB are possible"
              .formatted(size >> 20, MAX_RAW >> 20));
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(samples.values());
    return bytes.array();
  }

  static long gzip(byte[] raw) {
    return size(
        raw,
        out ->
            new GZIPOutputStream(out) {
              {
                def.setLevel(Deflater.BEST_COMPRESSION);
              }
            });
  }

  static long xz(byte[] raw) {
    return size(
        raw,
        out -> {
          LZMA2Options options = new LZMA2Options(LZMA2Options.PRESET_MAX);
          int wanted = Math.min(raw.length, MAX_XZ_DICTIONARY);
          options.setDictSize(Math.max(wanted, LZMA2Options.DICT_SIZE_MIN));
          options.setNiceLen(LZMA2Options.NICE_LEN_MAX);
          return new XZOutputStream(out, options);
        });
  }

  private static long size(byte[] raw, Compressor compressor) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = compressor.around(bytes)) {
      out.write(raw);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.size();
  }
}
