package dev.ae4j.tensorflow.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import dev.ae4j.graph.op.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.NodeDef;

class ProgramGraphTest {
  private final Tensor x = Tensor.input("x", Shape.batchOf(3));

  private static ProgramGraph graph(Tensor... outputs) {
    Program.Builder program = Program.builder();
    for (int i = 0; i < outputs.length; i++) {
      program.output("output" + i, outputs[i]);
    }
    return ProgramGraph.of(program.build(), "/device:CPU:0", false);
  }

  private static List<String> operations(Tensor... outputs) {
    return graph(outputs).graph().getNodeList().stream().map(NodeDef::getOp).toList();
  }

  @Test
  void elementwiseOperationsBroadcastOnTheFly() {
    Tensor y = x.times(2).plus(x.mean()).exp();
    assertThat(operations(y)).doesNotContain("BroadcastTo");
    assertThat(operations(x.mean().broadcastTo(x.shape()))).contains("BroadcastTo");
  }

  @Test
  void aVectorAddedToRowsIsABias() {
    Tensor bias = Tensor.of(new Parameter("bias", Shape.of(3)));
    assertThat(operations(x.plus(bias))).contains("BiasAdd").doesNotContain("AddV2");
    assertThat(operations(bias.plus(x))).doesNotContain("BroadcastTo");
  }

  @Test
  void equalExpressionsAreComputedOnce() {
    assertThat(operations(x.exp().plus(1), x.exp().plus(1)))
        .containsOnlyOnce("Exp")
        .containsOnlyOnce("AddV2");
  }

  @Test
  void gradientsOfActivationsAreOneOperation() {
    Tensor sigmoid = x.sigmoid();
    Tensor tanh = x.tanh();
    Tensor one = Tensor.scalar(1);
    assertThat(operations(x.times(sigmoid).times(one.minus(sigmoid)))).contains("SigmoidGrad");
    assertThat(operations(x.times(one.minus(tanh.square())))).contains("TanhGrad");
    assertThat(operations(x.times(one.minus(sigmoid.square())))).doesNotContain("TanhGrad");
    assertThat(operations(x.times(tanh).times(one.minus(tanh)))).doesNotContain("SigmoidGrad");
    assertThat(operations(x.times(sigmoid).times(Tensor.scalar(2).minus(sigmoid))))
        .doesNotContain("SigmoidGrad");
  }

  @Test
  void whatIsNotReadIsNotFed() {
    assertThat(graph(x.plus(1)).feeds()).containsExactly(Nodes.input(0));
    assertThat(graph(x.mean()).feeds()).containsExactlyInAnyOrder(Nodes.input(0), Nodes.BATCH_SIZE);
  }

  @Test
  void imagesAreComputedApartForEmptyBatches() {
    Tensor images = Tensor.input("images", Shape.batchOf(4, 4, 1));
    assertThat(graph(images.maxPool2d(Window.of(2, 2))).apartIfEmpty()).isTrue();
    assertThat(graph(images.exp()).apartIfEmpty()).isFalse();
  }
}
