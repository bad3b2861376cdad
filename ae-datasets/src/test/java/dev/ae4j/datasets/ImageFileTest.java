package dev.ae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {
  private static final int GREY = 0;
  private static final int RGB = 2;
  private static final int GREY_ALPHA = 4;
  private static final int RGB_ALPHA = 6;

  @TempDir Path folder;

  /** Returns a PNG file, byte by byte as the specification says. */
  private static byte[] png(int width, int height, int bits, int color, byte[]... lines) {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    for (byte[] line : lines) {
      raw.write(0);
      raw.writeBytes(line);
    }
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put(new byte[] {(byte) bits, (byte) color, 0, 0, 0})
            .array();
    Deflater deflater = new Deflater();
    deflater.setInput(raw.toByteArray());
    deflater.finish();
    byte[] packed = new byte[raw.size() + 100];
    packed = Arrays.copyOf(packed, deflater.deflate(packed));
    deflater.end();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    file.writeBytes(chunk("IHDR", header));
    file.writeBytes(chunk("IDAT", packed));
    file.writeBytes(chunk("IEND", new byte[0]));
    return file.toByteArray();
  }

  private static byte[] chunk(String name, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + content.length).putInt(content.length);
    chunk.put(name.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + content.length);
    return chunk.putInt((int) crc.getValue()).array();
  }

  private static TensorData read(byte[] file) {
    return Contents.read(file, ImageFile::image);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] written(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  @Test
  void readsEveryKindOfPng() {
    assertThat(read(png(2, 2, 8, GREY, bytes(0, 51), bytes(254, 255))))
        .isEqualTo(TensorData.of(new float[] {0, 51 / 255f, 254 / 255f, 1}, 2, 2, 1));
    assertThat(read(png(2, 1, 8, RGB, bytes(255, 0, 1, 2, 3, 4))))
        .isEqualTo(
            TensorData.of(new float[] {1, 0, 1 / 255f, 2 / 255f, 3 / 255f, 4 / 255f}, 1, 2, 3));
    assertThat(read(png(2, 1, 16, GREY, bytes(0xff, 0xff, 0x12, 0x34))))
        .isEqualTo(TensorData.of(new float[] {1, 0x1234 / 65535f}, 1, 2, 1));
    assertThat(read(png(1, 1, 16, RGB, bytes(0, 1, 0, 2, 0x80, 0))))
        .isEqualTo(TensorData.of(new float[] {1 / 65535f, 2 / 65535f, 0x8000 / 65535f}, 1, 1, 3));
    assertThat(read(png(4, 1, 1, GREY, bytes(0b10100000))))
        .isEqualTo(TensorData.of(new float[] {1, 0, 1, 0}, 1, 4, 1));
    assertThat(read(png(2, 1, 4, GREY, bytes(0x1f))))
        .isEqualTo(TensorData.of(new float[] {17 / 255f, 1}, 1, 2, 1));
  }

  @Test
  void laysWhatIsTransparentOverWhite() {
    assertThat(read(png(3, 1, 8, GREY_ALPHA, bytes(100, 255, 100, 0, 0, 51))))
        .isEqualTo(TensorData.of(new float[] {100 / 255f, 1, 1 - 51 / 255f}, 1, 3, 1));
    assertThat(read(png(2, 1, 8, RGB_ALPHA, bytes(1, 2, 3, 255, 1, 2, 3, 0))))
        .isEqualTo(TensorData.of(new float[] {1 / 255f, 2 / 255f, 3 / 255f, 1, 1, 1}, 1, 2, 3));
  }

  @Test
  void looksPalettesUp() throws IOException {
    byte[] ramp = bytes(10, 20, 30, 40);
    byte[] other = bytes(10, 20, 30, 41);
    for (boolean grey : new boolean[] {true, false}) {
      IndexColorModel palette = new IndexColorModel(2, 4, ramp, ramp, grey ? ramp : other);
      BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
      image.getRaster().setPixels(0, 0, 4, 1, new int[] {3, 0, 1, 2});
      TensorData read = read(written(image, "png"));
      assertThat(read.shape()).isEqualTo(Shape.of(1, 4, grey ? 1 : 3));
      assertThat(read.values()[0]).isEqualTo(40 / 255f);
      assertThat(read.values()[grey ? 1 : 2]).isEqualTo(grey ? 10 / 255f : 41 / 255f);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void readsJpegClosely(int channels) throws IOException {
    BufferedImage image =
        new BufferedImage(
            40, 24, channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    float[] expected = new float[24 * 40 * channels];
    for (int i = 0; i < expected.length; i++) {
      int x = i / channels % 40;
      int y = i / channels / 40;
      int value = new int[] {5 * x, 200 - 4 * x, 8 * y}[i % channels];
      image.getRaster().setSample(x, y, i % channels, value);
      expected[i] = value / 255f;
    }
    TensorData read = read(written(image, "jpeg"));
    assertThat(read.shape()).isEqualTo(Shape.of(24, 40, channels));
    for (int i = 0; i < expected.length; i++) {
      assertThat(read.values()[i]).isCloseTo(expected[i], within(0.1f));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1x1x1", "13x7x3", "64x100x1", "31x1x3"})
  void readsWhatItWrote(String sizes) {
    int[] shape = Arrays.stream(sizes.split("x")).mapToInt(Integer::parseInt).toArray();
    TensorData image = TensorData.zeros(Shape.of(shape));
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < image.values().length; i++) {
      image.values()[i] = random.nextInt(256) / 255f;
    }
    Path file = folder.resolve("a.png");
    ImageFile.write(file, image);
    assertThat(ImageFile.read(file)).isEqualTo(image);
    assertThat(ImageFile.size(file)).isEqualTo(new ImageFile.Size(shape[0], shape[1]));
  }

  @Test
  void limitsWhatItWrites() {
    Path file = folder.resolve("a.png");
    ImageFile.write(file, TensorData.of(new float[] {-1, 7, Float.NaN, 0.501f}, 2, 2));
    assertThat(ImageFile.read(file).values()).containsExactly(0, 1, 0, 128 / 255f);
    assertThatThrownBy(() -> ImageFile.write(file, TensorData.zeros(Shape.of(2, 2, 2))))
        .isInstanceOf(DataException.class)
        .hasMessage("Data of shape [2, 2, 2] is no grey or RGB image");
  }

  /** These claim gigabytes; taking the memory would fail or last for minutes. */
  @Test
  @Timeout(20)
  void takesNoMemoryForClaims() {
    byte[] huge = png(30_000, 30_000, 8, RGB, bytes(1));
    assertThat(huge.length).isLessThan(80);
    assertThatThrownBy(() -> read(huge))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "data.bin: claims 30000x30000 pixels; at most 67108864 can be read. Maybe cut or shrink"
                + " the image");
    byte[] large = png(8_000, 8_000, 16, RGB, bytes(1));
    for (int i = 0; i < 1000; i++) {
      assertThat(Contents.readOrRefuse(large, ImageFile::image)).isEmpty();
    }
    assertThatThrownBy(() -> read(large))
        .hasMessage(
            "data.bin: claims 8000x8000 pixels, which %s bytes cannot hold. Maybe a download or a copy was cut short"
                .formatted(large.length));
  }

  @Test
  void refusesWhatIsNoImage() throws IOException {
    Path text = Files.writeString(folder.resolve("a.png"), "text");
    assertThatThrownBy(() -> ImageFile.read(text))
        .isInstanceOf(DataException.class)
        .hasMessage(text + ": is no PNG or JPEG file, whatever its name says");
    assertThatThrownBy(() -> ImageFile.read(folder.resolve("none.png")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void refusesFilesThatWereCutOff(String format) throws IOException {
    BufferedImage image = new BufferedImage(50, 50, BufferedImage.TYPE_3BYTE_BGR);
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 2500; i++) {
      image.setRGB(i % 50, i / 50, random.nextInt());
    }
    byte[] file = written(image, format);
    for (int length : new int[] {5, 30, 200, file.length / 2, file.length - 100}) {
      assertThatThrownBy(() -> read(Arrays.copyOf(file, length)))
          .as("%s bytes", length)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("Maybe a download or a copy was cut short");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void anyMutationIsReadOrRefused(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[][] originals = {
      png(2, 2, 8, RGB, bytes(0, 51, 3, 4, 5, 6), bytes(254, 255, 3, 4, 5, 6)),
      png(2, 1, 16, GREY, bytes(0xff, 0xff, 0x12, 0x34)),
      written(new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_BINARY), "png"),
      written(new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_GRAY), "jpeg"),
      written(new BufferedImage(9, 9, BufferedImage.TYPE_3BYTE_BGR), "jpeg")
    };
    for (int i = 0; i < 1500; i++) {
      byte[] content = Contents.mutated(originals[i % originals.length], random);
      Contents.readOrRefuse(content, ImageFile::image)
          .ifPresent(
              read ->
                  assertThat(read.values().length / 3)
                      .isLessThanOrEqualTo(content.length * 1032 * 8));
    }
  }
}
