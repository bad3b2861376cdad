package dev.ae4j.apps.cli;

import dev.ae4j.Autoencoder;
import dev.ae4j.OptionException;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingOptions;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.data.Dataset;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.training.EpochReport;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ae train}: trains an autoencoder and writes it to a file. */
@Command(
    name = "train",
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Trains an autoencoder and writes it to a file.",
      "",
      "The shape of the model's input is that of the samples. Parts of the model are given by id,"
          + " or as id:key=value,key=value; 'ae plugins' lists them and their options.",
      ""
    })
final class TrainCommand extends AbstractCommand {
  private final Streams streams;
  private final ProviderCatalog catalog;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "SRC",
      description = "What to train on, such as mnist:train or a file; 'ae datasets' tells more.")
  String data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "MODEL",
      description = "The file to write the model to.")
  Path out;

  @Option(names = "--encoder", paramLabel = "SPEC", description = "The encoder.")
  String encoder = "dense";

  @Option(names = "--decoder", paramLabel = "SPEC", description = "The decoder.")
  String decoder = "dense";

  @Option(
      names = "--loss",
      paramLabel = "SPEC",
      description = "The loss, or a sum such as \"bce + 0.001*l1-activity\".")
  String loss = "mse";

  @Option(names = "--code-size", paramLabel = "K", description = "Numbers in the code of a sample.")
  int codeSize = 32;

  @Option(
      names = "--corrupt",
      paramLabel = "SPEC",
      description =
          "What to do to samples before they are encoded, such as gaussian:0.5; given several"
              + " times, one after the other.")
  List<String> corruptions = List.of();

  @Option(names = "--optimizer", paramLabel = "SPEC", description = "The optimizer.")
  String optimizer = "adam";

  @Option(names = "--trainer", paramLabel = "SPEC", description = "The training algorithm.")
  String trainer = "gradient";

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the data.")
  int epochs = 10;

  @Option(names = "--batch-size", paramLabel = "N", description = "Samples in a step.")
  int batchSize = 256;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Decides the first weights, the order of the samples, and all noise.")
  long seed = 1;

  @Option(
      names = "--validation",
      paramLabel = "SRC",
      description = "Data to compute the loss on after each epoch.")
  @Nullable String validation;

  @Option(
      names = "--validation-split",
      paramLabel = "F",
      description =
          "Instead of --validation: set this fraction of --data aside, samples chosen at random by"
              + " --seed.")
  @Nullable Double validationSplit;

  @Option(
      names = "--backend",
      paramLabel = "SPEC",
      description = "The backend, such as jvm:threads=2; chosen automatically if not given.")
  @Nullable String backend;

  @Inject
  TrainCommand(Streams streams, ProviderCatalog catalog) {
    this.streams = streams;
    this.catalog = catalog;
  }

  @Override
  public Result call() {
    if (validation != null && validationSplit != null) {
      throw new OptionException(
          "Both --validation %s and --validation-split %s are given. Maybe leave one out"
              .formatted(validation, validationSplit));
    }
    TrainingOptions options =
        TrainingOptions.of(
            TrainingOptions.epochs(epochs),
            TrainingOptions.batchSize(batchSize),
            TrainingOptions.seed(seed),
            TrainingOptions.optimizer(optimizer),
            TrainingOptions.trainer(trainer));
    OutputFiles.check(out);
    Backends.check(backend, catalog);
    Map<String, String> provenance = new LinkedHashMap<>();
    Dataset training = DataSources.open(data, catalog);
    if (validationSplit != null) {
      ValidationSplit split = ValidationSplit.of(training, validationSplit, seed);
      training = split.training();
      options = TrainingOptions.validation(split.validation()).applyTo(options);
      provenance.put(Provenance.VALIDATION_SPLIT, validationSplit.toString());
    } else if (validation != null) {
      Dataset other = DataSources.open(validation, catalog);
      options = TrainingOptions.validation(other).applyTo(options);
      provenance.put(Provenance.VALIDATION, other.name());
    }
    try (Progress progress = Progress.on(streams);
        TrainedModel model =
            autoencoder(training)
                .fit(training, TrainingOptions.listener(progress).applyTo(options))) {
      ModelArtifact artifact = model.artifact().with(provenance);
      artifact.save(out);
      return result(artifact, model);
    }
  }

  private Autoencoder autoencoder(Dataset training) {
    Autoencoder.Builder builder =
        Autoencoder.builder()
            .input(training.sampleShape().sampleSizes())
            .encoder(encoder)
            .codeSize(codeSize)
            .decoder(decoder)
            .loss(loss)
            .catalog(catalog);
    corruptions.forEach(builder::corruption);
    if (backend != null) {
      builder.backend(backend);
    }
    return builder.build();
  }

  private Result result(ModelArtifact artifact, TrainedModel model) {
    List<EpochReport> history = model.history();
    EpochReport last = history.isEmpty() ? null : history.get(history.size() - 1);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("epochs", history.size());
    values.put("train_loss", last == null ? null : last.trainingLoss());
    values.put(
        "validation_loss",
        last == null || last.validationLoss().isEmpty()
            ? null
            : last.validationLoss().getAsDouble());
    values.put("seconds_per_epoch", history.stream().map(EpochReport::seconds).toList());
    values.put("parameters", Provenance.parameters(artifact));
    values.put("backend", model.backend());
    values.put("stopped_because", "epochs done");
    values.put("model", out.toString());
    return Result.of(values);
  }
}
