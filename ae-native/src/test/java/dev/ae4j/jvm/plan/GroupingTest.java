package dev.ae4j.jvm.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.jvm.kernel.ScalarKernels;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupingTest {
  private static final Tensor X = Tensor.input("x", Shape.batchOf(50));
  private static final Parameter W = new Parameter("w", Shape.of(50, 50));

  private static List<Group> group(Program.Builder builder, int batchSize, boolean fuse) {
    Program program = Simplifier.simplify(builder.build(), batchSize, new ScalarKernels());
    return Grouping.group(new Graph(program, new Sizes(batchSize)), fuse);
  }

  /** Returns the names of the operations of each group. */
  private static List<List<String>> names(List<Group> groups) {
    return groups.stream()
        .map(group -> group.tensors().stream().map(t -> t.operation().name()).toList())
        .toList();
  }

  @Test
  void computesALossWithItsGradient() {
    Tensor w = Tensor.of(W);
    Tensor loss = X.matMul(w).sigmoid().minus(X).square().sum();
    Tensor gradient = Gradients.of(loss, List.of(w)).get(0);
    List<Group> groups =
        group(Program.builder().output("loss", loss).output("gradient", gradient), 9, true);
    assertThat(groups).hasSize(3);
    assertThat(groups.get(1).isElementwise()).isTrue();
    assertThat(names(groups).get(1)).contains("sigmoid", "sum");
    assertThat(groups.get(2).tensors().get(0).operation()).isInstanceOf(MatMul.class);
  }

  @Test
  void updatesAParameterInOneGroup() {
    Tensor gradient = Tensor.of(new MatMul(X, X, true, false));
    Parameter m = new Parameter("m", W.shape());
    Tensor next = Tensor.of(m).times(0.9f).plus(gradient);
    Program.Builder builder =
        Program.builder().update(m, next).update(W, Tensor.of(W).minus(next.times(0.1f)));
    assertThat(names(group(builder, 9, true)))
        .containsExactly(List.of("matMul"), List.of("multiply", "add", "multiply", "subtract"));
  }

  @Test
  void computesLateWhatIsReadLate() {
    // The mask of a ReLU is needed when the gradient comes back, so it is not kept until then.
    Tensor w = Tensor.of(W);
    Tensor z = X.matMul(w);
    Tensor loss = z.relu().matMul(w).sum();
    Tensor gradient = Gradients.of(loss, List.of(w)).get(0);
    List<List<String>> names =
        names(group(Program.builder().output("gradient", gradient), 9, true));
    assertThat(names).contains(List.of("less", "select"));
  }

  @Test
  void addsTheBiasOnTheWay() {
    Tensor bias = Tensor.of(new Parameter("b", Shape.of(50)));
    Tensor z = X.matMul(Tensor.of(W)).plus(bias);
    assertThat(names(group(Program.builder().output("z", z), 9, true)))
        .containsExactly(List.of("add"));
  }

  @Test
  void keepsToBlocksWhereTotalsAreTaken() {
    Tensor y = X.exp();
    // 5,000 elements: tiles of whole rows are no blocks of the total.
    List<Group> groups =
        group(Program.builder().output("total", y.sum()).output("rows", y.sum(1)), 100, true);
    assertThat(names(groups)).containsExactly(List.of("exp", "sum"), List.of("sum"));
    groups = group(Program.builder().output("rows", y.sum(1)).output("total", y.sum()), 100, true);
    assertThat(names(groups)).containsExactly(List.of("exp", "sum"), List.of("sum"));
    groups = group(Program.builder().output("rows", y.sum(1)).output("total", y.sum()), 80, true);
    assertThat(names(groups)).containsExactly(List.of("exp", "sum", "sum"));
  }

  @Test
  void keepsEverythingApartOnDemand() {
    List<Group> groups = group(Program.builder().output("y", X.exp().log().sum()), 9, false);
    assertThat(names(groups)).containsExactly(List.of("exp"), List.of("log"), List.of("sum"));
  }
}
