package dev.ae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WavTest {
  private static final int PCM = 1;
  private static final int FLOAT = 3;

  @TempDir Path folder;

  /** Returns a WAV file, byte by byte as the specification says. */
  static byte[] wav(int encoding, int channels, int bits, byte[] data) {
    ByteBuffer out = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
    text(out, "RIFF").putInt(36 + data.length);
    text(out, "WAVE");
    format(out, encoding, channels, bits);
    text(out, "data").putInt(data.length).put(data);
    return out.array();
  }

  private static void format(ByteBuffer out, int encoding, int channels, int bits) {
    text(out, "fmt ").putInt(16).putShort((short) encoding).putShort((short) channels);
    out.putInt(8000).putInt(8000 * channels * bits / 8);
    out.putShort((short) (channels * bits / 8)).putShort((short) bits);
  }

  private static ByteBuffer text(ByteBuffer out, String text) {
    return out.put(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Wav.Sound read(byte[] file) {
    return Contents.read(file, Wav::sound);
  }

  @Test
  void readsEveryEncoding() {
    assertThat(read(wav(PCM, 1, 8, new byte[] {(byte) 128, 0, (byte) 255})).samples())
        .isEqualTo(TensorData.of(new float[] {0, -1, 127 / 128f}, 3, 1));
    byte[] two = little(4).putShort((short) -32768).putShort((short) 1).array();
    assertThat(read(wav(PCM, 1, 16, two)))
        .isEqualTo(new Wav.Sound(TensorData.of(new float[] {-1, 1 / 32768f}, 2, 1), 8000, 16));
    byte[] three = {0, 0, (byte) 0x80, 1, 0, 0, (byte) 255, (byte) 255, (byte) 255};
    assertThat(read(wav(PCM, 3, 24, three)).samples())
        .isEqualTo(TensorData.of(new float[] {-1, 0x1p-23f, -0x1p-23f}, 1, 3));
    byte[] four = little(4).putInt(Integer.MIN_VALUE / 2).array();
    assertThat(read(wav(PCM, 1, 32, four)).samples())
        .isEqualTo(TensorData.of(new float[] {-0.5f}, 1, 1));
    byte[] floats = little(8).putFloat(0.3f).putFloat(-1.5f).array();
    assertThat(read(wav(FLOAT, 2, 32, floats)).samples())
        .isEqualTo(TensorData.of(new float[] {0.3f, -1.5f}, 1, 2));
  }

  @Test
  void readsExtensibleHeadersAndPassesOverOtherParts() {
    ByteBuffer out = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    text(out, "RIFF").putInt(0);
    text(out, "WAVE");
    text(out, "LIST").putInt(3).put(new byte[] {1, 2, 3, 0});
    text(out, "fmt ").putInt(40).putShort((short) 0xfffe).putShort((short) 1);
    out.putInt(44_100).putInt(88_200).putShort((short) 2).putShort((short) 16);
    out.putShort((short) 22).putShort((short) 16).putInt(4).putShort((short) PCM);
    out.put(new byte[14]);
    text(out, "data").putInt(2).putShort((short) 16384);
    text(out, "LIST").putInt(2).put(new byte[] {1, 2});
    byte[] file = Arrays.copyOf(out.array(), out.position());
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(4, file.length - 8);
    assertThat(read(file))
        .isEqualTo(new Wav.Sound(TensorData.of(new float[] {0.5f}, 1, 1), 44_100, 16));
  }

  @Test
  void averagesChannels() {
    Wav.Sound stereo =
        new Wav.Sound(TensorData.of(new float[] {1, 0, -0.5f, -0.25f}, 2, 2), 8000, 16);
    assertThat(stereo.mono()).isEqualTo(TensorData.of(new float[] {0.5f, -0.375f}, 2));
  }

  /** Java's own reader is an independent oracle for what is written. */
  @ParameterizedTest
  @ValueSource(ints = {8, 16, 24, 32})
  void readsWhatItWroteAndSoDoesJava(int bits) throws IOException, UnsupportedAudioFileException {
    for (int channels = 1; channels <= 2; channels++) {
      float[] values = new float[13 * channels];
      SplittableRandom random = new SplittableRandom(bits);
      for (int i = 0; i < values.length; i++) {
        int number = random.nextInt() >> (32 - Math.min(bits, 24));
        values[i] = (float) (number / Math.pow(2, Math.min(bits, 24) - 1));
      }
      Wav.Sound sound = new Wav.Sound(TensorData.of(values, 13, channels), 11_025, bits);
      Path file = folder.resolve("a.wav");
      Wav.write(file, sound);
      assertThat(Wav.read(file)).isEqualTo(sound);
      try (AudioInputStream java =
          AudioSystem.getAudioInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
        AudioFormat format = java.getFormat();
        assertThat(java.getFrameLength()).isEqualTo(13);
        assertThat(format.getChannels()).isEqualTo(channels);
        assertThat(format.getSampleRate()).isEqualTo(11_025);
        assertThat(format.getSampleSizeInBits()).isEqualTo(bits);
        byte[] content = java.readAllBytes();
        byte[] whole = Files.readAllBytes(file);
        assertThat(content).isEqualTo(Arrays.copyOfRange(whole, 44, 44 + content.length));
      }
    }
  }

  @Test
  void limitsWhatItWrites() {
    Path file = folder.resolve("a.wav");
    float[] values = {-7, 7, Float.NaN, 0.99999f};
    Wav.write(file, new Wav.Sound(TensorData.of(values, 4, 1), 8000, 16));
    assertThat(Wav.read(file).samples().values())
        .containsExactly(-1, 32767 / 32768f, 0, 32767 / 32768f);
    assertThatThrownBy(() -> Wav.write(file, new Wav.Sound(TensorData.of(values, 4, 1), 8000, 12)))
        .isInstanceOf(DataException.class)
        .hasMessage("A WAV file with 12 bits cannot be written");
  }

  static Stream<Arguments> damages() {
    byte[] sound = wav(PCM, 1, 16, new byte[8]);
    byte[] huge = sound.clone();
    ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putInt(40, 2_000_000_000);
    byte[] soundFirst = sound.clone();
    soundFirst[12] = 'x';
    byte[] none = sound.clone();
    none[36] = 'x';
    byte[] block = sound.clone();
    block[32] = 3;
    return Stream.of(
        Arguments.of(new byte[] {1, 2, 3}, "is no WAV file: it does not begin with RIFF and WAVE"),
        Arguments.of(
            Arrays.copyOf(sound, 47),
            "claims 52 bytes, but has 47. Maybe a download or a copy was cut short"),
        Arguments.of(
            huge,
            "its part 'data' claims 2000000000 bytes, but only 8 follow. Maybe a download or a"
                + " copy was cut short"),
        Arguments.of(soundFirst, "has its sound before its format"),
        Arguments.of(none, "has no sound in it. Maybe a download or a copy was cut short"),
        Arguments.of(block, "says that 1 channels of 16 bits take 3 bytes"),
        Arguments.of(wav(PCM, 0, 16, new byte[8]), "has 0 channels and the rate 8000"),
        Arguments.of(
            wav(2, 1, 4, new byte[8]),
            "has the encoding 2 with 4 bits; read are PCM with 8, 16, 24 or 32 and float with 32."
                + " Maybe convert it to PCM with 16"),
        Arguments.of(
            wav(PCM, 2, 16, new byte[6]),
            "has 6 bytes of sound, no multiple of 4. Maybe a download or a copy was cut short"),
        Arguments.of(
            wav(FLOAT, 1, 32, new byte[] {0, 0, (byte) 0xc0, 0x7f}),
            "number 0 (counted from 0) is NaN; expected finite numbers"));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void refusesDamagedFiles(byte[] content, String message) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(DataException.class)
        .hasMessage("data.bin: " + message);
  }

  @Test
  void refusesPackedFiles() {
    assertThatThrownBy(() -> read(Contents.gzip(wav(PCM, 1, 16, new byte[8]))))
        .isInstanceOf(DataException.class)
        .hasMessage("data.bin: is packed with gzip, which is not read here. Maybe unpack it");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  @Timeout(20)
  void anyMutationIsReadOrRefused(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[][] originals = {
      wav(PCM, 1, 16, Contents.bytes(20)),
      wav(PCM, 2, 24, Contents.bytes(18)),
      wav(FLOAT, 1, 32, new byte[12]),
      wav(PCM, 1, 8, Contents.bytes(5))
    };
    for (int i = 0; i < 5000; i++) {
      byte[] content = Contents.mutated(originals[i % originals.length], random);
      Contents.readOrRefuse(content, Wav::sound)
          .ifPresent(read -> assertThat(read.samples().values().length).isLessThan(content.length));
    }
  }
}
