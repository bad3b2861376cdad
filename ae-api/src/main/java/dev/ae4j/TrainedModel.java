package dev.ae4j;

import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.registry.BackendSelection;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import dev.ae4j.training.EpochReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A model that is ready to use on a backend.
 *
 * <p>Safe for use by several threads at once, except {@link #close()}.
 */
public final class TrainedModel implements AutoCloseable {
  /** Rows of one run: many enough to keep the backend busy, few enough for its caches. */
  private static final int BATCH = 1024;

  private final ModelArtifact artifact;
  private final List<EpochReport> history;
  private final Backend backend;
  private final boolean ownsBackend;
  private final Part encoder;
  private final Part decoder;
  private final Part reconstructor;
  private final Optional<Part> classifier;

  private TrainedModel(
      ModelArtifact artifact, List<EpochReport> history, Backend backend, boolean ownsBackend) {
    this.artifact = artifact;
    this.history = List.copyOf(history);
    this.backend = backend;
    this.ownsBackend = ownsBackend;
    this.encoder = new Part(artifact.encode());
    this.decoder = new Part(artifact.decode());
    this.reconstructor = new Part(artifact.reconstruct());
    this.classifier = artifact.classify().map(Part::new);
  }

  /**
   * Returns a model on a backend that the caller closes after the model.
   *
   * @param artifact the model
   * @param history how its training went; empty if unknown
   * @param backend the backend to run it on
   */
  public static TrainedModel on(
      Backend backend, ModelArtifact artifact, List<EpochReport> history) {
    return new TrainedModel(artifact, history, backend, false);
  }

  /**
   * Opens a model file on the backend that is chosen automatically.
   *
   * @throws DataException if the file is missing, damaged or not a model
   */
  public static TrainedModel load(Path file) {
    return load(file, null, ProviderCatalog.load());
  }

  /**
   * Opens a model file.
   *
   * @param file the file
   * @param backend a backend, such as {@code jvm:threads=2}; null to choose automatically
   * @param catalog where backends are found
   * @throws DataException if the file is missing, damaged or not a model
   * @throws BackendException if the backend cannot be used
   */
  public static TrainedModel load(Path file, @Nullable String backend, ProviderCatalog catalog) {
    ModelArtifact artifact = ModelArtifact.load(file);
    return new TrainedModel(artifact, List.of(), BackendSelection.open(backend, catalog), true);
  }

  /** Returns this model as the owner of its backend, which it then closes. */
  TrainedModel owningBackend() {
    return new TrainedModel(artifact, history, backend, true);
  }

  /**
   * Returns the codes of samples.
   *
   * @param samples {@code [n, sample...]}
   * @return {@code [n, code...]}
   * @throws DataException if the samples have another shape than the model was built for
   */
  public TensorData encode(TensorData samples) {
    return encoder.apply(samples);
  }

  /**
   * Returns the samples that codes stand for.
   *
   * @param codes {@code [n, code...]}
   * @return {@code [n, sample...]}
   * @throws DataException if the codes have another shape than the model's
   */
  public TensorData decode(TensorData codes) {
    return decoder.apply(codes);
  }

  /**
   * Returns what becomes of samples that are encoded and decoded.
   *
   * @param samples {@code [n, sample...]}
   * @return {@code [n, sample...]}
   * @throws DataException if the samples have another shape than the model was built for
   */
  public TensorData reconstruct(TensorData samples) {
    return reconstructor.apply(samples);
  }

  /**
   * Returns how probable each class is, for a model that was trained with labels.
   *
   * @param samples {@code [n, sample...]}
   * @return {@code [n, classes]}, each row with the sum 1
   * @throws DataException if the samples have another shape than the model was built for, or if it
   *     knows no classes
   */
  public TensorData classify(TensorData samples) {
    return classifier
        .orElseThrow(
            () ->
                new DataException(
                    "The model knows no classes. Maybe train it with the trainer fine-tune"))
        .apply(samples);
  }

  /** Returns the encoder alone; usable until this model is closed. */
  public UnaryOperator<TensorData> encoder() {
    return this::encode;
  }

  /** Returns the decoder alone; usable until this model is closed. */
  public UnaryOperator<TensorData> decoder() {
    return this::decode;
  }

  /** Returns what was trained. */
  public ModelSpec spec() {
    return artifact.spec();
  }

  /** Returns the model as data. */
  public ModelArtifact artifact() {
    return artifact;
  }

  /** Returns how training went, epoch by epoch; empty if the model comes from a file. */
  public List<EpochReport> history() {
    return history;
  }

  /** Returns the description of the backend. */
  public String backend() {
    return backend.description();
  }

  /**
   * Writes the model to a file, whole or not at all.
   *
   * @throws DataException if it cannot be written
   */
  public void save(Path file) {
    artifact.save(file);
  }

  /** Releases what this model holds on its backend. */
  @Override
  public void close() {
    encoder.close();
    decoder.close();
    reconstructor.close();
    classifier.ifPresent(Part::close);
    if (ownsBackend) {
      backend.close();
    }
  }

  /** One of the model's graphs, compiled when it is first used. */
  private final class Part {
    private final Program program;
    private @Nullable Executable executable;
    private boolean closed;

    Part(Program program) {
      this.program = program;
    }

    private synchronized Executable executable() {
      if (closed) {
        throw new IllegalStateException("The model is closed");
      }
      if (executable == null) {
        Executable compiled = backend.compile(program);
        program.parameters().forEach(p -> compiled.write(p.name(), valueOf(p.name())));
        executable = compiled;
      }
      return executable;
    }

    private TensorData valueOf(String parameter) {
      TensorData value = artifact.weights().get(parameter);
      if (value == null) {
        throw new DataException("The model has no weights " + parameter);
      }
      return value;
    }

    TensorData apply(TensorData rows) {
      Shape expected = program.inputs().get(0).shape();
      if (rows.shape().rank() == 0 || !rows.rowShape().equals(expected.sample())) {
        throw new DataException(
            "The model takes rows of shape "
                + expected.sample()
                + ", not data of shape "
                + rows.shape());
      }
      Executable ready = executable();
      int count = rows.rows();
      if (count <= BATCH) {
        return ready.run(RunRequest.of(Feed.of(rows))).get(0);
      }
      Shape rowShape = program.outputs().values().iterator().next().shape();
      TensorData all = TensorData.zeros(rowShape.withBatch(count));
      int width = rowShape.sampleElements();
      for (int from = 0; from < count; from += BATCH) {
        int size = Math.min(BATCH, count - from);
        TensorData part = ready.run(RunRequest.of(Feed.range(rows, from, size))).get(0);
        System.arraycopy(part.values(), 0, all.values(), from * width, size * width);
      }
      return all;
    }

    synchronized void close() {
      closed = true;
      if (executable != null) {
        executable.close();
        executable = null;
      }
    }
  }
}
