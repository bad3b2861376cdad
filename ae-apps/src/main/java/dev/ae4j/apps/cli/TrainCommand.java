package dev.ae4j.apps.cli;

import dev.ae4j.Autoencoder;
import dev.ae4j.OptionException;
import dev.ae4j.PluginSpec;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingOptions;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.data.Dataset;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.training.EpochReport;
import dev.ae4j.training.LossValue;
import dev.ae4j.training.TrainingListener;
import dev.ae4j.training.TrainingPlan;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
      names = "--labels",
      paramLabel = "FILE",
      description =
          "The classes of --data for the trainer fine-tune, if the data has none: IDX, NPY or text"
              + " with a whole number in each line.")
  @Nullable Path labels;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "MODEL",
      description = "The file to write the model to.")
  Path out;

  @Option(names = "--encoder", paramLabel = "SPEC", description = "The encoder.")
  String encoder = "dense";

  @Option(
      names = "--decoder",
      paramLabel = "SPEC",
      description =
          "The decoder; if not given, dense, for tables with output-activation=linear, since their"
              + " numbers are standardized.")
  @Nullable String decoder;

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
      split = RunFile.SEPARATOR,
      description =
          "What to do to samples before they are encoded, such as gaussian:0.5; several, one after"
              + " the other, with + between them or given one by one.")
  List<String> corruptions = List.of();

  @Option(names = "--optimizer", paramLabel = "SPEC", description = "The optimizer.")
  String optimizer = "adam";

  @Option(
      names = "--schedule",
      paramLabel = "SPEC",
      description = "How the learning rate changes, such as cosine:warm-up=1; constant otherwise.")
  @Nullable String schedule;

  @Option(
      names = "--clip-norm",
      paramLabel = "C",
      description = "Scale the gradients of a step down to this norm if theirs is larger.")
  @Nullable Double clipNorm;

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
      names = "--early-stopping",
      paramLabel = "patience=N",
      description =
          "End training when the validation loss has not been lower for N epochs, with the weights"
              + " of the lowest.")
  @Nullable String earlyStopping;

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description =
          "The folder to keep the state of the training in: after each epoch, in long epochs every"
              + " minute, and when the training is interrupted.")
  @Nullable Path checkpoint;

  @Option(
      names = "--resume",
      description = "Go on from the checkpoint, if there is one, to the same model.")
  boolean resume;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "A file to write a line of JSON to after each epoch.")
  @Nullable Path history;

  @Option(
      names = "--backend",
      paramLabel = "SPEC",
      description = "The backend, such as jvm:threads=2; chosen automatically if not given.")
  @Nullable String backend;

  /** The number of epochs, those before fine-tuning too. */
  private int planned;

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
    TrainingOptions settings = settings();
    OutputFiles.check(out);
    PluginSpec engine = Backends.check(backend, catalog);
    Map<String, String> provenance = new LinkedHashMap<>();
    Dataset training = labelled(DataSources.open(data, catalog));
    if (validationSplit != null) {
      ValidationSplit split = ValidationSplit.of(training, validationSplit, seed);
      training = split.training();
      settings = TrainingOptions.validation(split.validation()).applyTo(settings);
      provenance.put(Provenance.VALIDATION_SPLIT, validationSplit.toString());
    } else if (validation != null) {
      Dataset other = DataSources.open(validation, catalog, training.schema());
      settings = TrainingOptions.validation(other).applyTo(settings);
      provenance.put(Provenance.VALIDATION, other.name());
    }
    try (TrainedModel model = fit(training, settings)) {
      ModelArtifact artifact = model.artifact().with(provenance);
      artifact.save(out);
      RunFile.write(RunFile.beside(out), options, Map.of("--backend", engine.toString()));
      return result(artifact, model);
    }
  }

  private Dataset labelled(Dataset opened) {
    if (labels == null) {
      return opened;
    }
    if (opened.schema().isPresent()) {
      throw new OptionException(
          "--labels is for data without columns, but %s is a table. Maybe csv:path=...,label=COLUMN"
              .formatted(opened.name()));
    }
    int[] classes = LabelFile.of(opened, labels).orElseThrow();
    return Dataset.of(opened.name(), DataSources.samples(opened), classes);
  }

  private TrainedModel fit(Dataset training, TrainingOptions settings) {
    Autoencoder autoencoder = autoencoder(training);
    try (Progress progress = Progress.on(streams);
        HistoryFile file = history == null ? null : new HistoryFile(history)) {
      List<TrainingListener> listeners = new ArrayList<>(List.of(progress));
      listeners.add(
          new TrainingListener() {
            @Override
            public void onStart(TrainingPlan plan) {
              planned = plan.epochs();
            }
          });
      if (file != null) {
        listeners.add(file);
      }
      TrainingOptions told =
          TrainingOptions.listener(new TrainingListeners(listeners)).applyTo(settings);
      return checkpoint == null
          ? autoencoder.fit(training, told)
          : InterruptOnExit.during(() -> autoencoder.fit(training, told));
    }
  }

  private TrainingOptions settings() {
    List<TrainingOptions.Setting> all = new ArrayList<>();
    all.add(TrainingOptions.epochs(epochs));
    all.add(TrainingOptions.batchSize(batchSize));
    all.add(TrainingOptions.seed(seed));
    all.add(TrainingOptions.optimizer(optimizer));
    all.add(TrainingOptions.trainer(trainer));
    all.add(TrainingOptions.resume(resume));
    if (checkpoint != null) {
      all.add(TrainingOptions.checkpoint(checkpoint));
    } else if (resume) {
      throw new OptionException(
          "--resume needs the folder of the checkpoint. Maybe --checkpoint DIR");
    }
    if (schedule != null) {
      all.add(TrainingOptions.schedule(schedule));
    }
    if (clipNorm != null) {
      all.add(TrainingOptions.clipNorm(clipNorm));
    }
    if (earlyStopping != null) {
      all.add(TrainingOptions.earlyStopping(patience(earlyStopping)));
    }
    return TrainingOptions.of(all.toArray(TrainingOptions.Setting[]::new));
  }

  private int patience(String text) {
    if (!text.matches("(patience=)?[0-9]{1,9}")) {
      throw new OptionException("--early-stopping " + text + " is not of the form patience=5");
    }
    if (validation == null && validationSplit == null) {
      throw new OptionException(
          "--early-stopping needs validation data. Maybe --validation-split 0.1");
    }
    return Integer.parseInt(text.substring(text.indexOf('=') + 1));
  }

  private Autoencoder autoencoder(Dataset training) {
    Autoencoder.Builder builder =
        Autoencoder.builder()
            .input(training)
            .encoder(encoder)
            .codeSize(codeSize)
            .loss(loss)
            .catalog(catalog);
    corruptions.forEach(builder::corruption);
    if (decoder != null) {
      builder.decoder(decoder);
    }
    if (backend != null) {
      builder.backend(backend);
    }
    return builder.build();
  }

  private Result result(ModelArtifact artifact, TrainedModel model) {
    List<EpochReport> history = model.history();
    String best = artifact.provenance().get(Provenance.BEST_EPOCH);
    int epoch = best == null ? history.size() : Integer.parseInt(best);
    EpochReport last = epoch == 0 ? null : history.get(epoch - 1);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("epochs", history.size());
    values.put("train_loss", last == null ? null : last.trainingLoss());
    values.put(
        "validation_loss",
        last == null || last.validationLoss().isEmpty()
            ? null
            : last.validationLoss().getAsDouble());
    values.put("train_loss_parts", last == null ? Map.of() : last.training().parts());
    values.put(
        "validation_loss_parts",
        Optional.ofNullable(last)
            .flatMap(EpochReport::validation)
            .map(LossValue::parts)
            .orElse(Map.of()));
    values.put("seconds_per_epoch", history.stream().map(EpochReport::seconds).toList());
    values.put("parameters", Provenance.parameters(artifact));
    values.put("backend", model.backend());
    values.put(
        "stopped_because",
        history.size() == planned
            ? "epochs done"
            : "no lower validation loss for " + (history.size() - epoch) + " epochs");
    values.put("best_epoch", best == null ? null : epoch);
    values.put("model", out.toString());
    values.put("run", RunFile.beside(out).toString());
    return Result.of(values);
  }
}
