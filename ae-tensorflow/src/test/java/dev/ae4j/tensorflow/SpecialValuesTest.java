package dev.ae4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What TensorFlow fuses keeps NaN, which is how training notices that the data has some. */
class SpecialValuesTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16, 40})
  void layersKeepNan(int units) {
    Tensor x = Tensor.input("x", Shape.batchOf(6, 4, 2));
    Tensor bias = Tensor.of(new Parameter("bias", Shape.of(units)));
    Tensor kernel = Tensor.of(new Parameter("kernel", Shape.of(48, units)));
    Tensor filter = Tensor.of(new Parameter("filter", Shape.of(3, 3, 2, units)));
    Tensor dense = x.reshape(Shape.batchOf(48)).matMul(kernel).plus(bias).relu();
    Tensor image = x.conv2d(filter, Window.of(3, 3).same(6, 4)).plus(bias).relu();
    Program program = Program.builder().output("dense", dense).output("image", image).build();
    TensorData data = TensorData.zeros(Shape.of(5, 6, 4, 2));
    data.values()[100] = Float.NaN;
    try (Backend backend = Backends.open();
        Executable executable = backend.compile(program)) {
      executable.write("kernel", ones(48, units));
      executable.write("filter", ones(3, 3, 2, units));
      executable
          .run(RunRequest.of(Feed.of(data)))
          .forEach(result -> assertThat(nans(result)).isGreaterThanOrEqualTo(units));
    }
  }

  private static TensorData ones(int... sizes) {
    TensorData data = TensorData.zeros(Shape.of(sizes));
    Arrays.fill(data.values(), 1);
    return data;
  }

  private static long nans(TensorData data) {
    return IntStream.range(0, data.values().length)
        .filter(i -> Float.isNaN(data.values()[i]))
        .count();
  }
}
