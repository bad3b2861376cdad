package dev.ae4j.apps.benchmark;

import dev.ae4j.Autoencoder;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Mnist;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** The networks that backends are compared with; all use Adam with rate 0.001. */
public enum Workload {
  /** 784-32-784, squared error, batches of 256 of the 60,000 digits. */
  DENSE("dense", "dense", 32, "mse", 256, 10),
  /** Two convolutions and back, cross-entropy, batches of 128 of the 60,000 digits. */
  CONV("conv", "conv", 32, "bce", 128, 3),
  /** 10-64-5-64-10 on 100 random samples, one at a time: what a step costs beside arithmetic. */
  TINY("dense:units=64", "dense:units=64", 5, "mse", 1, 100),
  /** 784-1000-500-250-30 and back, cross-entropy, batches of 256 of the 60,000 digits. */
  DEEP(
      "dense:units=1000x500x250,code-activation=linear",
      "dense:units=250x500x1000",
      30,
      "bce",
      256,
      3),
  /** Encoding the digits with 784-32-784, one at a time and in batches of 256. */
  INFER("dense", "dense", 32, "mse", 256, 1);

  private final String encoder;
  private final String decoder;
  private final int codeSize;
  private final String loss;
  private final int batchSize;
  private final int epochs;

  Workload(String encoder, String decoder, int codeSize, String loss, int batchSize, int epochs) {
    this.encoder = encoder;
    this.decoder = decoder;
    this.codeSize = codeSize;
    this.loss = loss;
    this.batchSize = batchSize;
    this.epochs = epochs;
  }

  /** Returns the ids, in order. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(Workload::id).toList();
  }

  /** Returns the name in lower case. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the number of samples in a step. */
  public int batchSize() {
    return batchSize;
  }

  /** Returns how often training goes through the data, unless asked otherwise. */
  public int epochs() {
    return epochs;
  }

  /** Returns the data. */
  Dataset data() {
    return this == TINY ? uniform() : Mnist.train();
  }

  private static Dataset uniform() {
    TensorData samples = TensorData.of(new float[1000], 100, 10);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < samples.values().length; i++) {
      samples.values()[i] = (float) random.nextDouble();
    }
    return Dataset.of("uniform", samples);
  }

  /** Returns a builder of the network for samples of the data. */
  Autoencoder.Builder network(Dataset data) {
    return Autoencoder.builder()
        .input(data.sampleShape().sampleSizes())
        .encoder(encoder)
        .decoder(decoder)
        .codeSize(codeSize)
        .loss(loss);
  }
}
