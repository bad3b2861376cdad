package dev.ae4j.model;

import dev.ae4j.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The usual functions between layers. */
public enum Activation {
  /** {@code x}. */
  LINEAR {
    @Override
    public Tensor apply(Tensor x) {
      return x;
    }
  },
  /** {@code max(x, 0)}. */
  RELU {
    @Override
    public Tensor apply(Tensor x) {
      return x.relu();
    }
  },
  /** {@code x} above zero, {@code 0.01 x} below: Maas, Hannun and Ng 2013. */
  LEAKY_RELU {
    @Override
    public Tensor apply(Tensor x) {
      return x.maximum(x.times(0.01f));
    }
  },
  /** {@code x} above zero, {@code e^x - 1} below: Clevert, Unterthiner and Hochreiter 2016. */
  ELU {
    @Override
    public Tensor apply(Tensor x) {
      // The exponent is limited so that the branch not taken cannot overflow into the gradient
      return zero().lessThan(x).select(x, x.minimum(zero()).exp().minus(1));
    }
  },
  /** ELU scaled to keep mean 0 and variance 1: Klambauer, Unterthiner, Mayr, Hochreiter 2017. */
  SELU {
    @Override
    public Tensor apply(Tensor x) {
      Tensor negative = x.minimum(zero()).exp().minus(1).times(1.6732632f);
      return zero().lessThan(x).select(x, negative).times(1.050701f);
    }
  },
  /** {@code x Phi(x)} with the normal distribution function: Hendrycks and Gimpel 2016. */
  GELU {
    @Override
    public Tensor apply(Tensor x) {
      return x.times(0.5f).times(x.times((float) Math.sqrt(0.5)).erf().plus(1));
    }
  },
  /** {@code x sigmoid(x)}: Elfwing, Uchibe and Doya 2018. */
  SILU {
    @Override
    public Tensor apply(Tensor x) {
      return x.times(x.sigmoid());
    }
  },
  /** Hyperbolic tangent. */
  TANH {
    @Override
    public Tensor apply(Tensor x) {
      return x.tanh();
    }
  },
  /** {@code 1 / (1 + e^-x)}. */
  SIGMOID {
    @Override
    public Tensor apply(Tensor x) {
      return x.sigmoid();
    }
  },
  /** {@code log(1 + e^x)}. */
  SOFTPLUS {
    @Override
    public Tensor apply(Tensor x) {
      return x.softplus();
    }
  },
  /** {@code e^x / sum(e^x)} over the last axis. */
  SOFTMAX {
    @Override
    public Tensor apply(Tensor x) {
      return x.softmax();
    }
  };

  /** Builds the graph of the activation. */
  public abstract Tensor apply(Tensor x);

  /** Returns the name in options, such as {@code leaky-relu}. */
  public String optionName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the names of all activations in options. */
  public static List<String> optionNames() {
    return Arrays.stream(values()).map(Activation::optionName).toList();
  }

  /**
   * Returns the activation of a name in options.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Activation named(String optionName) {
    return valueOf(optionName.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static Tensor zero() {
    return Tensor.scalar(0);
  }
}
