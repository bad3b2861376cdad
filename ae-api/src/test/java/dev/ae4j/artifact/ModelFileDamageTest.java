package dev.ae4j.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ae4j.DataException;
import dev.ae4j.artifact.TestFiles.Parts;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages a valid file in every place. */
class ModelFileDamageTest {
  @TempDir private Path folder;

  private byte[] valid;

  @BeforeEach
  void saveAModel() {
    valid = TestFiles.save(TestModels.small(), folder);
  }

  @Test
  void everyTruncationIsDetected() {
    for (int length = 0; length < valid.length; length++) {
      assertDetected(Arrays.copyOf(valid, length), "cut to " + length);
    }
  }

  @Test
  void filesThatShrinkWhileTheyAreReadAreDetected() {
    for (int length = 0; length < valid.length; length += 13) {
      byte[] shorter = Arrays.copyOf(valid, length);
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> TestFiles.read(shorter, valid.length))
          .withMessage("it became shorter while it was read");
    }
  }

  @Test
  void everyFlippedBitIsDetected() {
    for (int i = 0; i < valid.length; i++) {
      byte[] damaged = valid.clone();
      damaged[i] ^= (byte) (1 << i % 8);
      assertDetected(damaged, "bit flipped in byte " + i);
    }
  }

  @Test
  void everyInsertedOrLostByteIsDetected() {
    for (int i = 0; i < valid.length; i++) {
      byte[] before = Arrays.copyOf(valid, i);
      byte[] after = Arrays.copyOfRange(valid, i, valid.length);
      assertDetected(TestFiles.concat(before, new byte[1], after), "0 inserted at " + i);
      assertDetected(TestFiles.concat(before, new byte[] {' '}, after), "space inserted at " + i);
      byte[] rest = Arrays.copyOfRange(valid, i + 1, valid.length);
      assertDetected(TestFiles.concat(before, rest), "byte lost at " + i);
    }
  }

  @Test
  void randomDamageIsDetected() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 3_000; i++) {
      byte[] damaged = valid.clone();
      int from = random.nextInt(damaged.length);
      int to = from + 1 + random.nextInt(Math.min(64, damaged.length - from));
      for (int j = from; j < to; j++) {
        damaged[j] = (byte) random.nextInt(256);
      }
      if (!Arrays.equals(damaged, valid)) {
        assertDetected(damaged, "bytes " + from + " to " + to + " replaced, number " + i);
      }
    }
  }

  /** Damage with a checksum that fits: what somebody might do on purpose. */
  @Test
  void wellSealedDamageIsReadOrRefused() {
    Parts parts = Parts.of(valid);
    SplittableRandom random = new SplittableRandom(2);
    int read = 0;
    for (int i = 0; i < 5_000; i++) {
      StringBuilder header = new StringBuilder(parts.header());
      for (int edits = 1 + random.nextInt(2); edits > 0; edits--) {
        int at = random.nextInt(header.length());
        switch (random.nextInt(3)) {
          case 0 -> header.setCharAt(at, "0123456789-,:[]{}\"\\ ae".charAt(random.nextInt(22)));
          case 1 -> header.deleteCharAt(at);
          default -> header.insert(at, random.nextInt(30));
        }
      }
      read += checkReadOrRefused(parts.withHeader(h -> header.toString()).sealed()) ? 1 : 0;
    }
    assertThat(read).as("models that were changed but are still models").isBetween(10, 2_500);
  }

  /**
   * Reads a file, which must give a model that can be written, or a data exception.
   *
   * @return whether it is a model
   */
  static boolean checkReadOrRefused(byte[] file) {
    ModelArtifact model;
    try {
      model = TestFiles.read(file);
    } catch (DataException e) {
      assertThat(e.getMessage()).doesNotContainPattern("\\R");
      return false;
    }
    ModelFile.writer(model);
    return true;
  }

  private static void assertDetected(byte[] file, String damage) {
    assertThat(checkReadOrRefused(file)).as("read although %s", damage).isFalse();
  }
}
