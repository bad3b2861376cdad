package dev.ae4j.plugin;

import dev.ae4j.model.Loss;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.Options;

/** Makes the mean absolute error: {@code mean(|r - t|)}. */
public final class MaeLossProvider implements LossProvider {
  @Override
  public String id() {
    return "mae";
  }

  @Override
  public String description() {
    return "mean absolute error";
  }

  @Override
  public Loss create(Options options) {
    return in -> in.reconstruction().minus(in.target()).abs().mean();
  }
}
