package dev.ae4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.BatchSize;
import dev.ae4j.graph.op.CustomComposite;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.Random;
import dev.ae4j.graph.op.Reduce;
import dev.ae4j.graph.op.ReduceKind;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Every operation against values worked out by hand. */
class TensorTest {
  private static final double NAN = Double.NaN;
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final Offset<Double> EXACT = within(1e-15);

  private static Tensor vector(float... values) {
    return Tensor.constant(TensorData.of(values, values.length));
  }

  private static Tensor matrix(int rows, int columns, float... values) {
    return Tensor.constant(TensorData.of(values, rows, columns));
  }

  private static double[] values(Tensor tensor) {
    DoubleData value = ReferenceInterpreter.evaluate(tensor, Map.of());
    assertThat(value.shape()).isEqualTo(tensor.shape());
    return value.values();
  }

  /** Returns the values of a tensor that is computed from a batch of rows of two. */
  private static double[] ofBatch(Tensor tensor, double... rows) {
    DoubleData data = DoubleData.of(rows, rows.length / 2, 2);
    DoubleData value = ReferenceInterpreter.evaluate(tensor, Map.of("x", data));
    assertThat(value.shape()).isEqualTo(tensor.shape().withBatch(rows.length / 2));
    return value.values();
  }

  private static Tensor batch() {
    return Tensor.input("x", Shape.batchOf(2));
  }

  @Test
  void arithmetic() {
    Tensor a = vector(1, -2, 3);
    Tensor b = vector(4, 5, -6);
    assertThat(values(a.plus(b))).containsExactly(5, 3, -3);
    assertThat(values(a.plus(1))).containsExactly(2, -1, 4);
    assertThat(values(a.minus(b))).containsExactly(-3, -7, 9);
    assertThat(values(a.minus(1))).containsExactly(0, -3, 2);
    assertThat(values(a.times(b))).containsExactly(4, -10, -18);
    assertThat(values(a.times(2))).containsExactly(2, -4, 6);
    assertThat(values(a.dividedBy(b))).containsExactly(0.25, -0.4, -0.5);
    assertThat(values(a.dividedBy(2))).containsExactly(0.5, -1, 1.5);
    assertThat(values(a.square())).containsExactly(1, 4, 9);
    assertThat(values(a.negate())).containsExactly(-1, 2, -3);
    assertThat(values(a.abs())).containsExactly(1, 2, 3);
  }

  @Test
  void maximumAndMinimum() {
    Tensor a = vector(1, -2, Float.NaN, 3);
    Tensor b = vector(0, 5, 1, Float.NaN);
    assertThat(values(a.maximum(b))).containsExactly(1, 5, NAN, NAN);
    assertThat(values(a.minimum(b))).containsExactly(0, -2, NAN, NAN);
    assertThat(values(a.relu())).containsExactly(1, 0, NAN, 3);
    assertThat(values(a.clip(-1, 2))).containsExactly(1, -1, NAN, 2);
  }

  @Test
  void comparisons() {
    Tensor a = vector(1, 2, 3, Float.NaN, 0.0f);
    Tensor b = vector(2, 2, 2, Float.NaN, -0.0f);
    assertThat(values(a.equalTo(b))).containsExactly(0, 1, 0, 0, 1);
    assertThat(values(a.lessThan(b))).containsExactly(1, 0, 0, 0, 0);
    assertThat(values(a.atMost(b))).containsExactly(1, 1, 0, 0, 1);
  }

  @Test
  void selectTakesTheFirstWhereTheMaskIsNotZero() {
    Tensor mask = vector(1, 0, -0.0f, Float.NaN, -0.5f);
    assertThat(values(mask.select(vector(1, 2, 3, 4, 5), Tensor.scalar(-1))))
        .containsExactly(1, -1, -1, 4, 5);
    assertThat(values(Tensor.scalar(1).select(vector(1, 2), matrix(2, 1, 3, 4))))
        .containsExactly(1, 2, 1, 2);
  }

