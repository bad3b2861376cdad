package dev.ae4j;

import dev.ae4j.data.Dataset;
import dev.ae4j.data.TableSchema;
import dev.ae4j.graph.Shape;
import dev.ae4j.registry.BackendSelection;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.TrainerProvider;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.training.TrainerContext;
import dev.ae4j.training.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An autoencoder that can be trained: the way in for most users.
 *
 * <pre>{@code
 * var autoencoder =
 *     Autoencoder.builder().input(784).encoder(dense(32)).decoder(dense()).loss("mse").build();
 * try (TrainedModel model =
 *     autoencoder.fit(Mnist.train(), TrainingOptions.of(epochs(10), batchSize(256), seed(1)))) {
 *   TensorData codes = model.encode(images); // [n, 32]
 *   TensorData reconstruction = model.decode(codes); // [n, 784]
 * }
 * }</pre>
 *
 * <p>Immutable; every call of {@link #fit} trains anew.
 */
public final class Autoencoder {
  private final ModelSpec spec;
  private final @Nullable String backend;
  private final ProviderCatalog catalog;

  private Autoencoder(ModelSpec spec, @Nullable String backend, ProviderCatalog catalog) {
    this.spec = spec;
    this.backend = backend;
    this.catalog = catalog;
  }

  /** Returns a builder with the classic network: dense layers, loss {@code mse}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns what will be trained. */
  public ModelSpec spec() {
    return spec;
  }

  /** Trains a model with the default options. */
  public TrainedModel fit(Dataset data) {
    return fit(data, TrainingOptions.of());
  }

  /**
   * Trains a model.
   *
   * @param data samples of the model's input shape
   * @param options how to train
   * @return the trained model, which the caller closes
   * @throws DataException if the samples do not fit the model
   * @throws OptionException if a plug-in or one of its options is unknown or impossible, or if an
   *     option needs another one: early stopping needs validation data
   * @throws BackendException if the backend cannot be used
   * @throws TrainingException if training cannot go on
   * @throws TrainingInterruptedException if the thread is or becomes interrupted, after the step
   *     that is being made: carries what was learned until then; the thread stays interrupted
   */
  public TrainedModel fit(Dataset data, TrainingOptions options) {
    TrainerProvider trainers = catalog.find(TrainerProvider.class, options.trainer());
    TrainingListener listener = options.listener();
    Backend engine = BackendSelection.open(backend, catalog);
    try {
      return trainers
          .create(
              new TrainerContext(engine, catalog, options),
              catalog.options(trainers, options.trainer()))
          .train(spec, data, listener)
          .owningBackend();
    } catch (RuntimeException | Error e) {
      engine.close();
      throw e;
    }
  }

  /** Collects the parts of an autoencoder; each method returns this builder. */
  public static final class Builder {
    private @Nullable Shape input;
    private PluginSpec encoder = PluginSpec.of("dense");
    private OptionalInt codeSize = OptionalInt.empty();
    private @Nullable TableSchema schema;
    private @Nullable PluginSpec decoder;
    private LossSpec loss = LossSpec.parse("mse");
    private final List<PluginSpec> corruptions = new ArrayList<>();
    private @Nullable String backend;
    private @Nullable ProviderCatalog catalog;

    private Builder() {}

    /** Sets the shape of one sample. */
    public Builder input(int... sampleShape) {
      input = Shape.of(sampleShape);
      schema = null;
      return this;
    }

    /**
     * Sets the shape of one sample to that of data and, if its samples are rows of a table, what
     * their elements mean.
     */
    public Builder input(Dataset data) {
      input = data.sampleShape();
      schema = data.schema().orElse(null);
      return this;
    }

    /** Sets the encoder. */
    public Builder encoder(PluginSpec spec) {
      encoder = spec;
      return this;
    }

    /** Sets the encoder, such as {@code "dense:units=128x64"}. */
    public Builder encoder(String spec) {
      return encoder(PluginSpec.parse(spec));
    }

    /** Sets the number of elements of one code; not needed if the encoder's options say it. */
    public Builder codeSize(int size) {
      codeSize = OptionalInt.of(size);
      return this;
    }

    /**
     * Sets the decoder: otherwise {@code dense}, for rows of tables with {@code
     * output-activation=linear}.
     */
    public Builder decoder(PluginSpec spec) {
      decoder = spec;
      return this;
    }

    /** Sets the decoder, such as {@code "dense:units=64x128"}. */
    public Builder decoder(String spec) {
      return decoder(PluginSpec.parse(spec));
    }

    /** Sets what training minimizes. */
    public Builder loss(LossSpec spec) {
      loss = spec;
      return this;
    }

    /** Sets the loss, such as {@code "bce"} or {@code "bce + 0.001*l1-activity"}. */
    public Builder loss(String spec) {
      return loss(LossSpec.parse(spec));
    }

    /**
     * Adds what happens to samples before they are encoded, such as {@code "gaussian:0.5"}, after
     * what was added before.
     */
    public Builder corruption(String spec) {
      corruptions.add(PluginSpec.parse(spec));
      return this;
    }

    /** Sets the backend, such as {@code "jvm:threads=2"}; chosen automatically otherwise. */
    public Builder backend(String spec) {
      backend = spec;
      return this;
    }

    /** Sets where plug-ins are found; what the class or module path offers otherwise. */
    public Builder catalog(ProviderCatalog providers) {
      catalog = providers;
      return this;
    }

    /**
     * Returns the autoencoder.
     *
     * @throws OptionException if there is no input shape or a size is impossible
     */
    public Autoencoder build() {
      if (input == null) {
        throw new OptionException("An autoencoder needs an input shape. Maybe input(784)");
      }
      return new Autoencoder(
          new ModelSpec(
              input,
              encoder,
              codeSize,
              decoder != null ? decoder : defaultDecoder(),
              loss,
              corruptions,
              Optional.ofNullable(schema)),
          backend,
          catalog != null ? catalog : ProviderCatalog.load());
    }

    private PluginSpec defaultDecoder() {
      return PluginSpec.parse(schema == null ? "dense" : "dense:output-activation=linear");
    }
  }
}
