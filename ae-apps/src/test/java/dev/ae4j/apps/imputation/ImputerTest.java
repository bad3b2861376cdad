package dev.ae4j.apps.imputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.OptionException;
import dev.ae4j.data.CategoryColumn;
import dev.ae4j.data.NumberColumn;
import dev.ae4j.data.TableSchema;
import dev.ae4j.data.TensorData;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImputerTest {
  private static final float NONE = Float.NaN;

  /** Makes each element the mean of its sample. */
  private static TensorData mean(TensorData samples) {
    int width = samples.rowShape().sampleElements();
    float[] means = new float[samples.values().length];
    for (int i = 0; i < means.length; i++) {
      for (int j = 0; j < width; j++) {
        means[i] += samples.values()[i / width * width + j] / width;
      }
    }
    return TensorData.of(means, samples.shape());
  }

  @Test
  void onlyWhatIsMissingChanges() {
    TensorData given = TensorData.of(new float[] {3, NONE, 6, 1, 2, 3}, 2, 3);
    assertThat(Imputer.of(ImputerTest::mean, 1).fill(given).values())
        .containsExactly(3, 3, 6, 1, 2, 3);
    assertThat(given.values()[1]).isNaN();
  }

  /** The fixed point of x = (9 + x) / 3. */
  @Test
  void roundsGoOnFromWhatWasFilledIn() {
    TensorData given = TensorData.of(new float[] {3, NONE, 6}, 1, 3);
    assertThat(Imputer.of(ImputerTest::mean, 2).fill(given).values()[1]).isEqualTo(4);
    assertThat(Imputer.of(ImputerTest::mean, 40).fill(given).values()[1])
        .isCloseTo(4.5f, within(1e-5f));
    assertThatThrownBy(() -> Imputer.of(ImputerTest::mean, 0)).isInstanceOf(OptionException.class);
  }

  @Test
  void meansAreThoseOfWhatIsThere() {
    TensorData training = TensorData.of(new float[] {1, NONE, 3, 8, NONE, 6}, 3, 2);
    TensorData given = TensorData.of(new float[] {NONE, NONE}, 1, 2);
    assertThat(Imputer.ofMeans(training).fill(given).values()).containsExactly(2, 7);
  }

  /** On a line, one coordinate tells the other. */
  @Test
  void principalComponentsFindThePointOnALine() {
    float[] line = new float[40];
    for (int i = 0; i < 20; i++) {
      line[2 * i] = i;
      line[2 * i + 1] = 2 * i + 1;
    }
    Imputer pca = Imputer.ofPca(TensorData.of(line, 20, 2), 1, 200);
    TensorData given = TensorData.of(new float[] {4, NONE}, 1, 2);
    assertThat(pca.fill(given).values()[1]).isCloseTo(9, within(1e-3f));
  }

  @Test
  void scoresCountWhatWasHidden() {
    TableSchema schema =
        new TableSchema(
            List.of(
                new NumberColumn("x", 0, 1, false), new CategoryColumn("c", List.of("a", "b"))));
    ImputationScore score = new ImputationScore(Optional.of(schema));
    assertThat(score.rmse()).isEmpty();
    TensorData truth = TensorData.of(new float[] {1, 1, 0, 5, 0, 1, NONE, NONE, NONE}, 3, 3);
    TensorData given =
        TensorData.of(new float[] {NONE, NONE, NONE, 5, NONE, NONE, NONE, 1, 0}, 3, 3);
    TensorData filled = TensorData.of(new float[] {4, 0.6f, 0.4f, 9, 0.9f, 0.1f, 7, 1, 0}, 3, 3);
    score.add(truth, given, filled);
    assertThat(score.rmse()).hasValue(3);
    assertThat(score.accuracy()).hasValue(0.5);
  }
}