  @Test
  void functions() {
    assertThat(values(vector(-3, 0, 2, Float.NaN).sign())).containsExactly(-1, 0, 1, NAN);
    assertThat(values(vector(4, 0.25f, 0, -1).sqrt())).containsExactly(2, 0.5, 0, NAN);
    assertThat(values(vector(0, 1, -1).exp()))
        .containsExactly(new double[] {1, Math.E, 1 / Math.E}, EXACT);
    assertThat(values(vector(1, 0, -1, 8).log()))
        .containsExactly(0, -INFINITY, NAN, 3 * Math.log(2));
    assertThat(values(vector(0, 0.5f, 100, -100).tanh()))
        .containsExactly(new double[] {0, (Math.E - 1) / (Math.E + 1), 1, -1}, EXACT);
    assertThat(values(vector(0, 1, 1000, -1000).sigmoid()))
        .containsExactly(new double[] {0.5, Math.E / (1 + Math.E), 1, 0}, EXACT);
    assertThat(values(vector(0, 1, 1000, -1000, Float.NaN).softplus()))
        .containsExactly(
            new double[] {0.6931471805599453, 1.3132616875182228, 1000, 0, NAN}, EXACT);
    assertThat(values(vector(0, 0.5f, -1, 2, 10, Float.NaN).erf()))
        .containsExactly(
            new double[] {0, 0.5204998778130465, -0.8427007929497149, 0.9953222650189527, 1, NAN},
            EXACT);
  }

  @Test
  void softmax() {
    double e = Math.E;
    assertThat(values(matrix(2, 2, 0, 1, 1000, 1000).softmax()))
        .containsExactly(new double[] {1 / (1 + e), e / (1 + e), 0.5, 0.5}, EXACT);
    assertThat(ofBatch(batch().softmax(), 5, 5, -1, -2))
        .containsExactly(new double[] {0.5, 0.5, e / (1 + e), 1 / (1 + e)}, EXACT);
  }

  @Test
  void operandsBroadcast() {
    Tensor column = matrix(2, 1, 10, 20);
    assertThat(values(vector(1, 2, 3).plus(column))).containsExactly(11, 12, 13, 21, 22, 23);
    assertThat(values(column.minus(vector(1, 2)))).containsExactly(9, 8, 19, 18);
    assertThat(ofBatch(batch().times(vector(1, 10)), 1, 2, 3, 4)).containsExactly(1, 20, 3, 40);
    assertThat(ofBatch(vector(1, 10).minus(batch()), 1, 2, 3, 4)).containsExactly(0, 8, -2, 6);
    assertThat(ofBatch(batch().plus(batch().sum(1).expand(1)), 1, 2, 3, 4))
        .containsExactly(4, 5, 10, 11);
  }

  @Test
  void broadcastTo() {
    assertThat(values(vector(1, 2).broadcastTo(Shape.of(2, 2)))).containsExactly(1, 2, 1, 2);
    assertThat(values(matrix(2, 1, 1, 2).broadcastTo(Shape.of(2, 3))))
        .containsExactly(1, 1, 1, 2, 2, 2);
    assertThat(values(Tensor.scalar(7).broadcastTo(Shape.of(3)))).containsExactly(7, 7, 7);
    assertThat(ofBatch(vector(5).broadcastTo(Shape.batchOf(1)).plus(batch()), 1, 2, 3, 4))
        .containsExactly(6, 7, 8, 9);
    Tensor x = batch();
    assertThat(x.broadcastTo(Shape.batchOf(2))).isSameAs(x);
  }

  @Test
  void sums() {
    Tensor x = matrix(2, 3, 1, 2, 3, 4, 5, 6);
    assertThat(values(x.sum())).containsExactly(21);
    assertThat(values(x.sum(0))).containsExactly(5, 7, 9);
    assertThat(values(x.sum(1))).containsExactly(6, 15);
    assertThat(values(x.sum(List.of(0, 1)))).containsExactly(21);
    assertThat(x.sum(List.of())).isSameAs(x);
    assertThat(ofBatch(batch().sum(0), 1, 2, 3, 4)).containsExactly(4, 6);
    assertThat(ofBatch(batch().sum(1), 1, 2, 3, 4)).containsExactly(3, 7);
    assertThat(ofBatch(batch().sum())).containsExactly(0);
  }

