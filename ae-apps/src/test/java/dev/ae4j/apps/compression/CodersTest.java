package dev.ae4j.apps.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodersTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 22, 1000, 32768, 60000, 65514, 65535})
  void bitsComeBackAndTakeTheirEntropy(int probability) {
    Random random = new Random(probability);
    int[] bits = new int[100_000];
    Arrays.setAll(bits, i -> random.nextInt(65536) < probability ? 1 : 0);
    BinaryCoder.Encoder encoder = new BinaryCoder.Encoder();
    for (int bit : bits) {
      encoder.code(bit, probability);
    }
    byte[] bytes = encoder.finish();
    BinaryCoder.Decoder decoder = new BinaryCoder.Decoder(bytes);
    for (int bit : bits) {
      assertThat(decoder.code(0, probability)).isEqualTo(bit);
    }
    double p = probability / 65536.0;
    double entropy = -p * Math.log(p) / Math.log(2) - (1 - p) * Math.log(1 - p) / Math.log(2);
    double noise = 4 * Math.sqrt(bits.length * p * (1 - p)) * Math.abs(Math.log(p / (1 - p)));
    assertThat(8.0 * bytes.length).isLessThan(bits.length * entropy + noise / Math.log(2) + 64);
  }

  @Test
  void numbersComeBack() {
    int[] numbers = {
      0, 1, -1, 2, -2, 3, 1000, -1000, CodeModel.LARGEST, -CodeModel.LARGEST, 0, 7, -8, 65535
    };
    BinaryCoder.Encoder encoder = new BinaryCoder.Encoder();
    CodeModel model = new CodeModel(3);
    for (int i = 0; i < numbers.length; i++) {
      assertThat(model.code(encoder, numbers[i], i % 3)).isEqualTo(numbers[i]);
    }
    BinaryCoder.Decoder decoder = new BinaryCoder.Decoder(encoder.finish());
    CodeModel again = new CodeModel(3);
    for (int i = 0; i < numbers.length; i++) {
      assertThat(again.code(decoder, 0, i % 3)).isEqualTo(numbers[i]);
    }
  }

  @Test
  void numbersTakeLittleMoreThanTheEntropyOfEachElement() {
    Random random = new Random(5);
    BinaryCoder.Encoder encoder = new BinaryCoder.Encoder();
    CodeModel model = new CodeModel(2);
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      // Element 0 is nearly constant, element 1 one of 16 numbers.
      model.code(encoder, random.nextInt(100) == 0 ? 1 : 0, 0);
      model.code(encoder, random.nextInt(16) - 8, 1);
    }
    double entropy = count * (0.0808 + 4);
    assertThat(8.0 * encoder.finish().length).isBetween(entropy * 0.98, entropy * 1.02);
  }

  @Test
  void aMixerLearnsWhichContextToTrust() {
    Random random = new Random(7);
    BinaryCoder.Encoder encoder = new BinaryCoder.Encoder();
    BitMixer mixer = new BitMixer(2, 1);
    int count = 50_000;
    for (int i = 0; i < count; i++) {
      int told = random.nextInt(2);
      int bit = random.nextInt(50) == 0 ? 1 - told : told;
      mixer.code(encoder, bit, new int[] {random.nextInt(4), told}, 1, 0);
    }
    // The entropy of one in fifty is 0.1414.
    assertThat(8.0 * encoder.finish().length / count).isBetween(0.135, 0.165);
  }

  @Test
  void pixelsComeBack() {
    PixelModel.Grid grid = new PixelModel.Grid(5, 7, 3);
    Random random = new Random(3);
    int[][] images = new int[20][5 * 7 * 3];
    int[] predicted = new int[images[0].length];
    Arrays.setAll(predicted, i -> random.nextInt(256));
    BinaryCoder.Encoder encoder = new BinaryCoder.Encoder();
    PixelModel model = new PixelModel(grid);
    for (int[] image : images) {
      Arrays.setAll(image, i -> random.nextInt(256));
      model.code(encoder, image.clone(), predicted);
    }
    BinaryCoder.Decoder decoder = new BinaryCoder.Decoder(encoder.finish());
    PixelModel again = new PixelModel(grid);
    for (int[] image : images) {
      int[] decoded = new int[image.length];
      again.code(decoder, decoded, predicted);
      assertThat(decoded).isEqualTo(image);
    }
  }
}
