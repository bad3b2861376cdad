package dev.ae4j.plugin;

import dev.ae4j.model.Loss;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.Options;

/** Makes the mean squared error: {@code mean((r - t)^2)}. */
public final class MseLossProvider implements LossProvider {
  @Override
  public String id() {
    return "mse";
  }

  @Override
  public String description() {
    return "mean squared error";
  }

  @Override
  public Loss create(Options options) {
    return in -> in.reconstruction().minus(in.target()).square().mean();
  }
}
