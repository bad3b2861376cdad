package dev.ae4j.apps.quickstart;

import dev.ae4j.TrainedModel;
import dev.ae4j.apps.metrics.ImageQuality;
import dev.ae4j.apps.metrics.Pca;
import dev.ae4j.apps.quickstart.QuickstartResult.Compression;
import dev.ae4j.apps.quickstart.QuickstartResult.Lossless;
import dev.ae4j.apps.quickstart.QuickstartResult.Lossy;
import dev.ae4j.data.TensorData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/** Compresses the test images to one byte for each number of a code. */
final class Compressor {
  private final Digits digits;
  private final TensorData test;

  Compressor(Digits digits) {
    this.digits = digits;
    this.test = digits.testImages();
  }

  Compression compress(TrainedModel model, Pca pca) {
    long weights =
        model.artifact().weights().values().stream().mapToLong(w -> w.values().length).sum();
    long components = pca.components();
    int pixels = test.rowShape().sampleElements();
    Lossy learned = compress(model.encoder(), model.decoder(), weights);
    Lossy linear = compress(pca::encode, pca::decode, (components + 1) * pixels);
    long gzipped = gzip();
    return new Compression(
        test.rows(),
        test.values().length,
        learned.bytes(),
        learned.bitsPerDimension(),
        learned.psnr(),
        learned.ssim(),
        learned.modelBytes(),
        linear,
        new Lossless(gzipped, bitsPerDimension(gzipped)));
  }

  private Lossy compress(
      UnaryOperator<TensorData> encoder, UnaryOperator<TensorData> decoder, long weights) {
    ByteCodes codes = ByteCodes.fit(encoder.apply(digits.trainingImages()));
    byte[] stream = codes.encode(encoder.apply(test));
    TensorData decoded = decoder.apply(ByteCodes.decode(stream));
    ImageQuality quality = ImageQuality.of(test, decoded, Digits.IMAGE);
    return new Lossy(
        stream.length,
        bitsPerDimension(stream.length),
        quality.psnr(),
        quality.ssim(),
        weights * Float.BYTES);
  }

  /** Returns the size of the test images, one byte for each pixel, in the gzip format. */
  private long gzip() {
    byte[] pixels = new byte[test.values().length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.round(test.values()[i] * 255);
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(pixels);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.size();
  }

  private double bitsPerDimension(long bytes) {
    return 8.0 * bytes / test.values().length;
  }
}
