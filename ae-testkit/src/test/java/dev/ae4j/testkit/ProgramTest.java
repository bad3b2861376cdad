package dev.ae4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Composite;
import dev.ae4j.graph.op.CustomComposite;
import dev.ae4j.graph.op.Input;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.Softmax;
import dev.ae4j.model.RandomStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgramTest {
  private static final Tensor X = Tensor.input("x", Shape.batchOf(3));
  private static final Parameter P = new Parameter("p", Shape.of(3));

  /** Checks that every tensor is there once, after those that it is computed from. */
  private static void assertOrdered(Program program) {
    Set<Tensor> seen = new HashSet<>();
    for (Tensor tensor : program.tensors()) {
      assertThat(seen.containsAll(tensor.operation().inputs())).as("inputs of " + tensor).isTrue();
      assertThat(seen.add(tensor)).as("once: " + tensor).isTrue();
    }
    assertThat(seen.containsAll(program.outputs().values())).isTrue();
    assertThat(seen.containsAll(program.updates().values())).isTrue();
  }

  @Test
  void tensorsComeAfterTheirInputs() {
    Tensor shared = X.exp();
    Tensor left = shared.tanh();
    Tensor right = left.times(shared).plus(X);
    Program program =
        Program.builder()
            .output("right", right)
            .output("shared", shared)
            .update(P, left.sum(0))
            .build();
    assertOrdered(program);
    assertThat(program.tensors()).contains(X, shared, left, right).hasSize(6);
  }

  @Test
  void randomGraphsAreOrdered() {
    RandomStream random = new RandomStream(1, "graph");
    for (int graph = 0; graph < 50; graph++) {
      List<Tensor> tensors = new ArrayList<>(List.of(X));
      for (int i = 0; i < 100; i++) {
        Tensor a = tensors.get(random.nextInt(tensors.size()));
        Tensor b = tensors.get(random.nextInt(tensors.size()));
        tensors.add(a.plus(b));
      }
      Tensor[] results = new Tensor[5];
      for (int i = 0; i < results.length; i++) {
        results[i] = tensors.get(random.nextInt(tensors.size()));
      }
      assertOrdered(Runs.program(results));
    }
  }

  @Test
  void outputsAndUpdatesKeepTheirOrder() {
    Parameter q = new Parameter("q", Shape.of(3));
    Program program =
        Program.builder()
            .output("z", X)
            .output("a", X.exp())
            .update(q, Tensor.of(P))
            .update(P, Tensor.of(q))
            .build();
    assertThat(program.outputs().keySet()).containsExactly("z", "a");
    assertThat(program.updates().keySet()).containsExactly(q, P);
    assertThatThrownBy(() -> program.outputs().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> program.updates().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aBuilderMayGoOnAfterBuild() {
    Program.Builder builder = Program.builder().output("x", X);
    Program first = builder.build();
    Program second = builder.output("y", X.exp()).build();
    assertThat(first.outputs()).hasSize(1);
    assertThat(second.outputs()).hasSize(2);
  }

  @Test
  void inputsAndParametersAreThereOnce() {
    Tensor same = Tensor.input("x", Shape.batchOf(3));
    Program program = Runs.program(X.plus(same).times(Tensor.of(P)).plus(Tensor.of(P)));
    assertThat(program.inputs()).containsExactly(new Input("x", Shape.batchOf(3)));
    assertThat(program.parameters()).containsExactly(P);
  }

  @Test
  void parametersThatAreOnlyWrittenCount() {
    Program program = Program.builder().update(P, X.sum(0)).build();
    assertThat(program.parameters()).containsExactly(P);
    assertThat(program.outputs()).isEmpty();
  }

  @Test
  void anInputMayHaveTheNameOfAParameter() {
    Program program = Runs.program(Tensor.input("p", Shape.of(3)).plus(Tensor.of(P)));
    assertThat(program.inputs()).hasSize(1);
    assertThat(program.parameters()).hasSize(1);
  }

  @Test
  void oneNameForTwoShapesIsRefused() {
    Tensor other = Tensor.input("x", Shape.batchOf(5));
    assertThatThrownBy(() -> Runs.program(X, other))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("x", "[N, 3]", "[N, 5]");
    Tensor wide = Tensor.of(new Parameter("p", Shape.of(5)));
    assertThatThrownBy(() -> Runs.program(Tensor.of(P), wide))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("p", "[3]", "[5]");
  }

  @Test
  void anUpdateOfAnotherShapeThanTheParameterThatIsReadIsRefused() {
    Parameter wide = new Parameter("p", Shape.of(5));
    Program.Builder builder =
        Program.builder()
            .output("p", Tensor.of(P))
            .update(wide, Tensor.scalar(0).broadcastTo(wide.shape()));
    assertThatThrownBy(builder::build)
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("p", "[3]", "[5]");
  }

  @Test
  void twoUpdatesOfOneNameAreRefused() {
    Parameter wide = new Parameter("p", Shape.of(5));
    Program.Builder builder =
        Program.builder()
            .update(P, Tensor.scalar(0).broadcastTo(P.shape()))
            .update(wide, Tensor.scalar(0).broadcastTo(wide.shape()));
    assertThatThrownBy(builder::build).isInstanceOf(ShapeException.class);
  }

  @Test
  void namesAreGivenOnce() {
    assertThatThrownBy(() -> Program.builder().output("x", X).output("x", X.exp()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x");
    assertThatThrownBy(() -> Program.builder().update(P, Tensor.of(P)).update(P, Tensor.of(P)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("p");
  }

  @Test
  void updatesHaveTheShapeOfTheParameter() {
    assertThatThrownBy(() -> Program.builder().update(P, X))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("p", "[3]", "[N, 3]");
  }

  private static Tensor composite(String id, Tensor x) {
    return Tensor.of(
        new CustomComposite(
            id, List.of(x), Map.of(), in -> in.get(0).softmax().plus(in.get(0).exp())));
  }

  @Test
  void loweredReplacesCompositesWithinComposites() {
    Tensor y = composite("test/outer", composite("test/inner", X)).sum(1);
    Program program =
        Program.builder().output("y", y).update(P, composite("test/outer", X).sum(0)).build();
    Program lowered = program.lowered(composite -> false);
    assertOrdered(lowered);
    assertThat(lowered.tensors()).noneMatch(tensor -> tensor.operation() instanceof Composite);
    assertThat(lowered.outputs().keySet()).containsExactly("y");
    assertThat(lowered.updates().keySet()).containsExactly(P);
    assertThat(lowered.inputs()).isEqualTo(program.inputs());
    Map<String, DoubleData> inputs = Map.of("x", DoubleData.uniform("x", -1, 1, 7, 3));
    assertThat(new ReferenceInterpreter(lowered).run(inputs).output("y").values())
        .isEqualTo(new ReferenceInterpreter(program).run(inputs).output("y").values());
  }

  @Test
  void loweredKeepsWhatTheBackendKnows() {
    Program program = Runs.program(composite("test/a", composite("test/b", X)));
    Program lowered = program.lowered(Softmax.class::isInstance);
    assertThat(lowered.tensors())
        .filteredOn(tensor -> tensor.operation() instanceof Composite)
        .hasSize(2)
        .allMatch(tensor -> tensor.operation() instanceof Softmax);
    assertThat(program.lowered(composite -> true)).isSameAs(program);
  }

  @Test
  void loweredDoesNotMultiplySharedTensors() {
    Tensor shared = X.softmax();
    Program lowered = Runs.program(shared.plus(shared), shared.exp()).lowered(c -> false);
    long sums =
        lowered.tensors().stream()
            .filter(tensor -> tensor.operation().name().equals("exp"))
            .count();
    assertThat(sums).isEqualTo(2);
  }

  @Test
  void chainsOfFiftyThousandOperationsAreNoProblem() {
    Tensor y = X;
    for (int i = 0; i < 50_000; i++) {
      y = y.tanh();
    }
    Program program = Runs.program(composite("test/end", y));
    assertOrdered(program.lowered(composite -> false));
  }
}
