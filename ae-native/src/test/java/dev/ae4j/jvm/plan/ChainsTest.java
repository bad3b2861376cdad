package dev.ae4j.jvm.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.jvm.kernel.ScalarKernels;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ChainsTest {
  private static final Shape SHAPE = Shape.of(5, 7);
  private static final Parameter WEIGHT = new Parameter("w", SHAPE);
  private static final Parameter MEAN = new Parameter("m", SHAPE);
  private static final Parameter SQUARE = new Parameter("v", SHAPE);
  private static final Tensor GRADIENT = Tensor.input("x", SHAPE);
  private static final Tensor SCALE = Tensor.of(new Parameter("s", Shape.scalar()));
  private static final Tensor NEW_MEAN = Tensor.of(MEAN).times(0.9f).plus(GRADIENT.times(0.1f));
  private static final Tensor NEW_SQUARE =
      Tensor.of(SQUARE).times(0.9f).plus(GRADIENT.square().times(0.1f));
  private static final Tensor STEP = NEW_MEAN.times(SCALE).dividedBy(NEW_SQUARE.sqrt().plus(1e-8f));

  /** Returns the kinds of chains in a program, in order. */
  private static List<Class<?>> chains(Program.Builder builder) {
    Program program = Simplifier.simplify(builder.build(), 4, new ScalarKernels());
    Graph graph = new Graph(program, new Sizes(4));
    List<Group> groups = Grouping.group(graph, true);
    Placement placement =
        new Placement(
            graph,
            groups.stream().map(List::of).toList(),
            new ParameterValues(program.parameters()));
    return groups.stream()
        .filter(Group::isElementwise)
        .flatMap(
            group -> {
              Chains chains = new Chains(graph, group, placement);
              return group.tensors().stream().map(chains::endingAt).filter(Objects::nonNull);
            })
        .<Class<?>>map(Object::getClass)
        .toList();
  }

  private static Program.Builder adam() {
    return Program.builder()
        .update(MEAN, NEW_MEAN)
        .update(SQUARE, NEW_SQUARE)
        .update(WEIGHT, Tensor.of(WEIGHT).minus(STEP));
  }

  @Test
  void findsAdam() {
    assertThat(chains(adam())).containsExactly(Chains.Adam.class);
  }

  @Test
  void findsNoAdamWhereItsLinksAreRead() {
    assertThat(chains(adam().output("y", STEP))).isEmpty();
    assertThat(chains(adam().output("y", NEW_MEAN.times(2)))).isEmpty();
    assertThat(chains(adam().output("y", Tensor.of(SQUARE).times(2)))).isEmpty();
  }

  @Test
  void findsNoAdamWhoseMomentsStayElsewhere() {
    assertThat(
            chains(
                Program.builder()
                    .update(MEAN, NEW_SQUARE)
                    .update(SQUARE, NEW_MEAN)
                    .update(WEIGHT, Tensor.of(WEIGHT).minus(STEP))))
        .isEmpty();
  }

  @Test
  void findsGradientsOfActivations() {
    Tensor x = Tensor.of(WEIGHT);
    Tensor relu = Gradients.of(x.relu().square().sum(), List.of(x)).get(0);
    assertThat(chains(Program.builder().output("y", relu))).containsExactly(Chains.Choice.class);
    Tensor sigmoid = Gradients.of(x.sigmoid().square().sum(), List.of(x)).get(0);
    assertThat(chains(Program.builder().output("y", sigmoid)))
        .containsExactly(Chains.SigmoidGradient.class);
  }
}
