package dev.ae4j.jvm.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import dev.ae4j.graph.op.Broadcast;
import dev.ae4j.graph.op.Compare;
import dev.ae4j.graph.op.Constant;
import dev.ae4j.graph.op.Input;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.graph.op.Operation;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.Reduce;
import dev.ae4j.graph.op.Reshape;
import dev.ae4j.jvm.kernel.ScalarKernels;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimplifierTest {
  private static final Tensor X = Tensor.input("x", Shape.batchOf(3));

  private static Program simplify(Tensor... outputs) {
    Program.Builder builder = Program.builder();
    for (int i = 0; i < outputs.length; i++) {
      builder.output("output" + i, outputs[i]);
    }
    return Simplifier.simplify(builder.build(), 4, new ScalarKernels());
  }

  /** Returns the names of the operations, without inputs and constants. */
  private static List<String> operations(Tensor... outputs) {
    return simplify(outputs).tensors().stream()
        .map(Tensor::operation)
        .filter(operation -> !(operation instanceof Constant))
        .filter(operation -> !(operation instanceof Input))
        .filter(operation -> !(operation instanceof Broadcast))
        .map(Operation::name)
        .toList();
  }

  private static float constant(Tensor output) {
    Tensor result = simplify(output).outputs().values().iterator().next();
    TensorData value = ((Constant) result.operation()).value();
    assertThat(value.values()).hasSize(1);
    return value.values()[0];
  }

  @Test
  void computesEqualOperationsOnce() {
    assertThat(operations(X.exp().plus(X.exp()))).containsExactly("exp", "add");
    assertThat(operations(X.times(2), X.times(2))).containsExactly("multiply");
    assertThat(operations(X.times(0f), X.times(-0f))).containsExactly("multiply", "multiply");
    Tensor again = Tensor.input("x", Shape.batchOf(3));
    assertThat(operations(X.exp(), again.exp())).containsExactly("exp");
  }

  @Test
  void computesConstantsAhead() {
    Tensor two = Tensor.scalar(2);
    assertThat(constant(two.plus(3).times(4).minus(1).sqrt())).isEqualTo((float) Math.sqrt(19));
    assertThat(constant(Tensor.batchSize().times(3))).isEqualTo(12);
    assertThat(constant(two.lessThan(Tensor.scalar(3)).select(two, Tensor.scalar(5)))).isEqualTo(2);
    assertThat(constant(two.dividedBy(0).negate())).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void leavesOutWhatNoResultNeeds() {
    Tensor unused = X.exp();
    assertThat(operations(unused.equalTo(unused).times(0).select(X.log(), X.log())))
        .containsExactly("log");
    assertThat(operations(Tensor.scalar(1).select(X.sqrt(), unused))).containsExactly("sqrt");
  }

  @Test
  void leavesOutWhatChangesNoBits() {
    Tensor y = X.exp();
    for (Tensor same :
        List.of(
            y.times(1),
            Tensor.scalar(1).times(y),
            y.dividedBy(1),
            y.minus(0),
            y.plus(-0f),
            y.negate().negate(),
            y.maximum(y),
            y.stopGradient(),
            y.slice(1, 0, 3),
            y.pad(1, 0, 0),
            y.expand(1).reshape(y.shape()),
            y.expand(2).transpose(List.of(0, 2, 1)).transpose(List.of(0, 2, 1)).reshape(y.shape()),
            Tensor.concat(1, List.of(y)))) {
      assertThat(operations(same)).as("%s", same.operation()).containsExactly("exp");
    }
  }

  @Test
  void keepsWhatMattersForMinusZeroAndNaN() {
    Tensor y = X.exp();
    for (Tensor other : List.of(y.plus(0), y.minus(-0f), y.times(0), y.minus(y), y.dividedBy(y))) {
      assertThat(operations(other)).hasSize(2);
    }
  }

  @Test
  void subtractsInsteadOfAddingTheOpposite() {
    assertThat(operations(X.plus(X.exp().negate()))).containsExactly("exp", "subtract");
    assertThat(operations(X.negate().plus(X.exp()))).contains("subtract").doesNotContain("add");
    assertThat(operations(X.minus(X.exp().negate()))).containsExactly("exp", "add");
  }

  @Test
  void computesBeforeItRepeats() {
    Tensor w = Tensor.of(new Parameter("w", Shape.of(3)));
    Program program = simplify(w.broadcastTo(X.shape()).exp().times(2).plus(X));
    Tensor sum = program.outputs().values().iterator().next();
    Broadcast repeated = (Broadcast) sum.operation().inputs().get(0).operation();
    assertThat(repeated.x().shape()).isEqualTo(Shape.of(3));
    assertThat(repeated.x().operation().name()).isEqualTo("multiply");
  }

  @Test
  void mergesRepetitionsAndReshapes() {
    Tensor w = Tensor.of(new Parameter("w", Shape.of(3)));
    Tensor repeated = w.reshape(Shape.of(1, 1, 3)).broadcastTo(Shape.of(5, 1, 3));
    Program program = simplify(repeated.broadcastTo(Shape.of(5, 2, 3)));
    Tensor result = program.outputs().values().iterator().next();
    assertThat(((Broadcast) result.operation()).x().operation()).isInstanceOf(Parameter.class);
    assertThat(simplify(w.reshape(Shape.of(3, 1)).reshape(Shape.of(1, 3))).tensors()).hasSize(2);
    assertThat(
            simplify(w.broadcastTo(Shape.of(1, 3)))
                .outputs()
                .values()
                .iterator()
                .next()
                .operation())
        .isInstanceOf(Reshape.class);
  }

  @Test
  void letsMatrixProductsTranspose() {
    Tensor w = Tensor.of(new Parameter("w", Shape.of(5, 3)));
    Tensor product = X.matMul(w.transpose(List.of(1, 0)));
    MatMul matMul = (MatMul) simplify(product).outputs().values().iterator().next().operation();
    assertThat(matMul.transposeA()).isFalse();
    assertThat(matMul.transposeB()).isTrue();
    assertThat(matMul.b().operation()).isInstanceOf(Parameter.class);
  }

  @Test
  void reducesAlongOneRunOfAxesAfterTheOther() {
    Tensor x = Tensor.input("x", Shape.batchOf(3, 4, 5));
    List<List<Integer>> axes =
        simplify(x.sum(List.of(0, 2, 3))).tensors().stream()
            .filter(tensor -> tensor.operation() instanceof Reduce)
            .map(tensor -> ((Reduce) tensor.operation()).axes())
            .toList();
    assertThat(axes).containsExactly(List.of(2, 3), List.of(0));
  }

  @Test
  void comparesWithTheMaximumInsteadOfAnOperand() {
    Program program = simplify(X.relu(), Tensor.scalar(0).lessThan(X));
    Tensor relu = program.outputs().get("output0");
    Compare compare = (Compare) program.outputs().get("output1").operation();
    assertThat(compare.b()).isSameAs(relu);
  }

  @Test
  void poolsBeforeItTakesMaxima() {
    Window window = Window.of(2, 2).stride(2, 2);
    Tensor x = Tensor.input("x", Shape.batchOf(4, 6, 3));
    Tensor pooled = x.relu().maxPool2d(window);
    Tensor gradient = Gradients.of(pooled.sum(), List.of(x)).get(0);
    assertThat(operations(pooled, gradient))
        .containsExactly("maxPool2d", "maximum", "less", "select", "maxUnpool2d");
    Tensor kept = x.maximum(Tensor.scalar(-0f)).maxPool2d(window);
    assertThat(operations(kept)).containsExactly("maximum", "maxPool2d");
  }

  @Test
  void convertsOnce() {
    Tensor whole = X.convert(ElementType.INT32);
    Tensor again = whole.convert(ElementType.FLOAT32).convert(ElementType.INT32);
    assertThat(operations(again.convert(ElementType.FLOAT32)))
        .containsExactly("convert", "convert");
  }

  @Test
  void multipliesTransposedMatricesAsTheyAre() {
    Tensor many = Tensor.input("many", Shape.batchOf(2, 3, 5));
    Tensor product = many.transpose(List.of(0, 1, 3, 2)).matMul(many);
    assertThat(operations(product)).containsExactly("matMul");
  }
}