  @Test
  void means() {
    Tensor x = matrix(2, 3, 1, 2, 3, 4, 5, 6);
    assertThat(values(x.mean())).containsExactly(3.5);
    assertThat(values(x.mean(List.of(0)))).containsExactly(2.5, 3.5, 4.5);
    assertThat(values(x.mean(List.of(1)))).containsExactly(2, 5);
    assertThat(ofBatch(batch().mean(), 1, 2, 3, 4, 5, 6)).containsExactly(3.5);
    assertThat(ofBatch(batch().mean(List.of(0)), 1, 2, 3, 4)).containsExactly(2, 3);
    assertThat(ofBatch(batch().mean(List.of(1)), 1, 2, 3, 4)).containsExactly(1.5, 3.5);
    assertThat(ofBatch(batch().mean())).containsExactly(NAN);
  }

  @Test
  void maxima() {
    Tensor x = matrix(2, 3, 1, 5, 3, 4, 2, Float.NaN);
    assertThat(values(x.max(0))).containsExactly(4, 5, NAN);
    assertThat(values(x.max(1))).containsExactly(5, NAN);
    assertThat(ofBatch(batch().max(0), 1, 4, 3, 2)).containsExactly(3, 4);
    assertThat(ofBatch(batch().max(0))).containsExactly(-INFINITY, -INFINITY);
    assertThat(values(Tensor.of(new Reduce(ReduceKind.MAXIMUM, x.abs(), List.of(0, 1)))))
        .containsExactly(NAN);
  }

  @Test
  void matrixProducts() {
    Tensor a = matrix(2, 3, 1, 2, 3, 4, 5, 6);
    Tensor b = matrix(3, 2, 1, 0, 0, 1, 2, 2);
    assertThat(values(a.matMul(b))).containsExactly(7, 8, 16, 17);
    assertThat(values(Tensor.of(new MatMul(a, a, false, true)))).containsExactly(14, 32, 32, 77);
    assertThat(values(Tensor.of(new MatMul(a, a, true, false))))
        .containsExactly(17, 22, 27, 22, 29, 36, 27, 36, 45);
    assertThat(values(Tensor.of(new MatMul(a, b, true, true))))
        .containsExactly(1, 4, 10, 2, 5, 14, 3, 6, 18);
    Tensor w = matrix(2, 1, 10, 1);
    assertThat(ofBatch(batch().matMul(w), 1, 2, 3, 4)).containsExactly(12, 34);
    assertThat(ofBatch(Tensor.of(new MatMul(batch(), batch(), true, false)), 1, 2, 3, 4))
        .containsExactly(10, 14, 14, 20);
    assertThat(values(matrix(1, 0).matMul(matrix(0, 2)))).containsExactly(0, 0);
  }

  @Test
  void moves() {
    Tensor x = matrix(2, 3, 1, 2, 3, 4, 5, 6);
    assertThat(values(x.reshape(Shape.of(3, 2)))).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(values(x.transpose(List.of(1, 0)))).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(values(x.slice(1, 1, 2))).containsExactly(2, 3, 5, 6);
    assertThat(values(x.slice(0, 1, 1))).containsExactly(4, 5, 6);
    assertThat(values(x.pad(1, 1, 0))).containsExactly(0, 1, 2, 3, 0, 4, 5, 6);
    assertThat(values(vector(1).pad(0, 1, 2))).containsExactly(0, 1, 0, 0);
    assertThat(values(Tensor.concat(0, List.of(x, matrix(1, 3, 7, 8, 9)))))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(values(Tensor.concat(1, List.of(x, matrix(2, 1, 7, 8)))))
        .containsExactly(1, 2, 3, 7, 4, 5, 6, 8);
    assertThat(ofBatch(Tensor.concat(1, List.of(batch(), batch().slice(1, 0, 1))), 1, 2, 3, 4))
        .containsExactly(1, 2, 1, 3, 4, 3);
  }

