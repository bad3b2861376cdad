package dev.ae4j.datasets;

import dev.ae4j.data.Dataset;
import dev.ae4j.spi.DatasetProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import java.util.List;

/** Opens the bundled MNIST digits: {@code mnist:train} or {@code mnist:test}. */
public final class MnistDatasetProvider implements DatasetProvider {
  /** Creates the provider; data is read when a data set is opened. */
  public MnistDatasetProvider() {}

  @Override
  public String id() {
    return "mnist";
  }

  @Override
  public String description() {
    return "70,000 handwritten digits, 28x28 pixels, labelled (LeCun and Cortes, CC BY-SA 3.0)";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .choice("split", "train", List.of("train", "test"), "60,000 samples or 10,000 others")
        .build();
  }

  @Override
  public Dataset open(Options options) {
    return options.text("split").equals("train") ? Mnist.train() : Mnist.test();
  }
}
