package dev.ae4j.datasets;

import dev.ae4j.data.Dataset;
import dev.ae4j.spi.DatasetProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Opens the bundled MNIST digits: {@code mnist:train} or {@code mnist:test}, or only those that
 * show one digit: {@code mnist:train,digit=3}.
 */
public final class MnistDatasetProvider implements DatasetProvider {
  private static final String ALL = "all";

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
        .choice(
            "digit",
            ALL,
            List.of(ALL, "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
            "only the samples of one digit")
        .build();
  }

  @Override
  public Dataset open(Options options) {
    Dataset digits = options.text("split").equals("train") ? Mnist.train() : Mnist.test();
    String digit = options.text("digit");
    return digit.equals(ALL) ? digits : only(digits, Integer.parseInt(digit));
  }

  private static Dataset only(Dataset digits, int digit) {
    int[] labels = digits.labels().orElseThrow();
    int[] rows = IntStream.range(0, labels.length).filter(i -> labels[i] == digit).toArray();
    return digits.select(digits.name() + ",digit=" + digit, rows);
  }
}
