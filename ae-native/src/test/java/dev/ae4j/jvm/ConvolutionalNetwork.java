package dev.ae4j.jvm;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Resampling;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.spi.backend.Executable;
import java.util.ArrayList;
import java.util.List;

/** A convolutional autoencoder with its loss and gradient descent, built by hand. */
final class ConvolutionalNetwork {
  /** The elements of an image of 12 x 10. */
  static final int PIXELS = 120;

  private static final Window SAME = Window.of(3, 3).padding(1, 1, 1, 1);
  private static final Window HALF = Window.of(2, 2).stride(2, 2);

  private final List<Parameter> weights = new ArrayList<>();
  private final List<Tensor> tensors = new ArrayList<>();
  private final Program training;

  ConvolutionalNetwork() {
    Tensor x = Tensor.input("x", Shape.batchOf(PIXELS));
    Tensor y = convolution(x.reshape(Shape.batchOf(12, 10, 1)), 1, 24).relu().maxPool2d(HALF);
    y = convolution(y, 24, 16).relu();
    y = y.conv2d(parameter(3, 3, 16, 8), SAME.stride(2, 2)).plus(parameter(8)).relu();
    y = y.reshape(Shape.batchOf(72)).matMul(parameter(72, 13)).plus(parameter(13)).relu();
    y = y.matMul(parameter(13, 72)).plus(parameter(72)).reshape(Shape.batchOf(3, 3, 8));
    y = y.transposedConv2d(parameter(3, 3, 16, 8), SAME.stride(2, 2), 6, 5).plus(parameter(16));
    y = Resampling.upsampleNearest(convolution(y.relu(), 16, 16).relu(), 2, 2);
    y = convolution(y, 16, 1).reshape(x.shape()).sigmoid();
    Tensor loss = y.minus(x).square().mean();
    Program.Builder builder = Program.builder().output("loss", loss);
    List<Tensor> gradients = Gradients.of(loss, tensors);
    for (int i = 0; i < weights.size(); i++) {
      builder.update(weights.get(i), tensors.get(i).minus(gradients.get(i).times(0.3f)));
    }
    training = builder.build();
  }

  private Tensor convolution(Tensor x, int in, int out) {
    return x.conv2d(parameter(3, 3, in, out), SAME).plus(parameter(out));
  }

  private Tensor parameter(int... sizes) {
    weights.add(new Parameter("w" + weights.size(), Shape.of(sizes)));
    tensors.add(Tensor.of(weights.get(weights.size() - 1)));
    return tensors.get(tensors.size() - 1);
  }

  /** One step of gradient descent; its output is the loss. */
  Program training() {
    return training;
  }

  /** Gives an executable its first weights. */
  void initialize(Executable executable) {
    for (Parameter weight : weights) {
      TensorData value = Engines.numbers(weight.name().hashCode(), weight.shape().sampleSizes());
      for (int i = 0; i < value.values().length; i++) {
        value.values()[i] *= 0.15f;
      }
      executable.write(weight.name(), value);
    }
  }
}
