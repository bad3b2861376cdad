package dev.ae4j.artifact;

import dev.ae4j.LossSpec;
import dev.ae4j.ModelSpec;
import dev.ae4j.PluginSpec;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import dev.ae4j.graph.op.Binary;
import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.Compare;
import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.graph.op.Conv2dFilterGradient;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.graph.op.MaxUnpool2d;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.Random;
import dev.ae4j.graph.op.Reduce;
import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.graph.op.Unary;
import dev.ae4j.graph.op.UnaryKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Models to write and read. */
final class TestModels {
  /** Floats whose bits are easily lost: NaNs with payloads, zeros, infinities, the extremes. */
  static final int[] SPECIAL_BITS = {
    0x7fc00000,
    0x7fc00001,
    0xffc12345,
    0x7f800001,
    0x80000000,
    0,
    0x7f800000,
    0xff800000,
    1,
    0x7f7fffff,
    0x3dcccccd,
    0x3eaaaaab
  };

  private TestModels() {}

  /** Returns a little network of dense layers. */
  static ModelArtifact small() {
    return model(
        new ModelSpec(
            Shape.of(2, 2),
            PluginSpec.parse("dense:activation=tanh,units=4"),
            OptionalInt.of(3),
            PluginSpec.of("dense"),
            LossSpec.parse("mse"),
            List.of(PluginSpec.parse("gaussian:0.5"))),
        x -> dense(x.reshape(Shape.batchOf(4)), "encoder", 4, 3).relu(),
        z -> dense(z, "decoder", 3, 4).sigmoid().reshape(Shape.batchOf(2, 2)));
  }

  /** Returns a model with every operation of every kind that can be saved. */
  static ModelArtifact everyOperation() {
    return model(
        new ModelSpec(
            Shape.of(6),
            PluginSpec.of("any"),
            OptionalInt.empty(),
            PluginSpec.of("any"),
            LossSpec.parse("any"),
            List.of()),
        TestModels::everything,
        z -> dense(z, "decoder", 6, 6));
  }

  private static Tensor everything(Tensor x) {
    Tensor kernel = parameter("encoder/kernel", 6, 6);
    Tensor h = x.matMul(kernel).plus(parameter("encoder/bias", 6));
    h = Tensor.of(new MatMul(h, kernel, false, true));
    h = h.matMul(Tensor.of(new MatMul(x, h, true, false)));
    for (UnaryKind kind : UnaryKind.values()) {
      h = Tensor.of(new Unary(kind, h));
    }
    for (BinaryKind kind : BinaryKind.values()) {
      h = Tensor.of(new Binary(kind, h, x));
    }
    for (CompareKind kind : CompareKind.values()) {
      h = Tensor.of(new Compare(kind, h, x)).select(x, h);
    }
    int stream = -7;
    for (Random.Distribution distribution : Random.Distribution.values()) {
      h = h.plus(Tensor.of(new Random(distribution, h.shape(), stream++)));
    }
    for (ReduceKind kind : ReduceKind.values()) {
      h = h.minus(Tensor.of(new Reduce(kind, h, List.of(1))).expand(1));
    }
    h = h.times(specialConstant().slice(0, 0, 6)).dividedBy(Tensor.batchSize());
    h = h.reshape(Shape.batchOf(2, 3)).transpose(List.of(0, 2, 1)).reshape(Shape.batchOf(6));
    h = h.plus(convolved(h, kernel)).plus(lookedUp(h, kernel));
    return Tensor.concat(1, List.of(h.softmax().pad(1, 1, 0), h.stopGradient())).slice(1, 2, 6);
  }

  private static Tensor convolved(Tensor x, Tensor kernel) {
    Window window = new Window(2, 3, 2, 1, 1, 2, 1, 0, 3, 2);
    Tensor filter = kernel.slice(0, 0, 2).reshape(Shape.of(2, 3, 1, 2));
    Tensor images = x.reshape(Shape.batchOf(3, 2, 1));
    Tensor y = images.conv2d(filter, window);
    Tensor gradient = Tensor.of(new Conv2dFilterGradient(images, y, window));
    Window pool = Window.of(2, 2).same(3, 2);
    Tensor back = y.transposedConv2d(filter.plus(gradient), window, 3, 2);
    Tensor kept = Tensor.of(new MaxUnpool2d(back, back.maxPool2d(pool), pool));
    return kept.reshape(Shape.batchOf(6));
  }

  private static Tensor lookedUp(Tensor x, Tensor kernel) {
    Tensor indices = x.argMax(1);
    Tensor found = kernel.gather(indices);
    return found.scatterAdd(indices, 6).sum(0).plus(indices.convert(ElementType.FLOAT32).expand(1));
  }

  static Tensor specialConstant() {
    float[] values = new float[SPECIAL_BITS.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(SPECIAL_BITS[i]);
    }
    return Tensor.constant(TensorData.of(values, values.length));
  }

  static Tensor dense(Tensor x, String name, int in, int out) {
    return x.matMul(parameter(name + "/kernel", in, out)).plus(parameter(name + "/bias", out));
  }

  private static Tensor parameter(String name, int... sizes) {
    return Tensor.of(new Parameter(name, Shape.of(sizes)));
  }

  static ModelArtifact model(
      ModelSpec spec, UnaryOperator<Tensor> encoder, UnaryOperator<Tensor> decoder) {
    Tensor samples = Tensor.input("samples", spec.sampleShape().batched());
    Tensor encoded = encoder.apply(samples);
    Program encode = Program.builder().output("code", encoded).build();
    Tensor code = Tensor.input("code", encoded.shape());
    Program decode = Program.builder().output("reconstruction", decoder.apply(code)).build();
    Program reconstruct =
        Program.builder().output("reconstruction", decoder.apply(encoded)).build();
    return new ModelArtifact(
        spec,
        encode,
        decode,
        reconstruct,
        Optional.empty(),
        weights(reconstruct),
        new TreeMap<>(Map.of("seed", "1", "data", "mnist:train", "note", "\u00e9 \"quoted\"\n")));
  }

  /** Returns weights for the parameters of a program, special floats first. */
  private static SortedMap<String, TensorData> weights(Program program) {
    SortedMap<String, TensorData> weights = new TreeMap<>();
    for (Parameter parameter : program.parameters()) {
      TensorData data = TensorData.zeros(parameter.shape());
      for (int i = 0; i < data.values().length; i++) {
        data.values()[i] = i < SPECIAL_BITS.length ? Float.intBitsToFloat(SPECIAL_BITS[i]) : i / 7f;
      }
      weights.put(parameter.name(), data);
    }
    return weights;
  }
}
