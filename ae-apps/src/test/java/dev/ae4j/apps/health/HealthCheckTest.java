package dev.ae4j.apps.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.DataException;
import dev.ae4j.apps.health.Finding.Kind;
import dev.ae4j.data.TensorData;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class HealthCheckTest {
  private static final TensorData SAMPLES =
      rows(new float[][] {{0.1f, 0.2f, 0.9f}, {0.3f, 0.8f, 0.7f}, {0.6f, 0.5f, 0.8f}});

  private static TensorData rows(float[]... rows) {
    float[] values = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * rows[0].length, rows[0].length);
    }
    return TensorData.of(values, rows.length, rows[0].length);
  }

  /** A model made by hand: from a row to a row. */
  private static TensorData made(UnaryOperator<float[]> model) {
    float[][] made = new float[SAMPLES.rows()][];
    for (int i = 0; i < made.length; i++) {
      made[i] = model.apply(SAMPLES.copyRows(i, i + 1).values());
    }
    return rows(made);
  }

  private static List<Finding> check(UnaryOperator<float[]> encode, UnaryOperator<float[]> model) {
    return HealthCheck.of(SAMPLES, made(encode), made(model));
  }

  @Test
  void aModelThatDoesItsWorkHasNoFindings() {
    assertThat(check(x -> x, x -> x)).isEmpty();
    assertThat(HealthCheck.besidePca(0.1, 0.1)).isEmpty();
  }

  @Test
  void unitsThatAreNeverActiveAreDead() {
    List<Finding> found = check(x -> new float[] {0, x[0], -0f, Math.max(x[1] - 0.7f, 0)}, x -> x);
    assertThat(found).extracting(Finding::kind).containsExactly(Kind.DEAD_UNITS);
    assertThat(found.get(0).text()).startsWith("2 of 4 code units are dead, 0").contains(": 0, 2.");
  }

  @Test
  void unitsThatNeverChangeAreConstant() {
    List<Finding> found = check(x -> new float[] {x[0], 0.5f, -1, x[1] * 1e-9f}, x -> x);
    assertThat(found).extracting(Finding::kind).containsExactly(Kind.CONSTANT_UNITS);
    assertThat(found.get(0).text()).startsWith("2 of 4 code units").contains(": 1, 2.");
  }

  @Test
  void anOutputThatIgnoresTheSampleIsFound() {
    List<Finding> found = check(x -> x, x -> new float[] {0.3f, 0.5f + x[0] * 1e-4f, 0.8f});
    assertThat(found).extracting(Finding::kind).containsExactly(Kind.CONSTANT_OUTPUT);
    TensorData same = rows(new float[][] {{1, 2}, {1, 2}});
    assertThat(HealthCheck.of(same, SAMPLES.copyRows(0, 2), same)).isEmpty();
  }

  @Test
  void outputsStuckAtTheEndOfASigmoidAreFoundUnlessTheDataIsThere() {
    List<Finding> found = check(x -> x, x -> new float[] {1, x[1], 0});
    assertThat(found).extracting(Finding::kind).containsExactly(Kind.SATURATED_OUTPUTS);
    assertThat(found.get(0).text()).startsWith("2 of 3 elements").contains(": 0, 2.");
    TensorData border = rows(new float[][] {{0, 0.2f}, {0.1f, 0.4f}, {0, 0.9f}});
    TensorData output = rows(new float[][] {{0, 0.2f}, {1e-7f, 0.4f}, {0, 0.9f}});
    assertThat(HealthCheck.of(border, border, output)).isEmpty();
    // Not a sigmoid
    assertThat(check(x -> x, x -> new float[] {1, x[1], -x[2]})).isEmpty();
  }

  @Test
  void manyElementsAreNotAllListed() {
    List<Finding> found = check(x -> new float[30], x -> x);
    assertThat(found.get(0).text()).startsWith("30 of 30 ").contains(": 0, 1, ").contains("9, ...");
  }

  @Test
  void pcaIsToBeBeaten() {
    assertThat(HealthCheck.besidePca(0.2, 0.1).orElseThrow())
        .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Kind.WORSE_THAN_PCA))
        .satisfies(
            finding ->
                assertThat(finding.text())
                    .startsWith("WORSE THAN PCA")
                    .contains("0.1000, the model 0.2000"));
  }

  @Test
  void oneSampleSaysNothing() {
    TensorData one = SAMPLES.copyRows(0, 1);
    assertThat(HealthCheck.of(one, one, one)).isEmpty();
    assertThatThrownBy(() -> HealthCheck.of(SAMPLES, one, SAMPLES))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("do not fit");
  }
}
