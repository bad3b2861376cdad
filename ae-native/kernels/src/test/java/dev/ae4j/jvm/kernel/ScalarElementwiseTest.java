package dev.ae4j.jvm.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.graph.op.UnaryKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarElementwiseTest {
  private static final int N = 207;
  private final Kernels kernels = new ScalarKernels();
  private final float[] a = Samples.wild(N + 9, 1);
  private final float[] b = Samples.wild(N + 9, 2);
  private final float[] y = new float[N + 9];

  @ParameterizedTest
  @EnumSource
  void unary(UnaryKind kind) {
    kernels.unary(kind, a, 3, y, 2, N);
    float[] expected = new float[y.length];
    for (int i = 0; i < N; i++) {
      expected[2 + i] = naive(kind, a[3 + i]);
    }
    assertThat(Samples.bits(y)).isEqualTo(Samples.bits(expected));

    float[] inPlace = a.clone();
    kernels.unary(kind, inPlace, 3, inPlace, 3, N);
    for (int i = 0; i < N; i++) {
      assertThat(Float.floatToIntBits(inPlace[3 + i])).isEqualTo(Float.floatToIntBits(y[2 + i]));
    }
  }

  private static float naive(UnaryKind kind, float x) {
    return switch (kind) {
      case NEGATE -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Math.signum(x);
      case FLOOR -> (float) StrictMath.floor(x);
      case ROUND -> (float) StrictMath.rint(x);
      case SQRT -> (float) StrictMath.sqrt(x);
      case EXP -> ScalarMath.exp(x);
      case LOG -> ScalarMath.log(x);
      case TANH -> ScalarMath.tanh(x);
      case SIGMOID -> ScalarMath.sigmoid(x);
      case SOFTPLUS -> ScalarMath.softplus(x);
      case ERF -> ScalarMath.erf(x);
    };
  }

  @ParameterizedTest
  @EnumSource
  void binary(BinaryKind kind) {
    float[] expected = new float[y.length];
    kernels.binary(kind, a, 3, b, 1, y, 2, N);
    for (int i = 0; i < N; i++) {
      expected[2 + i] = naive(kind, a[3 + i], b[1 + i]);
    }
    assertThat(Samples.bits(y)).isEqualTo(Samples.bits(expected));

    kernels.binary(kind, a, 3, 0.3f, y, 2, N);
    for (int i = 0; i < N; i++) {
      expected[2 + i] = naive(kind, a[3 + i], 0.3f);
    }
    assertThat(Samples.bits(y)).isEqualTo(Samples.bits(expected));

    kernels.binary(kind, 0.3f, b, 1, y, 2, N);
    for (int i = 0; i < N; i++) {
      expected[2 + i] = naive(kind, 0.3f, b[1 + i]);
    }
    assertThat(Samples.bits(y)).isEqualTo(Samples.bits(expected));
  }

  private static float naive(BinaryKind kind, float a, float b) {
    return switch (kind) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
    };
  }

  @ParameterizedTest
  @EnumSource
  void compare(CompareKind kind) {
    System.arraycopy(a, 3, b, 1, 20);
    float[] expected = new float[y.length];
    kernels.compare(kind, a, 3, b, 1, y, 2, N);
    for (int i = 0; i < N; i++) {
      expected[2 + i] = naive(kind, a[3 + i], b[1 + i]) ? 1 : 0;
    }
    assertThat(y).isEqualTo(expected);

    kernels.compare(kind, a, 3, 1f, y, 2, N);
    for (int i = 0; i < N; i++) {
      expected[2 + i] = naive(kind, a[3 + i], 1f) ? 1 : 0;
    }
    assertThat(y).isEqualTo(expected);

    kernels.compare(kind, 1f, b, 1, y, 2, N);
    for (int i = 0; i < N; i++) {
      expected[2 + i] = naive(kind, 1f, b[1 + i]) ? 1 : 0;
    }
    assertThat(y).isEqualTo(expected);
  }

  private static boolean naive(CompareKind kind, float a, float b) {
    return switch (kind) {
      case EQUAL -> a == b;
      case LESS -> a < b;
      case LESS_OR_EQUAL -> a <= b;
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 13, N})
  void select(int n) {
    float[] mask = Samples.wild(N + 9, 3);
    float[] expected = new float[y.length];

    kernels.select(mask, 5, a, 3, b, 1, y, 2, n);
    for (int i = 0; i < n; i++) {
      expected[2 + i] = mask[5 + i] != 0 ? a[3 + i] : b[1 + i];
    }
    assertThat(Samples.bits(y)).isEqualTo(Samples.bits(expected));

    kernels.select(mask, 5, a, 3, 7f, y, 2, n);
    for (int i = 0; i < n; i++) {
      expected[2 + i] = mask[5 + i] != 0 ? a[3 + i] : 7f;
    }
    assertThat(Samples.bits(y)).isEqualTo(Samples.bits(expected));

    kernels.select(mask, 5, 7f, b, 1, y, 2, n);
    for (int i = 0; i < n; i++) {
      expected[2 + i] = mask[5 + i] != 0 ? 7f : b[1 + i];
    }
    assertThat(Samples.bits(y)).isEqualTo(Samples.bits(expected));

    kernels.select(mask, 5, 7f, -7f, y, 2, n);
    for (int i = 0; i < n; i++) {
      expected[2 + i] = mask[5 + i] != 0 ? 7f : -7f;
    }
    assertThat(Samples.bits(y)).isEqualTo(Samples.bits(expected));
  }

  @ParameterizedTest
  @EnumSource
  void choose(CompareKind kind) {
    float[] expected = new float[y.length];
    kernels.compare(kind, 1f, b, 1, expected, 2, N);
    kernels.select(expected, 2, a, 3, -1f, expected, 2, N);
    kernels.choose(kind, 1f, b, 1, a, 3, -1f, y, 2, N);
    assertThat(Samples.bits(y)).isEqualTo(Samples.bits(expected));
  }

  @Test
  void sigmoidGradient() {
    float[] rest = new float[y.length];
    float[] expected = new float[y.length];
    kernels.binary(BinaryKind.SUBTRACT, 1f, b, 1, rest, 2, N);
    kernels.binary(BinaryKind.MULTIPLY, a, 3, b, 1, expected, 2, N);
    kernels.binary(BinaryKind.MULTIPLY, expected, 2, rest, 2, expected, 2, N);
    kernels.sigmoidGradient(a, 3, b, 1, y, 2, N);
    assertThat(Samples.bits(y)).isEqualTo(Samples.bits(expected));
  }

  @Test
  void adam() {
    float[] x = Samples.wild(N + 9, 4);
    float[] m = Samples.wild(N + 9, 5);
    float[] v = Samples.wild(N + 9, 6);
    float[] mean = m.clone();
    float[] square = v.clone();
    float[] expected = new float[y.length];
    for (int i = 0; i < N; i++) {
      float g = a[3 + i];
      mean[4 + i] = m[4 + i] * 0.9f + g * 0.1f;
      square[5 + i] = v[5 + i] * 0.99f + g * g * 0.01f;
      float root = (float) StrictMath.sqrt(square[5 + i]);
      expected[2 + i] = x[1 + i] - mean[4 + i] * 0.3f / (root + 1e-3f);
    }
    kernels.adam(0.9f, 0.1f, 0.99f, 0.01f, 0.3f, 1e-3f, a, 3, m, 4, v, 5, x, 1, y, 2, N);
    assertThat(Samples.bits(m)).isEqualTo(Samples.bits(mean));
    assertThat(Samples.bits(v)).isEqualTo(Samples.bits(square));
    assertThat(Samples.bits(y)).isEqualTo(Samples.bits(expected));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, N})
  void fillAndCopy(int n) {
    kernels.fill(3f, y, 2, n);
    kernels.copy(y, 2, a, 4, n);
    for (int i = 0; i < n; i++) {
      assertThat(a[4 + i]).isEqualTo(3f);
    }
    assertThat(y[1]).isZero();
    assertThat(y[2 + n]).isZero();
  }
}