  @Test
  void transposeNamesForEachAxisOfTheResultTheAxisOfTheOperand() {
    Tensor x = Tensor.constant(TensorData.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3));
    Tensor turned = x.transpose(List.of(2, 0, 1));
    assertThat(turned.shape()).isEqualTo(Shape.of(3, 1, 2));
    assertThat(values(turned)).containsExactly(1, 4, 2, 5, 3, 6);
  }

  @Test
  void expand() {
    assertThat(vector(1, 2).expand(0).shape()).isEqualTo(Shape.of(1, 2));
    assertThat(vector(1, 2).expand(1).shape()).isEqualTo(Shape.of(2, 1));
    assertThat(Tensor.scalar(1).expand(0).shape()).isEqualTo(Shape.of(1));
    assertThat(batch().expand(1).shape()).isEqualTo(Shape.batchOf(1, 2));
    assertThat(batch().expand(2).shape()).isEqualTo(Shape.batchOf(2, 1));
    assertThat(values(vector(1, 2).expand(1))).containsExactly(1, 2);
  }

  @Test
  void leaves() {
    assertThat(values(Tensor.scalar(0.1f))).containsExactly(0.1f);
    assertThat(ofBatch(Tensor.of(new BatchSize()).plus(batch().sum().times(0)), 1, 2, 3, 4))
        .containsExactly(2);
    assertThat(values(Tensor.batchSize())).containsExactly(0);
    assertThat(values(Tensor.of(new Parameter("p", Shape.of(2))))).containsExactly(0, 0);
    assertThat(values(vector(1, 2).stopGradient())).containsExactly(1, 2);
  }

  @Test
  void parametersAndUpdates() {
    Parameter p = new Parameter("p", Shape.of(2));
    Tensor value = Tensor.of(p);
    Program program =
        Program.builder().output("double", value.times(2)).update(p, value.plus(1)).build();
    ReferenceInterpreter.Results results =
        new ReferenceInterpreter(program)
            .run(Map.of(), Map.of("p", DoubleData.of(new double[] {1, 2}, 2)), 0, 0);
    assertThat(results.output("double").values()).containsExactly(2, 4);
    assertThat(results.updates().get("p").values()).containsExactly(2, 3);
  }

  @Test
  void customCompositesAreTheirLowering() {
    CustomComposite composite =
        new CustomComposite(
            "test/difference-of-squares",
            List.of(vector(3, 5), vector(2, 4)),
            Map.of("a", "b"),
            in -> in.get(0).plus(in.get(1)).times(in.get(0).minus(in.get(1))));
    Tensor tensor = Tensor.of(composite);
    assertThat(tensor.operation().name()).isEqualTo("test/difference-of-squares");
    assertThat(values(tensor)).containsExactly(5, 9);
  }

  @Test
  void randomNumbersAreThoseOfPhilox() {
    // The known answer for the counter and key zero: 6627e8d5 e169c58d bc57ac4c 9b00dbd8
    Tensor uniform = Tensor.of(new Random(Random.Distribution.UNIFORM, Shape.of(5), 0));
    double[] numbers = values(uniform);
    assertThat(numbers).startsWith(0x6627e8p-24, 0xe169c5p-24, 0xbc57acp-24, 0x9b00dbp-24);
    Tensor normal = Tensor.of(new Random(Random.Distribution.NORMAL, Shape.of(4), 0));
    double r1 = Math.sqrt(-2 * Math.log(0x6627e9p-24));
    double r2 = Math.sqrt(-2 * Math.log(0xbc57adp-24));
    double angle1 = 2 * Math.PI * 0xe169c5p-24;
    double angle2 = 2 * Math.PI * 0x9b00dbp-24;
    assertThat(values(normal))
        .containsExactly(
            r1 * Math.cos(angle1),
            r1 * Math.sin(angle1),
            r2 * Math.cos(angle2),
            r2 * Math.sin(angle2));
  }

  @Test
  void randomNumbersHaveTheStatedMoments() {
    int count = 100_000;
    double[] uniform =
        values(Tensor.of(new Random(Random.Distribution.UNIFORM, Shape.of(count), 1)));
    double[] normal = values(Tensor.of(new Random(Random.Distribution.NORMAL, Shape.of(count), 1)));
    assertThat(Moments.mean(uniform)).isCloseTo(0.5, within(0.005));
    assertThat(Moments.variance(uniform)).isCloseTo(1 / 12.0, within(0.002));
    assertThat(Moments.mean(normal)).isCloseTo(0, within(0.015));
    assertThat(Moments.variance(normal)).isCloseTo(1, within(0.02));
  }

  @Test
  void toStringNamesTheOperationAndTheShape() {
    assertThat(batch().matMul(matrix(2, 1, 1, 1))).hasToString("matMul[N, 1]");
    assertThat(Tensor.input("samples", Shape.batchOf(3))).hasToString("samples[N, 3]");
    assertThat(vector(1, 2).plus(1)).hasToString("add[2]");
  }
}
