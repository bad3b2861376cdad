package dev.ae4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Parameter;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the interpreter refuses; what it computes is in {@link TensorTest}. */
class ReferenceInterpreterTest {
  private static final Tensor X = Tensor.input("x", Shape.batchOf(2));
  private static final Tensor Y = Tensor.input("y", Shape.batchOf(2));
  private static final DoubleData TWO_ROWS = DoubleData.zeros(Shape.of(2, 2));

  @Test
  void keepsTheDigitsOfFloat64() {
    Map<String, DoubleData> inputs = Map.of("x", DoubleData.scalar(1e-12));
    Tensor x = Tensor.input("x", Shape.scalar());
    assertThat(ReferenceInterpreter.evaluate(x.plus(1).minus(1), inputs).get(0))
        .isEqualTo(1 + 1e-12 - 1);
  }

  @Test
  void refusesInputsThatDoNotFit() {
    ReferenceInterpreter interpreter = new ReferenceInterpreter(Runs.program(X.plus(Y)));
    assertThatThrownBy(() -> interpreter.run(Map.of("x", TWO_ROWS)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("y", "nothing");
    assertThatThrownBy(
            () -> interpreter.run(Map.of("x", TWO_ROWS, "y", DoubleData.zeros(Shape.of(3, 2)))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("y", "[2, 2]", "[3, 2]");
    assertThatThrownBy(() -> interpreter.run(Map.of("x", DoubleData.scalar(1), "y", TWO_ROWS)))
        .isInstanceOf(ShapeException.class);
  }

  @Test
  void refusesParametersThatDoNotFit() {
    Program program = Runs.program(Tensor.of(new Parameter("p", Shape.of(3))));
    ReferenceInterpreter interpreter = new ReferenceInterpreter(program);
    assertThatThrownBy(() -> interpreter.run(Map.of(), Map.of("p", TWO_ROWS), 0, 0))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("p", "[3]", "[2, 2]");
  }

  @Test
  void refusesUnknownOutputs() {
    ReferenceInterpreter.Results results =
        new ReferenceInterpreter(Runs.program(X)).run(Map.of("x", TWO_ROWS));
    assertThat(results.output("result0").shape()).isEqualTo(Shape.of(2, 2));
    assertThatThrownBy(() -> results.output("other"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other");
  }
}
