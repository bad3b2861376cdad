package dev.ae4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Data stays on the device of a GPU; here on the CPU, which computes the same. */
class ResidentDataTest {
  private static final Parameter SUM = new Parameter("sum", Shape.of(2));

  private final Tensor x = Tensor.input("x", Shape.batchOf(2));
  private final Program program =
      Program.builder()
          .output("x", x.plus(0.5f))
          .update(SUM, Tensor.of(SUM).plus(x.sum(0)))
          .build();
  private final TensorData data = TensorData.of(new float[] {0, 1, 10, 11, 20, 21}, 3, 2);
  private final TensorData other = TensorData.of(new float[] {-1, -2, -3, -4}, 2, 2);

  private Backend backend;
  private Executable executable;

  @BeforeEach
  void open() {
    Options options = Settings.SCHEMA.parse("backend tensorflow", Map.of("device", "cpu"));
    backend = new TensorFlowBackend(Settings.of(options), new Device("CPU", 0, 1 << 20), true);
    executable = backend.compile(program);
  }

  @AfterEach
  void close() {
    executable.close();
    backend.close();
  }

  private float[] run(Feed feed) {
    return executable.run(RunRequest.of(feed)).get(0).values();
  }

  @Test
  void takesRowsOfTheSameDataAgainAndAgain() {
    int[] rows = {2, 0, 0};
    for (int i = 0; i < 4; i++) {
      assertThat(run(Feed.rows(data, rows, 0, 2))).containsExactly(20.5f, 21.5f, 0.5f, 1.5f);
      assertThat(run(Feed.range(data, 1, 1))).containsExactly(10.5f, 11.5f);
      assertThat(run(Feed.of(data))).hasSize(6).endsWith(20.5f, 21.5f);
      assertThat(run(Feed.rows(data, rows, 3, 0))).isEmpty();
    }
    assertThat(executable.read("sum").values()).containsExactly(4 * 60, 4 * 66);
  }

  @Test
  void noticesOtherData() {
    for (int i = 0; i < 3; i++) {
      for (int again = 0; again < 3; again++) {
        assertThat(run(Feed.range(data, 1, 1))).containsExactly(10.5f, 11.5f);
      }
      for (int again = 0; again <= i; again++) {
        assertThat(run(Feed.range(other, 1, 1))).containsExactly(-2.5f, -3.5f);
      }
    }
  }

  @Test
  void refusesRowsOutsideTheData() {
    int[] rows = {0, 3};
    for (int i = 0; i < 3; i++) {
      assertThat(run(Feed.rows(data, rows, 0, 1))).containsExactly(0.5f, 1.5f);
      assertThatThrownBy(() -> run(Feed.rows(data, rows, 0, 2)))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void feedsDataThatIsTooLarge() {
    TensorData large = TensorData.zeros(Shape.of(1 << 17, 2));
    large.values()[2] = 7;
    for (int i = 0; i < 3; i++) {
      assertThat(run(Feed.range(large, 1, 1))).containsExactly(7.5f, 0.5f);
    }
  }
}
