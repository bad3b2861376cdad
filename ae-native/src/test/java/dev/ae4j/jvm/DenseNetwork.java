package dev.ae4j.jvm;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.spi.backend.Executable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A dense autoencoder with its loss and Adam, built by hand. */
final class DenseNetwork {
  private final List<Parameter> weights = new ArrayList<>();
  private final Program training;
  private final Program inference;

  /** Creates a network of layers of some sizes: ReLU inside, sigmoid at the end. */
  DenseNetwork(int... sizes) {
    Tensor x = Tensor.input("x", Shape.batchOf(sizes[0]));
    Tensor y = x;
    for (int i = 1; i < sizes.length; i++) {
      Parameter w = new Parameter("w" + i, Shape.of(sizes[i - 1], sizes[i]));
      Parameter b = new Parameter("b" + i, Shape.of(sizes[i]));
      weights.add(w);
      weights.add(b);
      Tensor z = y.matMul(tensor(w)).plus(tensor(b));
      y = i == sizes.length - 1 ? z.sigmoid() : z.relu();
    }
    Tensor loss = y.minus(x).square().mean();
    inference = Program.builder().output("y", y).build();
    training = training(loss);
  }

  private final List<Tensor> tensors = new ArrayList<>();

  private Tensor tensor(Parameter parameter) {
    tensors.add(Tensor.of(parameter));
    return tensors.get(tensors.size() - 1);
  }

  private Program training(Tensor loss) {
    Program.Builder builder = Program.builder().output("loss", loss);
    Parameter power1 = new Parameter("beta1-power", Shape.scalar());
    Parameter power2 = new Parameter("beta2-power", Shape.scalar());
    Tensor next1 = Tensor.of(power1).times(0.9f);
    Tensor next2 = Tensor.of(power2).times(0.999f);
    builder.update(power1, next1).update(power2, next2);
    Tensor one = Tensor.scalar(1);
    Tensor rate = one.minus(next2).sqrt().dividedBy(one.minus(next1)).times(1e-3f);
    List<Tensor> gradients = Gradients.of(loss, tensors);
    for (int i = 0; i < weights.size(); i++) {
      Parameter weight = weights.get(i);
      Tensor gradient = gradients.get(i);
      Parameter m = new Parameter(weight.name() + "/m", weight.shape());
      Parameter v = new Parameter(weight.name() + "/v", weight.shape());
      Tensor nextM = Tensor.of(m).times(0.9f).plus(gradient.times(0.1f));
      Tensor nextV = Tensor.of(v).times(0.999f).plus(gradient.square().times(0.001f));
      Tensor change = nextM.times(rate).dividedBy(nextV.sqrt().plus(1e-7f));
      builder.update(m, nextM).update(v, nextV);
      builder.update(weight, tensors.get(i).minus(change));
    }
    return builder.build();
  }

  /** One step of Adam; its output is the loss. */
  Program training() {
    return training;
  }

  /** The reconstruction. */
  Program inference() {
    return inference;
  }

  /** Gives an executable of either program its first weights. */
  void initialize(Executable executable) {
    for (Parameter weight : weights) {
      int[] sizes = weight.shape().sampleSizes();
      TensorData value = Engines.numbers(weight.name().hashCode(), sizes);
      for (int i = 0; i < value.values().length; i++) {
        value.values()[i] *= 0.3f;
      }
      executable.write(weight.name(), value);
    }
    if (executable.program() == training) {
      executable.write("beta1-power", TensorData.scalar(1));
      executable.write("beta2-power", TensorData.scalar(1));
    }
  }

  /** Returns the SHA-256 of all parameters. */
  static String hash(Executable executable) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Parameter parameter : executable.program().parameters()) {
        float[] values = executable.read(parameter.name()).values();
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
        bytes.asFloatBuffer().put(values);
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
