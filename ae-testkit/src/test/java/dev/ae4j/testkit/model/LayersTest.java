package dev.ae4j.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.Initializers;
import dev.ae4j.model.Layers;
import dev.ae4j.model.ParameterDeclaration;
import dev.ae4j.model.RandomStream;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import dev.ae4j.testkit.ReferenceBackend;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class LayersTest {
  private static final int CHANNELS = 3;
  private static final int PIXELS = 4;
  private static final int BATCH = 50;

  /** Builds a layer on images of 2 x 2 pixels; steps change its state, if it has any. */
  private static Executable compile(BiFunction<Tensor, BuildContext, Tensor> layer, Mode mode) {
    Shape sample = Shape.of(2, 2, CHANNELS);
    BuildContext context = BuildContext.root(sample, OptionalInt.empty(), mode);
    Program.Builder program =
        Program.builder().output("y", layer.apply(Tensor.input("x", sample.batched()), context));
    for (ParameterDeclaration declared : context.declarations()) {
      if (declared.next() != null) {
        program.update(declared.parameter(), declared.next());
      }
    }
    Executable executable = new ReferenceBackend().compile(program.build());
    for (ParameterDeclaration declared : context.declarations()) {
      executable.write(declared.name(), declared.initialValue(1));
    }
    return executable;
  }

  /** Returns normal numbers whose mean and deviation grow with the channel. */
  private static TensorData images(int seed) {
    TensorData data = TensorData.zeros(Shape.of(BATCH, 2, 2, CHANNELS));
    RandomStream random = new RandomStream(seed, "images");
    for (int i = 0; i < data.values().length; i++) {
      int channel = i % CHANNELS;
      data.values()[i] = (float) (channel * 10 + (channel + 1) * random.nextNormal());
    }
    return data;
  }

  private static double[] momentsOf(TensorData data, int channel) {
    double sum = 0;
    double squares = 0;
    int count = data.values().length / CHANNELS;
    for (int i = channel; i < data.values().length; i += CHANNELS) {
      sum += data.values()[i];
      squares += (double) data.values()[i] * data.values()[i];
    }
    double mean = sum / count;
    return new double[] {mean, squares / count - mean * mean};
  }

  @Test
  void batchNormTrainsWithTheMomentsOfTheBatch() {
    try (Executable training = compile(Layers::batchNorm, Mode.TRAINING)) {
      TensorData images = images(1);
      TensorData y = training.run(RunRequest.of(Feed.of(images))).get(0);
      for (int channel = 0; channel < CHANNELS; channel++) {
        double[] before = momentsOf(images, channel);
        double[] after = momentsOf(y, channel);
        assertThat(after[0]).isCloseTo(0, within(1e-4));
        assertThat(after[1]).isCloseTo(1, within(1e-3));
        assertThat((double) training.read("mean").values()[channel])
            .isCloseTo(0.1 * before[0], within(1e-3));
        assertThat((double) training.read("variance").values()[channel])
            .isCloseTo(0.9 + 0.1 * before[1], within(1e-3));
      }
    }
  }

  @Test
  void batchNormIsUsedWithTheRunningMoments() {
    try (Executable training = compile(Layers::batchNorm, Mode.TRAINING);
        Executable inference = compile(Layers::batchNorm, Mode.INFERENCE)) {
      for (int step = 0; step < 100; step++) {
        training.run(new RunRequest(List.of(Feed.of(images(step))), 0, step));
      }
      for (String name : List.of("mean", "variance", "scale", "shift")) {
        inference.write(name, training.read(name));
      }
      TensorData one = images(7).copyRows(0, 1);
      TensorData y = inference.run(RunRequest.of(Feed.of(one))).get(0);
      for (int i = 0; i < CHANNELS * PIXELS; i++) {
        int channel = i % CHANNELS;
        // The channels' own mean and deviation, up to what 100 batches tell of them
        double expected = (one.values()[i] - channel * 10) / (channel + 1.0);
        assertThat((double) y.values()[i]).isCloseTo(expected, within(0.1));
      }
      assertThat(inference.read("mean")).isEqualTo(training.read("mean"));
    }
  }

  @Test
  void layerNormIsOfEachVector() {
    try (Executable executable = compile(Layers::layerNorm, Mode.INFERENCE)) {
      TensorData images = images(1);
      float[] y = executable.run(RunRequest.of(Feed.of(images))).get(0).values();
      for (int i = 0; i < y.length; i += CHANNELS) {
        double a = images.values()[i];
        double b = images.values()[i + 1];
        double c = images.values()[i + 2];
        double mean = (a + b + c) / 3;
        double variance =
            ((a - mean) * (a - mean) + (b - mean) * (b - mean) + (c - mean) * (c - mean)) / 3;
        assertThat((double) y[i]).isCloseTo((a - mean) / Math.sqrt(variance + 1e-5), within(1e-5));
      }
    }
  }

  @Test
  void dropoutKeepsTheMeanAndDropsThePart() {
    try (Executable training = compile((x, c) -> Layers.dropout(x, 0.25f, c), Mode.TRAINING)) {
      TensorData images = images(1);
      float[] y = training.run(RunRequest.of(Feed.of(images))).get(0).values();
      int dropped = 0;
      for (int i = 0; i < y.length; i++) {
        if (y[i] == 0) {
          dropped++;
        } else {
          assertThat((double) y[i]).isCloseTo(images.values()[i] / 0.75, within(1e-4));
        }
      }
      assertThat((double) dropped / y.length).isCloseTo(0.25, within(0.06));
      float[] next = training.run(new RunRequest(List.of(Feed.of(images)), 0, 1)).get(0).values();
      assertThat(next).isNotEqualTo(y);
    }
    try (Executable use = compile((x, c) -> Layers.dropout(x, 0.25f, c), Mode.INFERENCE)) {
      assertThat(use.run(RunRequest.of(Feed.of(images(1)))).get(0)).isEqualTo(images(1));
    }
    assertThatThrownBy(() -> compile((x, c) -> Layers.dropout(x, 1, c), Mode.TRAINING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.0");
  }

  @Test
  void embeddingLooksRowsUp() {
    BiFunction<Tensor, BuildContext, Tensor> layer =
        (x, context) ->
            Layers.embedding(
                x.convert(ElementType.INT32), 5, 2, Initializers.glorotNormal(), context);
    try (Executable executable = compile(layer, Mode.TRAINING)) {
      TensorData indices = TensorData.zeros(Shape.of(1, 2, 2, CHANNELS));
      indices.values()[3] = 4;
      float[] table = executable.read("table").values();
      float[] y = executable.run(RunRequest.of(Feed.of(indices))).get(0).values();
      assertThat(new float[] {y[0], y[1], y[6], y[7]})
          .containsExactly(table[0], table[1], table[8], table[9]);
    }
  }
}
