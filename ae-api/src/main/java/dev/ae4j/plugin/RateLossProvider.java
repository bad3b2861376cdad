package dev.ae4j.plugin;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.Initializers;
import dev.ae4j.model.Loss;
import dev.ae4j.model.LossInputs;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.Options;
import java.util.List;

/**
 * Makes the rate: the bits that it takes to write a code of whole numbers, the sum over its
 * elements, the mean over the samples. For codes of the encoder {@code rounded}.
 *
 * <p>Each element has a distribution of its own, which is learned: {@code p(c) = F(c + 1/2) - F(c -
 * 1/2)}, where {@code F} is a mixture of three logistic distribution functions; {@code p} is at
 * least {@code 1e-9}. A factorized entropy model as of Ballé, Laparra and Simoncelli, "End-to-end
 * optimized image compression", 2017.
 */
public final class RateLossProvider implements LossProvider {
  private static final int PARTS = 3;
  private static final float LEAST = 1e-9f;

  @Override
  public String id() {
    return "rate";
  }

  @Override
  public String description() {
    return "penalty: bits that a code of whole numbers takes";
  }

  @Override
  public Loss create(Options options) {
    return RateLossProvider::bits;
  }

  private static Tensor bits(LossInputs in) {
    Tensor code = in.latent().code();
    int size = code.shape().sampleElements();
    BuildContext context = in.context();
    Shape parts = Shape.of(PARTS, size);
    // [N, parts, elements]: parts begin apart from each other
    Tensor c = code.reshape(Shape.batchOf(1, size)).broadcastTo(Shape.batchOf(PARTS, size));
    Tensor location =
        context
            .parameter("location", parts, Initializers.zeros())
            .plus(Tensor.constant(start(size)));
    Tensor rate = context.parameter("log-scale", parts, Initializers.zeros()).negate().exp();
    Tensor weight = context.parameter("weight", parts, Initializers.zeros()).exp();
    Tensor share = weight.dividedBy(weight.sum(List.of(0)).reshape(Shape.of(1, size)));
    Tensor distance = c.minus(location);
    Tensor above = distance.plus(0.5f).times(rate).sigmoid();
    Tensor below = distance.minus(0.5f).times(rate).sigmoid();
    Tensor p = above.minus(below).times(share).sum(List.of(1)).maximum(Tensor.scalar(LEAST));
    return p.log().sum().times((float) (-1 / Math.log(2))).dividedBy(Tensor.batchSize());
  }

  private static TensorData start(int size) {
    float[] values = new float[PARTS * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / size - (PARTS - 1) / 2;
    }
    return TensorData.of(values, PARTS, size);
  }
}
