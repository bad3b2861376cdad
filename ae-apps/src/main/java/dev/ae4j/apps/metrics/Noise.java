package dev.ae4j.apps.metrics;

import dev.ae4j.OptionException;
import dev.ae4j.data.TensorData;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Noise for measuring denoisers, which any program can repeat: one stream of {@link Random}, images
 * in order, each row by row, one number drawn for each element.
 *
 * @param kind what is done to an element
 * @param amount how much of it: a standard deviation, a probability, or the largest number of
 *     photons
 */
public record Noise(Kind kind, double amount) {
  /** The seed of the noise on test images, the same for everybody who compares figures. */
  public static final long TEST_SEED = 20240042;

  /** The seed of the noise on training images that classical methods are fitted to. */
  public static final long TRAINING_SEED = 1;

  /** Ends the inverse of the Poisson distribution where rounding keeps the sum below {@code u}. */
  private static final int MAX_PHOTONS = 10_000;

  /** The largest mean of a Poisson distribution whose {@code exp(-mean)} is no denormal. */
  private static final double MAX_PEAK = 700;

  /** Kinds of noise on an element {@code x}; results are limited to {@code [0, 1]}. */
  public enum Kind {
    /** {@code x + amount n} with n from the standard normal distribution. */
    GAUSSIAN("gaussian", Double.MAX_VALUE),

    /** 0 or 1, each with the probability {@code amount / 2}: impulse noise. */
    SALT_AND_PEPPER("salt-and-pepper", 1),

    /** 0 with the probability {@code amount}. */
    MASKING("masking", 1),

    /** {@code x + amount x n} with n from the standard normal distribution. */
    SPECKLE("speckle", Double.MAX_VALUE),

    /** {@code p / amount} with p from the Poisson distribution with the mean {@code amount x}. */
    POISSON("poisson", MAX_PEAK);

    private final String id;
    private final double max;

    Kind(String id, double max) {
      this.id = id;
      this.max = max;
    }
  }

  /**
   * Checks the amount.
   *
   * @throws OptionException if it is not above 0, or more than the kind allows: 1 for a
   *     probability, 700 photons
   */
  public Noise {
    if (!(amount > 0 && amount <= kind.max)) {
      throw new OptionException(
          "The noise %s takes %s, not %s"
              .formatted(
                  kind.id,
                  kind.max == Double.MAX_VALUE
                      ? "a number above 0"
                      : String.format(Locale.ROOT, "a number above 0 up to %.0f", kind.max),
                  amount));
    }
  }

  /** Returns normal noise with the standard deviation. */
  public static Noise gaussian(double sigma) {
    return new Noise(Kind.GAUSSIAN, sigma);
  }

  /**
   * Reads {@code kind:amount}, such as {@code gaussian:0.5}.
   *
   * @throws OptionException if there is no such noise
   */
  public static Noise parse(String text) {
    int colon = text.indexOf(':');
    for (Kind kind : Kind.values()) {
      if (colon > 0 && text.substring(0, colon).equals(kind.id)) {
        return new Noise(kind, number(text.substring(colon + 1), text));
      }
    }
    throw new OptionException(
        "'%s' is no noise; expected one of %s with a number. Maybe gaussian:0.5"
            .formatted(
                text,
                Arrays.stream(Kind.values()).map(kind -> kind.id).collect(Collectors.toList())));
  }

  private static double number(String text, String whole) {
    if (!text.matches("\\d{0,9}\\.?\\d{1,9}")) {
      throw new OptionException(
          "The noise '%s' has the amount '%s', which is no number. Maybe gaussian:0.5"
              .formatted(whole, text));
    }
    return Double.parseDouble(text);
  }

  /** Returns the form that {@link #parse} reads. */
  @Override
  public String toString() {
    return kind.id + ":" + amount;
  }

  /** Returns a noisy copy of images with values in {@code [0, 1]}. */
  public TensorData addTo(TensorData images, long seed) {
    return addTo(images, 0, seed);
  }

  /**
   * Returns a noisy copy of sounds with values in {@code [-1, 1]}.
   *
   * @throws OptionException if this is not normal noise
   */
  public TensorData addToSounds(TensorData sounds, long seed) {
    if (kind != Kind.GAUSSIAN) {
      throw new OptionException("Sounds take no noise but gaussian, such as gaussian:0.01");
    }
    return addTo(sounds, -1, seed);
  }

  private TensorData addTo(TensorData samples, int least, long seed) {
    Random random = new Random(seed);
    float[] noisy = samples.values().clone();
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] = (float) Math.min(Math.max(changed(noisy[i], random), least), 1);
    }
    return TensorData.of(noisy, samples.shape());
  }

  private double changed(double x, Random random) {
    return switch (kind) {
      case GAUSSIAN -> x + amount * random.nextGaussian();
      case SPECKLE -> x + x * amount * random.nextGaussian();
      case SALT_AND_PEPPER -> {
        double u = random.nextDouble();
        yield u < amount / 2 ? 0 : u < amount ? 1 : x;
      }
      case MASKING -> random.nextDouble() < amount ? 0 : x;
      case POISSON -> poisson(amount * x, random.nextDouble()) / amount;
    };
  }

  /** Returns the smallest number whose Poisson distribution function is above {@code u}. */
  private static double poisson(double mean, double u) {
    double probability = StrictMath.exp(-mean);
    double below = probability;
    int photons = 0;
    while (u >= below && photons < MAX_PHOTONS) {
      photons++;
      probability *= mean / photons;
      below += probability;
    }
    return photons;
  }
}
