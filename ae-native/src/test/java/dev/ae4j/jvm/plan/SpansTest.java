package dev.ae4j.jvm.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import dev.ae4j.graph.op.Operation;
import dev.ae4j.graph.op.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpansTest {
  private static final Window HALF = Window.of(2, 2).stride(2, 2);
  private static final Tensor IMAGES = Tensor.input("x", Shape.batchOf(8, 6, 5));
  private static final Tensor FILTER = parameter(2, 2, 5, 7);

  private static Tensor parameter(int... sizes) {
    return Tensor.of(new Parameter("w" + sizes.length, Shape.of(sizes)));
  }

  /** Returns the names of the operations of each span. */
  private static List<List<String>> spans(int batchSize, boolean fuse, Tensor... outputs) {
    Program.Builder builder = Program.builder();
    for (int i = 0; i < outputs.length; i++) {
      builder.output("output" + i, outputs[i]);
    }
    Graph graph = new Graph(builder.build(), new Sizes(batchSize));
    return Spans.find(graph, Grouping.group(graph, fuse), fuse).stream()
        .map(
            span ->
                span.stream()
                    .flatMap(group -> group.tensors().stream())
                    .map(Tensor::operation)
                    .map(Operation::name)
                    .toList())
        .toList();
  }

  @Test
  void layersAreOneSpan() {
    Tensor y = IMAGES.conv2d(FILTER, HALF).relu().maxPool2d(HALF);
    assertThat(spans(16, true, y)).containsExactly(List.of("conv2d", "maximum", "maxPool2d"));
    assertThat(spans(16, false, y)).hasSize(3);
    assertThat(spans(4, true, y)).hasSize(3);
  }

  @Test
  void whatIsInTheWayIsMovedBehind() {
    Tensor y = IMAGES.conv2d(FILTER, HALF);
    Tensor sums = y.sum(List.of(0, 1, 2));
    assertThat(spans(16, true, sums, y.exp()))
        .containsExactly(List.of("conv2d", "exp"), List.of("sum"));
  }

  @Test
  void whatGroupsOfSamplesAddUpToIsOfTheSpan() {
    Tensor y = IMAGES.conv2d(FILTER, HALF);
    Tensor gradient = Gradients.of(y.exp().sum(), List.of(FILTER)).get(0);
    assertThat(spans(16, true, gradient))
        .containsExactly(List.of("conv2d", "exp", "multiply", "conv2dFilterGradient"));
    // A sum of 12 positions of each sample has whole blocks of 64 every 16 samples.
    Tensor sums = y.sum(List.of(0, 1, 2));
    assertThat(spans(512, true, sums, y.exp())).hasSize(1);
    assertThat(spans(256, true, sums, y.exp())).hasSize(2);
  }

  @Test
  void whatIsNeededEndsASpan() {
    Tensor y = IMAGES.conv2d(FILTER, HALF);
    Tensor shifted = y.minus(y.sum(List.of(0, 1, 2)));
    assertThat(spans(16, true, shifted))
        .containsExactly(List.of("conv2d"), List.of("sum"), List.of("subtract"));
  }

  @Test
  void layersWithoutImagesAreNone() {
    Tensor x = Tensor.input("x", Shape.batchOf(13));
    Tensor y = x.exp().sum(1).reshape(Shape.batchOf(1)).broadcastTo(x.shape());
    assertThat(spans(16, true, y)).allMatch(span -> span.size() <= 2);
  }
}
