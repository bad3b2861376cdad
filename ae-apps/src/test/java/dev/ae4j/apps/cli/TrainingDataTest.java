package dev.ae4j.apps.cli;

import static dev.ae4j.apps.cli.CliRun.ae;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.CsvTable;
import dev.ae4j.datasets.Npy;
import dev.ae4j.datasets.Transactions;
import dev.ae4j.registry.ProviderCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where commands find what a model was trained on. */
class TrainingDataTest {
  private static final String OTHER = "random:samples=20,features=144,seed=2";

  /** What commands omit without the training data; those that cannot do without it omit nothing. */
  private static final Map<String, String> OMITTED =
      Map.of("denoise", "baselines", "evaluate", "pca_mse", "impute", "baselines");

  @TempDir Path folder;
  private Path data;
  private Path model;

  @BeforeEach
  void train() {
    data = folder.resolve("data.npy");
    model = folder.resolve("m.ae4j");
    Npy.write(data, samples("random:samples=40,features=144"));
    train(data);
  }

  private void train(Object source, Object... more) {
    ae("train --epochs 1", "--data", source, "--out", model, more).succeeds();
  }

  private static TensorData samples(String source) {
    return DataSources.samples(DataSources.open(source, ProviderCatalog.load()));
  }

  private List<List<Object>> commands() {
    String other = " --json --data " + OTHER;
    Path out = folder.resolve("out.npy");
    return List.of(
        List.of("detect" + other, "--model", model, "--out", out),
        List.of("denoise --noise masking:0.5" + other, "--model", model, "--out", out),
        List.of("evaluate" + other, "--model", model),
        List.of("generate --json", "--model", model, "--out", out),
        List.of("impute --hide 0.1" + other, "--model", model, "--out", out));
  }

  /** Checks that all commands say the same where the training data cannot be had. */
  private void saysEverywhere(String... parts) {
    for (List<Object> command : commands()) {
      String name = command.get(0).toString().replaceAll(" .*", "");
      CliRun run = ae(command);
      if (OMITTED.containsKey(name)) {
        assertThat(run.json().get("omitted").get(OMITTED.get(name)).asText())
            .as(name)
            .contains(parts)
            .endsWith(". Maybe name it with --train-data");
      } else {
        run.failsWith(3, parts);
        assertThat(run.err()).endsWith("\nMaybe name it with --train-data\n");
      }
      ae(command, "--train-data", "random:features=144").succeeds();
      ae(command, "--train-data", "random").failsWith(3, "random has rows of shape [10]");
    }
  }

  @Test
  void aFileIsFoundAgain() {
    for (List<Object> command : commands()) {
      JsonNode found = ae(command).json();
      JsonNode named = ae(command, "--train-data", data).json();
      ((ObjectNode) found).remove("seconds");
      ((ObjectNode) named).remove("seconds");
      assertThat(found).isEqualTo(named);
    }
  }

  @Test
  void aRelativePathIsOneFromTheWorkingDirectory() {
    Path relative = Path.of("").toAbsolutePath().relativize(data.toAbsolutePath());
    train(relative);
    assertThat(ae("generate", "--model", model, "--out", folder.resolve("o.npy")).succeeds().out())
        .contains("fitted to those of " + relative);
  }

  @Test
  void aFileThatIsGoneIsNamed() throws Exception {
    Files.delete(data);
    saysEverywhere("the model was trained on " + data, "nor a file that is there");
  }

  @Test
  void aFileThatChangedIsRefused() {
    Npy.write(data, samples(OTHER));
    saysEverywhere("the samples of " + data + " differ from those of the training");
  }

  @Test
  void aFileThatIsDamagedIsRefused() throws Exception {
    Files.writeString(data, "no array");
    saysEverywhere(data.toString());
  }

  @Test
  void aFileThatCannotBeSplitAsBeforeIsRefused() {
    train(data, "--validation-split", 0.1);
    Npy.write(data, samples("random:samples=1,features=144"));
    saysEverywhere("of the 1 samples of " + data);
  }

  @Test
  void rowsOfATableAreComparedAsTheModelReadsThem() {
    Path table = folder.resolve("rows.csv");
    Transactions rows = new Transactions(50, 0.5, 1);
    CsvTable.write(table, rows.columns(), rows::forEachRow);
    train("csv:path=" + table + ",label=anomaly,ignore=hour", "--validation-split", 0.2);
    Path out = folder.resolve("o.csv");
    assertThat(
            ae("detect", "--model", model, "--data", table, "--out", out, "--json")
                .json()
                .get("calibration_data")
                .asText())
        .isEqualTo(table + " (validation)");
    Transactions others = new Transactions(50, 0.5, 2);
    CsvTable.write(table, others.columns(), others::forEachRow);
    ae("detect", "--model", model, "--data", table, "--out", out)
        .failsWith(3, "the samples of " + table + " differ");
  }
}
