package dev.ae4j.jvm;

import dev.ae4j.Autoencoder;
import dev.ae4j.PluginSpec;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingOptions;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Random;
import dev.ae4j.graph.op.Random.Distribution;
import dev.ae4j.model.RandomStream;
import dev.ae4j.registry.BackendSelection;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.OptimizerProvider;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * Prints what training and use of some models end at, as {@code name SHA-256} lines: the same
 * wherever it runs.
 *
 * <p>The argument is a backend, such as {@code jvm:threads=2,kernel=scalar}.
 */
public final class Fingerprints {
  private static final int SAMPLES = 300;
  private static final int ROWS = 9;
  private static final int COLUMNS = 11;

  private final ProviderCatalog catalog = ProviderCatalog.load();
  private final String backend;
  private final List<String> lines = new ArrayList<>();

  private Fingerprints(String backend) {
    this.backend = backend;
  }

  /** Prints the lines. */
  public static void main(String[] args) {
    of(args[0]).forEach(System.out::println);
  }

  /** Returns the lines that a backend gives. */
  static List<String> of(String backend) {
    Fingerprints fingerprints = new Fingerprints(backend);
    fingerprints.model("dense", "dense", "dense", "mse", "");
    fingerprints.model(
        "deep",
        "dense:units=64x40x24,activation=gelu,code-activation=linear",
        "dense:units=24x40x64,activation=elu",
        "bce",
        "");
    fingerprints.model("conv", "conv:filters=20x8", "conv:filters=8x20,up=transposed", "bce", "");
    fingerprints.model(
        "conv with average pooling",
        "conv:filters=6x3,kernel=2,down=average,activation=softplus",
        "conv:filters=3x6,up=bilinear",
        "huber",
        "");
    fingerprints.model(
        "noisy", "dense:units=48,activation=tanh", "dense:units=48", "mae", "gaussian:0.3");
    fingerprints.variational();
    fingerprints.randomStreams();
    return fingerprints.lines;
  }

  private static TensorData samples(int... sizes) {
    TensorData samples = TensorData.zeros(Shape.of(sizes).batched().withBatch(SAMPLES));
    RandomStream random = new RandomStream(1, "samples");
    for (int i = 0; i < samples.values().length; i++) {
      // A third of the elements are zero, as in pictures
      samples.values()[i] = (float) Math.max(0, random.nextUniform() * 1.5 - 0.5);
    }
    return samples;
  }

  private void model(String name, String encoder, String decoder, String loss, String corruption) {
    TensorData samples = samples(ROWS, COLUMNS, 1);
    Autoencoder.Builder builder =
        Autoencoder.builder()
            .input(ROWS, COLUMNS, 1)
            .encoder(encoder)
            .decoder(decoder)
            .codeSize(7)
            .loss(loss)
            .catalog(catalog)
            .backend(backend);
    if (!corruption.isEmpty()) {
      builder.corruption(corruption);
    }
    TrainingOptions options =
        TrainingOptions.of(
            TrainingOptions.epochs(3), TrainingOptions.batchSize(64), TrainingOptions.seed(42));
    try (TrainedModel model = builder.build().fit(Dataset.of("uniform", samples), options)) {
      add(name + ": weights", model.artifact().weights().values());
      add(name + ": codes", List.of(model.encode(samples)));
      add(name + ": reconstruction of one", List.of(model.reconstruct(samples.copyRows(5, 6))));
    }
  }

  private void variational() {
    TensorData samples = samples(ROWS * COLUMNS);
    PluginSpec adam = PluginSpec.of("adam");
    OptimizerProvider optimizers = catalog.find(OptimizerProvider.class, adam);
    VariationalNetwork network =
        new VariationalNetwork(
            ROWS * COLUMNS, 7, optimizers.create(catalog.options(optimizers, adam)));
    try (Backend engine = open();
        Executable training = engine.compile(network.training());
        Executable inference = engine.compile(network.inference())) {
      network.initialize(training, 42);
      for (int step = 0; step < 3 * SAMPLES / 60; step++) {
        Feed batch = Feed.range(samples, 60 * (step % 5), 60);
        training.run(new RunRequest(List.of(batch), 42, step));
      }
      add("variational: weights", network.weights().stream().map(training::read).toList());
      inference
          .program()
          .parameters()
          .forEach(weight -> inference.write(weight.name(), training.read(weight.name())));
      add("variational: means", List.of(inference.run(RunRequest.of(Feed.of(samples))).get(0)));
      add(
          "variational: reconstruction of one",
          List.of(inference.run(RunRequest.of(Feed.range(samples, 5, 1))).get(1)));
    }
  }

  private void randomStreams() {
    Program program =
        Program.builder()
            .output("u", Tensor.of(new Random(Distribution.UNIFORM, Shape.of(10_007), 3)))
            .output("n", Tensor.of(new Random(Distribution.NORMAL, Shape.of(10_007), 4)))
            .build();
    try (Backend engine = open();
        Executable executable = engine.compile(program)) {
      List<TensorData> results = executable.run(new RunRequest(List.of(), 123456789L, 77));
      add("uniform numbers", List.of(results.get(0)));
      add("normal numbers", List.of(results.get(1)));
    }
  }

  private Backend open() {
    return BackendSelection.open(backend, catalog);
  }

  private void add(String name, Collection<TensorData> values) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (TensorData data : values) {
        ByteBuffer bytes =
            ByteBuffer.allocate(data.values().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(data.values());
        digest.update(bytes.array());
      }
      lines.add(name + " " + HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
