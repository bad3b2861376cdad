package dev.ae4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Binary;
import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.Compare;
import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.graph.op.Unary;
import dev.ae4j.graph.op.UnaryKind;
import dev.ae4j.spi.backend.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** NaN, infinities, the largest and the smallest numbers, and zeros with a sign. */
final class SpecialValueCases {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double LARGEST = Float.MAX_VALUE;
  private static final float DENORMAL = 1e-40f;

  private static final double[] SPECIAL = {
    Double.NaN,
    INFINITY,
    -INFINITY,
    0.0,
    -0.0,
    1,
    -1,
    0.5,
    -2.5,
    LARGEST,
    -LARGEST,
    1e-30f,
    100,
    -100
  };

  private final List<ConformanceCase> cases = new ArrayList<>();

  private SpecialValueCases() {}

  static List<ConformanceCase> all() {
    SpecialValueCases cases = new SpecialValueCases();
    cases.special();
    cases.signedZeros();
    cases.denormals();
    return cases.cases;
  }

  private void add(String name, Consumer<Scenario> builder) {
    cases.add(Scenario.conformanceCase(name, builder));
  }

  private static Tensor special(Scenario s) {
    return s.values(DoubleData.of(SPECIAL, SPECIAL.length));
  }

  private void special() {
    for (UnaryKind kind : UnaryKind.values()) {
      add(
          "special values of " + lower(kind),
          s -> s.within(64, Tensor.of(new Unary(kind, special(s)))));
    }
    for (BinaryKind kind : BinaryKind.values()) {
      add(
          "special values of " + lower(kind),
          s -> pairs(s, (a, b) -> s.within(2, Tensor.of(new Binary(kind, a, b)))));
    }
    for (CompareKind kind : CompareKind.values()) {
      add(
          "special values of " + lower(kind),
          s -> pairs(s, (a, b) -> s.exact(Tensor.of(new Compare(kind, a, b)))));
    }
    add(
        "select by NaN, infinities and zeros",
        s -> s.exact(special(s).select(Tensor.scalar(1), Tensor.scalar(2))));
    add("select of special values", s -> pairs(s, (a, b) -> s.exact(b.atMost(a).select(a, b))));
    add(
        "relu and clip keep NaN",
        s -> {
          s.exact(special(s).relu());
          s.exact(special(s).clip(-2, 2));
        });
    add(
        "moves keep special values",
        s -> {
          Tensor x = special(s).reshape(Shape.of(2, SPECIAL.length / 2));
          s.exact(x.transpose(List.of(1, 0)).slice(0, 1, 3).pad(1, 1, 2));
          s.exact(Tensor.concat(0, List.of(x, x)).expand(0).stopGradient());
          s.exact(x.expand(1).broadcastTo(Shape.of(2, 3, SPECIAL.length / 2)));
        });
    add(
        "sums and maxima of special values",
        s ->
            pairs(
                s,
                (a, b) -> {
                  Tensor columns = Tensor.concat(0, List.of(a.expand(0), b.expand(0)));
                  s.within(columns.abs().sum(0).times(2), columns.sum(0));
                  s.exact(columns.max(0));
                  s.exact(columns.transpose(List.of(1, 0)).max(1));
                }));
    add(
        "a product with NaN or zero times infinity is NaN",
        s -> {
          Tensor a = s.values(DoubleData.of(new double[] {1, 0, 2, Double.NaN, 1, 0}, 3, 2));
          Tensor b = s.values(DoubleData.of(new double[] {1, INFINITY, 0, -INFINITY}, 2, 2));
          s.exact(a.matMul(b));
        });
    add(
        "softmax of infinite logits",
        s ->
            s.within(
                64,
                s.values(
                        DoubleData.of(
                            new double[] {
                              0,
                              -INFINITY,
                              0,
                              -INFINITY,
                              -INFINITY,
                              3,
                              INFINITY,
                              0,
                              0,
                              Double.NaN,
                              0,
                              0,
                              -LARGEST,
                              LARGEST,
                              0
                            },
                            5,
                            3))
                    .softmax()));
  }

