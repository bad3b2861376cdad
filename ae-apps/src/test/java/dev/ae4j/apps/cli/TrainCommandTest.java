package dev.ae4j.apps.cli;

import static dev.ae4j.apps.cli.CliRun.ae;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ae4j.PluginSpec;
import dev.ae4j.artifact.ModelArtifact;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCommandTest {
  private static final String DATA = "random:samples=40,features=6";

  @TempDir Path folder;

  @Test
  void defaultsAreTheClassicNetwork() {
    Path model = folder.resolve("m.ae4j");
    JsonNode result =
        ae("train", "--data", "random:samples=300,features=784", "--out", model, "--json").json();
    ModelArtifact written = ModelArtifact.load(model);
    assertThat(written.spec().encoder()).hasToString("dense");
    assertThat(written.spec().decoder()).hasToString("dense");
    assertThat(written.spec().loss()).hasToString("mse");
    assertThat(written.spec().codeSize()).hasValue(32);
    assertThat(written.spec().corruptions()).isEmpty();
    assertThat(written.provenance())
        .containsEntry("epochs", "10")
        .containsEntry("batch-size", "256")
        .containsEntry("seed", "1")
        .containsEntry("optimizer", "adam")
        .containsEntry("trainer", "gradient");
    assertThat(result.get("epochs").asInt()).isEqualTo(10);
    assertThat(result.get("parameters").asLong()).isEqualTo(784 * 32 + 32 + 32 * 784 + 784);
    assertThat(result.get("train_loss").asDouble()).isBetween(0.01, 0.2);
    assertThat(result.get("validation_loss").isNull()).isTrue();
    assertThat(result.get("seconds_per_epoch")).hasSize(10);
    assertThat(result.get("backend").asText()).startsWith("jvm");
    assertThat(result.get("stopped_because").asText()).isEqualTo("epochs done");
  }

  @Test
  void anInterruptWritesNothing() {
    Path model = folder.resolve("m.ae4j");
    Thread.currentThread().interrupt();
    CliRun run = ae("train", "--data", DATA, "--out", model);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(run.code()).isEqualTo(130);
    assertThat(run.err()).contains("ae: Training was interrupted in epoch 1 of 10");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void everyOptionReachesTheModel() {
    Path model = folder.resolve("m.ae4j");
    JsonNode result =
        ae(
                "train --json --encoder dense:units=5,activation=tanh --decoder dense:units=4 --code-size 3"
                    + " --corrupt gaussian:0.1 --corrupt masking --optimizer sgd:learning-rate=0.1"
                    + " --trainer gradient --epochs 2 --batch-size 16 --seed 7 --backend jvm:threads=1,kernel=scalar",
                "--data",
                DATA,
                "--out",
                model,
                "--loss",
                "huber:delta=0.5 + 1e-3*l2")
            .json();
    ModelArtifact written = ModelArtifact.load(model);
    assertThat(written.spec().encoder())
        .isEqualTo(PluginSpec.parse("dense:units=5,activation=tanh"));
    assertThat(written.spec().decoder()).hasToString("dense:units=4");
    assertThat(written.spec().loss()).hasToString("huber:delta=0.5 + 0.001*l2");
    assertThat(written.spec().codeSize()).hasValue(3);
    assertThat(written.spec().corruptions())
        .containsExactly(PluginSpec.parse("gaussian:0.1"), PluginSpec.parse("masking"));
    assertThat(written.provenance())
        .containsEntry("epochs", "2")
        .containsEntry("batch-size", "16")
        .containsEntry("seed", "7")
        .containsEntry("optimizer", "sgd:learning-rate=0.1");
    assertThat(result.get("backend").asText()).contains("scalar", "1 thread");
  }

  @Test
  void validationDataIsUsed() {
    Path model = folder.resolve("m.ae4j");
    JsonNode result =
        train(model, "--validation", "random:samples=10,features=6,seed=9", "--json").json();
    assertThat(result.get("validation_loss").asDouble()).isBetween(0.01, 0.2);
    assertThat(ModelArtifact.load(model).provenance())
        .containsEntry("validation-data", "random:samples=10,features=6,seed=9")
        .containsEntry("data-samples", "40");
  }

  @Test
  void validationSplitTakesSamplesAway() {
    Path model = folder.resolve("m.ae4j");
    JsonNode result = train(model, "--validation-split", 0.25, "--json").json();
    assertThat(result.get("validation_loss").asDouble()).isBetween(0.01, 0.2);
    assertThat(ModelArtifact.load(model).provenance())
        .containsEntry("validation-split", "0.25")
        .containsEntry("data-samples", "30");
  }

  @Test
  void earlyStoppingSaysWhyAndGivesTheLossesOfTheBestEpoch() {
    Path model = folder.resolve("m.ae4j");
    JsonNode result =
        train(
                model,
                "--validation-split",
                0.5,
                "--early-stopping",
                "patience=2",
                "--optimizer",
                "sgd:learning-rate=30",
                "--epochs",
                500,
                "--json")
            .json();
    int epochs = result.get("epochs").asInt();
    assertThat(epochs).isLessThan(500);
    assertThat(result.get("seconds_per_epoch")).hasSize(epochs);
    assertThat(result.get("best_epoch").asInt()).isEqualTo(epochs - 2);
    assertThat(result.get("stopped_because").asText())
        .isEqualTo("no lower validation loss for 2 epochs");
    assertThat(ModelArtifact.load(model).provenance())
        .containsEntry("validation-loss", result.get("validation_loss").asText());
  }

  @Test
  void scheduleAndClippingReachTheModel() {
    Path model = folder.resolve("m.ae4j");
    train(model, "--schedule", "cosine:warm-up=1", "--clip-norm", 0.5).succeeds();
    assertThat(ModelArtifact.load(model).provenance())
        .containsEntry("schedule", "cosine:warm-up=1")
        .containsEntry("clip-norm", "0.5");
  }

  @Test
  void resumingGivesTheSameModelAndTheWholeHistory() throws Exception {
    Path checkpoints = folder.resolve("checkpoints");
    Path history = folder.resolve("history.jsonl");
    Path resumed = folder.resolve("resumed");
    Path whole = folder.resolve("whole");
    train(folder.resolve("part"), "--epochs", 2, "--checkpoint", checkpoints).succeeds();
    CliRun run =
        train(
            resumed,
            "--epochs",
            4,
            "--checkpoint",
            checkpoints,
            "--resume",
            "--history",
            history,
            "--validation-split",
            0.5);
    run.failsWith(2, "is of another training: its data-s", "Maybe name another folder");
    run =
        train(
            resumed, "--epochs", 4, "--checkpoint", checkpoints, "--resume", "--history", history);
    assertThat(run.succeeds().err()).contains("going on after epoch 2");
    train(whole, "--epochs", 4).succeeds();
    assertThat(resumed).hasSameBinaryContentAs(whole);
    List<String> lines = Files.readAllLines(history);
    assertThat(lines).hasSize(4);
    train(resumed, "--checkpoint", checkpoints, "--history", history)
        .failsWith(2, "holds a checkpoint already", "Maybe resume it");
    assertThat(Files.readAllLines(history)).isEqualTo(lines);
    assertThat(lines.get(3)).startsWith("{\"epoch\":4,\"train_loss\":0.");
  }

  @Test
  void partsOfASumOfLossesAreReported() throws Exception {
    Path checkpoints = folder.resolve("checkpoints");
    Path history = folder.resolve("history.jsonl");
    Object[] options = {
      "--loss", "bce + 0.5*l2", "--validation-split", 0.5, "--checkpoint", checkpoints, "--json"
    };
    List<Object> first = new ArrayList<>(List.of(options));
    first.addAll(List.of("--epochs", 2));
    train(folder.resolve("part"), first.toArray()).json();
    List<Object> more = new ArrayList<>(List.of(options));
    more.addAll(List.of("--epochs", 3, "--resume", "--history", history));
    JsonNode resumed = train(folder.resolve("m"), more.toArray()).json();
    List<String> lines = Files.readAllLines(history);
    assertThat(lines).hasSize(3);
    JsonNode last = new ObjectMapper().readTree(lines.get(2));
    for (JsonNode each : List.of(resumed, last, new ObjectMapper().readTree(lines.get(0)))) {
      for (String name : List.of("train_loss", "validation_loss")) {
        JsonNode parts = each.get(name + "_parts");
        assertThat(parts.fieldNames()).toIterable().containsExactly("bce", "l2");
        assertThat(parts.get("bce").asDouble() + 0.5 * parts.get("l2").asDouble())
            .isCloseTo(each.get(name).asDouble(), within(1e-5));
      }
    }
    JsonNode single = train(folder.resolve("single"), "--json").json();
    assertThat(single.get("train_loss_parts")).isEmpty();
  }

  @Test
  void aRunCanBeReplayed() throws Exception {
    Path model = folder.resolve("m.ae4j");
    train(
            model,
            "--loss",
            "huber:0.5 + 1e-4*l2",
            "--corrupt",
            "masking:0.1 + gaussian:0.2",
            "--corrupt",
            "speckle:0.1",
            "--validation-split",
            0.25,
            "--epochs",
            2)
        .succeeds();
    Path run = folder.resolve("m.ae4j.run.yaml");
    assertThat(run)
        .content()
        .contains("loss: huber:0.5 + 1e-4*l2", "backend: jvm", "seed: 1", "validation-split: 0.25")
        .contains("corrupt: masking:0.1 + gaussian:0.2 + speckle:0.1")
        .doesNotContain("json", "config");
    Path again = folder.resolve("again");
    ae("train", "--config", run, "--out", again).succeeds();
    assertThat(again).hasSameBinaryContentAs(model);
    Files.delete(model);
    ae("train", "--config", run).succeeds();
    assertThat(again).hasSameBinaryContentAs(model);
  }

  @Test
  void withoutEpochsThereIsNoLoss() {
    JsonNode result = train(folder.resolve("m"), "--epochs", 0, "--json").json();
    assertThat(result.get("epochs").asInt()).isZero();
    assertThat(result.get("train_loss").isNull()).isTrue();
    assertThat(result.get("seconds_per_epoch")).isEmpty();
  }

  @Test
  void progressGoesToStandardError() {
    CliRun run = train(folder.resolve("m"), "--epochs", 3).succeeds();
    assertThat(run.err())
        .contains("training ", " on 40 samples with jvm", "epoch 3/3: loss 0.", " samples/s");
    assertThat(run.out()).doesNotContain("epoch 3/3").contains("train loss ");
  }

  @Test
  void sameSeedGivesSameBytes() throws Exception {
    Path first = folder.resolve("1");
    Path second = folder.resolve("2");
    train(first, "--validation-split", 0.5).succeeds();
    train(second, "--validation-split", 0.5).succeeds();
    assertThat(second).hasSameBinaryContentAs(first);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --encoder         | nope                | There is no encoder 'nope'
          --encoder         | dense:nope=1        | has no option nope
          --encoder         | dense:units=0       | units=0
          --encoder         | Dense               | 'Dense' is not an id
          --decoder         | nope                | There is no decoder 'nope'
          --loss            | nope                | There is no loss 'nope'
          --corrupt         | nope                | There is no corruption 'nope'
          --optimizer       | nope                | There is no optimizer 'nope'
          --schedule        | nope                | There is no schedule 'nope'
          --schedule        | step:every=0        | every=0
          --clip-norm       | 0                   | norm 0.0
          --early-stopping  | patience=3          | needs validation data
          --early-stopping  | soon                | is not of the form patience=5
          --trainer         | nope                | There is no trainer 'nope'
          --code-size       | 0                   | code size is 0
          --code-size       | many                | 'many' is not an int
          --epochs          | -1                  | -1
          --batch-size      | 0                   | batch size is 0
          --validation-split| 1                   | fraction of 1.0
          --validation-split| 0.001               | fraction of 0.001
          --validation-split| NaN                 | fraction of NaN
          --backend         | jvm:nope=1          | has no option nope
          --nope            | 1                   | '--nope' is no command or option of ae train
          """)
  void wrongUsage(String option, String value, String message) {
    Path model = folder.resolve("m");
    train(model, option, value).failsWith(2, message);
    assertThat(model).doesNotExist();
  }

  @Test
  void twoKindsOfValidationAreTooMany() {
    train(folder.resolve("m"), "--validation", DATA, "--validation-split", 0.5)
        .failsWith(2, "--validation " + DATA, "--validation-split 0.5");
  }

  @Test
  void resumingNeedsAFolder() {
    train(folder.resolve("m"), "--resume").failsWith(2, "--resume needs", "Maybe --checkpoint DIR");
  }

  @Test
  void missingOptionsAreNamed() {
    ae("train").failsWith(2, "--data", "--out");
    ae("train", "--epoch", 3).failsWith(2, "'--epoch' is no", "Maybe --epochs");
  }

  @ParameterizedTest
  @CsvSource({"nope, There is no backend nope", "tensorflow, Backend tensorflow"})
  void unusableBackend(String backend, String message) {
    Path model = folder.resolve("m");
    train(model, "--backend", backend)
        .failsWith(4, message, "option --backend", "Maybe one of [jvm]");
    assertThat(model).doesNotExist();
  }

  @Test
  void missingDataIsBadInput() {
    Path data = folder.resolve("nope.npy");
    ae("train", "--data", data, "--out", folder.resolve("m")).failsWith(3, "nope.npy");
    ae("train", "--data", "nope", "--out", folder.resolve("m"))
        .failsWith(3, "nope", "Maybe one of");
  }

  @Test
  void validationDataOfAnotherShapeIsBadInput() {
    train(folder.resolve("m"), "--validation", "random:features=7").failsWith(3, "[7]", "[6]");
  }

  @Test
  void divergenceIsBadInput() {
    CliRun run =
        ae(
            "train --decoder dense:output-activation=linear --epochs 20"
                + " --optimizer sgd:learning-rate=1000000",
            "--data",
            DATA,
            "--out",
            folder.resolve("m"));
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).contains("The loss is ", "Maybe").doesNotContain("\tat ");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void outputIsCheckedBeforeTraining() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    for (Path out :
        new Path[] {folder, folder.resolve("nope/m"), file.resolve("m"), Path.of("/")}) {
      CliRun run = ae("train", "--data", DATA, "--out", out);
      run.failsWith(3, out + " cannot be written");
    }
    assertThat(folder).isDirectoryContaining(file::equals);
  }

  @Test
  void modelIsReplaced() throws Exception {
    Path model = Files.writeString(folder.resolve("m"), "old");
    train(model).succeeds();
    assertThat(ModelArtifact.load(model).weights()).isNotEmpty();
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("m", "m.run.yaml");
  }

  private static CliRun train(Path model, Object... more) {
    return ae(
        Stream.concat(Stream.of("train", "--data", DATA, "--out", model), Stream.of(more))
            .toArray());
  }
}
