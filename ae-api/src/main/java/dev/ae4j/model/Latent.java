package dev.ae4j.model;

import dev.ae4j.graph.Tensor;

/**
 * What an encoder makes of a batch: at least a code for each sample.
 *
 * <p>Plug-ins implement this to carry more to their decoder and loss, such as the parameters of a
 * posterior distribution.
 */
public interface Latent {
  /** Returns the code of each sample, {@code [N, code...]}: what {@code encode} gives to users. */
  Tensor code();

  /** Returns a latent that is the code and nothing else. */
  static Latent point(Tensor code) {
    return new PointLatent(code);
  }
}
