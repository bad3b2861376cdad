package org.example.ae;

import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.model.RandomStream;
import dev.ae4j.spi.DatasetProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/**
 * Makes points on spiral arms around (0.5, 0.5): curves that no line describes, so that a code of
 * one number needs a deep encoder.
 */
public final class SpiralsDatasetProvider implements DatasetProvider {
  @Override
  public String id() {
    return "spirals";
  }

  @Override
  public String description() {
    return "points on spiral arms in the unit square, labelled by arm";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .integer("samples", 1000, 1, 1_000_000, "how many points")
        .integer("arms", 2, 1, 100, "how many spirals")
        .number("turns", 1.5, 0.1, 10, "how often an arm goes round")
        .number("noise", 0.01, 0, 0.1, "the standard deviation of a point from its arm")
        .integer("seed", 1, 0, Integer.MAX_VALUE, "decides the points")
        .build();
  }

  @Override
  public Dataset open(Options options) {
    int samples = options.integer("samples");
    int arms = options.integer("arms");
    double noise = options.number("noise");
    RandomStream random = new RandomStream(options.integer("seed"), "spirals");
    TensorData points = TensorData.zeros(Shape.of(samples, 2));
    int[] labels = new int[samples];
    for (int i = 0; i < samples; i++) {
      labels[i] = i % arms;
      // The root spreads points evenly along the arm
      double along = Math.sqrt(random.nextUniform());
      double angle = 2 * Math.PI * (options.number("turns") * along + (double) labels[i] / arms);
      points.values()[2 * i] = coordinate(along * StrictMath.cos(angle), noise, random);
      points.values()[2 * i + 1] = coordinate(along * StrictMath.sin(angle), noise, random);
    }
    return Dataset.of("spirals", points, labels);
  }

  private static float coordinate(double position, double noise, RandomStream random) {
    double value = 0.5 + 0.45 * position + noise * random.nextNormal();
    return (float) Math.max(0, Math.min(1, value));
  }
}
