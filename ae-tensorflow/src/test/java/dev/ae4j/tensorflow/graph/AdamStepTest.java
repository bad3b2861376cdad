package dev.ae4j.tensorflow.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.NodeDef;

class AdamStepTest {
  private final Parameter w = new Parameter("w", Shape.of(3));
  private final Parameter m = new Parameter("m", Shape.of(3));
  private final Parameter v = new Parameter("v", Shape.of(3));
  private final Tensor weight = Tensor.of(w);
  private final Tensor gradient = weight.exp();
  private final Tensor rate = Tensor.input("rate", Shape.scalar());
  private final Tensor mean = decay(m, 0.9f, 1 - 0.9f, gradient);
  private final Tensor square = decay(v, 0.99f, 1 - 0.99f, gradient.square());
  private final Tensor step = mean.times(rate).dividedBy(square.sqrt().plus(1e-8f));

  private static Tensor decay(Parameter state, float beta, float rest, Tensor added) {
    return Tensor.of(state).times(beta).plus(added.times(rest));
  }

  private Program.Builder program(Tensor nextMean, Tensor nextSquare, Tensor nextWeight) {
    return Program.builder().update(w, nextWeight).update(m, nextMean).update(v, nextSquare);
  }

  private Optional<AdamStep> find(Program program) {
    return AdamStep.find(program, w, program.updates().get(w));
  }

  @Test
  void findsAStep() {
    AdamStep found =
        find(program(mean, square, weight.minus(step)).output("w", weight).build()).orElseThrow();
    assertThat(found.mean()).isEqualTo(m);
    assertThat(found.square()).isEqualTo(v);
    assertThat(found.gradient()).isSameAs(gradient);
    assertThat(found.rate()).isSameAs(rate);
    assertThat(found.beta1()).isEqualTo(0.9f);
    assertThat(found.beta2()).isEqualTo(0.99f);
  }

  @Test
  void aStepIsOneOperation() {
    Program program = program(mean, square, weight.minus(step)).build();
    List<String> operations =
        ProgramGraph.of(program, "/device:CPU:0", false).graph().getNodeList().stream()
            .filter(node -> node.getName().startsWith("update/"))
            .map(NodeDef::getOp)
            .toList();
    assertThat(operations).containsExactly("ResourceApplyAdam");
  }

  @Test
  void statesThatAreReadElsewhereAreNoPartOfAStep() {
    Program.Builder fetched = program(mean, square, weight.minus(step)).output("m", Tensor.of(m));
    assertThat(find(fetched.build())).isEmpty();
    Program.Builder used =
        program(mean, square, weight.minus(step)).output("sum", Tensor.of(v).sum());
    assertThat(find(used.build())).isEmpty();
    Parameter copy = new Parameter("copy", Shape.of(3));
    Program.Builder copied = program(mean, square, weight.minus(step)).update(copy, Tensor.of(m));
    assertThat(find(copied.build())).isEmpty();
  }

  @Test
  void otherStepsAreNoneOfAdam() {
    Tensor otherMean = decay(m, 0.9f, 0.2f, gradient);
    Tensor otherSquare = decay(v, 0.99f, 1 - 0.99f, gradient.times(weight));
    Tensor rates = Tensor.input("rates", Shape.of(3));
    Tensor divisor = square.sqrt().plus(1e-8f);
    Stream.of(
            program(otherMean, square, weight.minus(otherMean.times(rate).dividedBy(divisor))),
            program(
                mean,
                otherSquare,
                weight.minus(mean.times(rate).dividedBy(otherSquare.sqrt().plus(1e-8f)))),
            program(mean, square, weight.minus(mean.times(rates).dividedBy(divisor))),
            program(mean, square, weight.plus(1).minus(step)),
            program(mean, square, weight.plus(step)),
            program(gradient, square, weight.minus(step)))
        .map(Program.Builder::build)
        .forEach(program -> assertThat(find(program)).isEmpty());
  }
}
