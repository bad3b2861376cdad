package dev.ae4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.BackendException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MemoryTest {
  private static final List<TensorData> LOSS = List.of(TensorData.scalar(0));

  /** The training of layers that are wide and narrow in turn; all wide ones are kept. */
  private static Program layers(int count, int width) {
    Tensor x = Tensor.input("x", Shape.batchOf(4));
    Tensor y = x;
    List<Parameter> weights = new ArrayList<>();
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < 2 * count; i++) {
      int[] sizes = i % 2 == 0 ? new int[] {4, width} : new int[] {width, 4};
      weights.add(new Parameter("w" + i, Shape.of(sizes)));
      tensors.add(Tensor.of(weights.get(i)));
      y = y.matMul(tensors.get(i)).relu();
    }
    Tensor loss = y.minus(x).square().mean();
    Program.Builder builder = Program.builder().output("loss", loss);
    List<Tensor> gradients = Gradients.of(loss, tensors);
    for (int i = 0; i < weights.size(); i++) {
      builder.update(weights.get(i), tensors.get(i).minus(gradients.get(i)));
    }
    return builder.build();
  }

  private static RunRequest batch(int size) {
    return RunRequest.of(Feed.of(Engines.numbers(1, size, 4)));
  }

  @Test
  void refusesABatchForWhichNoHeapIsLargeEnough() {
    try (JvmBackend backend = Engines.backend(1);
        JvmExecutable executable = backend.compile(layers(64, 20_000), true)) {
      List<TensorData> expected = executable.run(batch(1));
      RunRequest large = batch(100_000);
      assertThatThrownBy(() -> executable.run(large, LOSS))
          .isInstanceOf(BackendException.class)
          .hasNoCause()
          .hasMessageContaining("no memory for a batch of 100000: it takes ")
          .hasMessageContaining("[100000, 20000] takes 8,000,000,000")
          .hasMessageContaining(
              String.format(
                  Locale.ROOT, "Java heap has %,d in all", Runtime.getRuntime().maxMemory()))
          .hasMessageMatching(".*\\. Maybe use a smaller batch, or -Xmx[0-9]+g");
      assertThat(executable.run(batch(1))).isEqualTo(expected);
    }
  }

  @Test
  void refusesTensorsThatDoNotFitAnArray() {
    try (JvmBackend backend = Engines.backend(1);
        JvmExecutable executable = backend.compile(layers(1, 1_000_000), true)) {
      RunRequest large = batch(3000);
      assertThatThrownBy(() -> executable.run(large, LOSS))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("batch of 3000: matMul[N, 1000000] would have 3,000,000,000")
          .hasMessageEndingWith(". Maybe use a smaller batch");
    }
  }

  @Test
  void refusesParametersForWhichNoHeapIsLargeEnough() {
    Tensor sum = Tensor.scalar(0);
    for (int i = 0; i < 100; i++) {
      sum = sum.plus(Tensor.of(new Parameter("w" + i, Shape.of(Integer.MAX_VALUE - i))).sum());
    }
    Program program = Program.builder().output("sum", sum).build();
    try (JvmBackend backend = Engines.backend(1)) {
      assertThatThrownBy(() -> backend.compile(program))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("no memory for the parameters: it takes 858,993,4")
          .hasMessageContaining("w0[2147483647] takes 8,589,934,588")
          .hasMessageContaining("Maybe use smaller layers, or -Xmx");
    }
  }

  @Test
  void useOfASmallHeap() throws IOException {
    assertThat(ChildJvm.run("-Xmx128m -XX:+UseSerialGC", MemoryTest.class))
        .containsExactly("one", "another", "refused after trying", "one");
  }

  /** Runs batches of which the heap holds only one at a time, and one that hardly fits. */
  public static void main(String[] arguments) {
    try (JvmBackend backend = Engines.backend("scalar", 1);
        JvmExecutable executable = backend.compile(layers(1, 1000), true)) {
      RunRequest one = batch(8_000);
      executable.run(one, LOSS);
      System.out.println("one");
      executable.run(batch(8_001), LOSS);
      System.out.println("another");
      try {
        executable.run(batch(14_000), LOSS);
      } catch (BackendException e) {
        boolean tried = e.getCause() instanceof OutOfMemoryError;
        System.out.println(tried ? "refused after trying" : "refused: " + e.getMessage());
      }
      executable.run(one, LOSS);
      System.out.println("one");
    }
  }
}
