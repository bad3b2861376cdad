package dev.ae4j.plugin;

import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Layers;
import dev.ae4j.model.Loss;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.Options;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the penalty for codes that change fast with the samples: the sum of {@code (d code_j / d
 * x_i)^2} over all elements of code and sample, the mean over the samples. Rifai, Vincent, Muller,
 * Glorot and Bengio, "Contractive Auto-Encoders", 2011.
 *
 * <p>It is exact for any encoder that treats samples independently, at the cost of one gradient for
 * each element of the code.
 */
public final class ContractiveLossProvider implements LossProvider {
  @Override
  public String id() {
    return "contractive";
  }

  @Override
  public String description() {
    return "penalty: squared derivatives of the code by the sample";
  }

  @Override
  public Loss create(Options options) {
    return in -> {
      Tensor code = Layers.flatten(in.latent().code());
      List<Tensor> squares = new ArrayList<>();
      for (int j = 0; j < code.shape().size(1); j++) {
        Tensor element = code.slice(1, j, 1).sum();
        squares.add(Gradients.of(element, List.of(in.seen())).get(0).square().sum());
      }
      return squares.stream().reduce(Tensor::plus).orElseThrow().dividedBy(Tensor.batchSize());
    };
  }
}