  /** Calls back with each special number on the left of each other one. */
  private static void pairs(Scenario s, BiConsumer<Tensor, Tensor> body) {
    int n = SPECIAL.length;
    double[] left = new double[n * n];
    double[] right = new double[n * n];
    for (int i = 0; i < n * n; i++) {
      left[i] = SPECIAL[i / n];
      right[i] = SPECIAL[i % n];
    }
    body.accept(s.values(DoubleData.of(left, n * n)), s.values(DoubleData.of(right, n * n)));
  }

  private void signedZeros() {
    bits("the sign of zero is kept: copies", 0, x -> x.stopGradient().expand(0), -0.0f, 0.0f);
    bits("the sign of zero is kept: negate", 0, Tensor::negate, 0.0f, -0.0f);
    bits("the sign of zero is kept: abs", 0, Tensor::abs, 0.0f, 0.0f);
    bits("the sign of zero is kept: sqrt", 0, Tensor::sqrt, -0.0f, 0.0f);
    bits("the sign of zero is kept: times", 0, x -> x.times(-1), 0.0f, -0.0f);
    bits(
        "the sign of zero is kept: divided by",
        0,
        x -> Tensor.scalar(-1).dividedBy(x),
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY);
    bits("the sign of zero is kept: plus", 0, x -> x.plus(-0.0f), -0.0f, 0.0f);
  }

  private void denormals() {
    float d = DENORMAL;
    bits("denormals are kept: copies", d, x -> x.stopGradient().expand(0), -d, d);
    bits("denormals are kept: negate", d, Tensor::negate, d, -d);
    bits("denormals are kept: abs", d, Tensor::abs, d, d);
    bits("denormals are kept: sign", d, Tensor::sign, -1, 1);
    bits("denormals are kept: sqrt", d, Tensor::sqrt, Float.NaN, (float) Math.sqrt(d));
    bits("denormals are kept: plus", d, x -> x.plus(x), -d - d, d + d);
    bits("denormals are kept: times", d, x -> x.times(0.5f), -d / 2, d / 2);
    bits("denormals are kept: divided by", d, x -> x.dividedBy(2), -d / 2, d / 2);
    bits("denormals are kept: maximum", d, x -> x.maximum(Tensor.scalar(0)), 0, d);
    bits("denormals are kept: less than", d, x -> x.lessThan(Tensor.scalar(0)), 1, 0);
    bits("denormals are kept: select", d, x -> x.select(x, Tensor.scalar(1)), -d, d);
    bits("denormals are kept: sum", d, x -> x.expand(1).sum(1), -d, d);
    bits("denormals are kept: matMul", d, SpecialValueCases::timesOne, -d, d);
    cases.add(
        new ConformanceCase(
            "denormals are kept: log",
            backend ->
                assertThat(run(backend, d, Tensor::log)[1])
                    .isCloseTo((float) Math.log(d), within(1e-4f))));
  }

  private static Tensor timesOne(Tensor x) {
    return x.expand(1).matMul(Tensor.constant(TensorData.of(new float[] {1}, 1, 1)));
  }

  /** Checks a function of {@code -x} and {@code x} to the last bit. */
  private void bits(
      String name, float x, UnaryOperator<Tensor> function, float atMinusX, float atX) {
    cases.add(
        new ConformanceCase(
            name, backend -> assertThat(run(backend, x, function)).containsExactly(atMinusX, atX)));
  }

  private static float[] run(Backend backend, float x, UnaryOperator<Tensor> function) {
    DoubleData values = DoubleData.of(new double[] {-x, x}, 2);
    return Runs.once(backend, function.apply(Tensor.input("x", Shape.of(2))), values).values();
  }

  private static String lower(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
