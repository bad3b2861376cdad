package dev.ae4j.apps.cli;

import static dev.ae4j.apps.cli.CliRun.ae;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ae4j.PluginSpec;
import dev.ae4j.artifact.ModelArtifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
  @TempDir Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("c.yaml"), text);
  }

  @Test
  void commandLineWins() throws IOException {
    Path model = folder.resolve("m");
    Path config =
        write(
            """
            # Everything that a command needs
            data: random:samples=20,features=5
            out: %s
            encoder: dense:units=4,activation=tanh
            code-size: 2
            optimizer: "adam:learning-rate=0.01"
            epochs: 5
            seed: 9
            json: true
            """
                .formatted(model));
    JsonNode result = ae("train", "--config", config, "--epochs=1").json();
    assertThat(result.get("epochs").asInt()).isEqualTo(1);
    ModelArtifact written = ModelArtifact.load(model);
    assertThat(written.spec().encoder())
        .isEqualTo(PluginSpec.parse("dense:units=4,activation=tanh"));
    assertThat(written.spec().codeSize()).hasValue(2);
    assertThat(written.provenance())
        .containsEntry("data", "random:samples=20,features=5,seed=1")
        .containsEntry("optimizer", "adam:learning-rate=0.01")
        .containsEntry("seed", "9")
        .containsEntry("batch-size", "256");
  }

  @Test
  void emptyFileChangesNothing() throws IOException {
    ae("doctor", "--config", write("")).succeeds();
    ae("doctor", "--config", write("# nothing\n")).succeeds();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          epoch: 3           | ae train has no option epoch
          config: other.yaml | no option config
          help: true         | no option help
          epochs: many       | 'many' is not an int
          epochs: [1, 2]     | epochs needs one value
          epochs:            | epochs needs one value
          - epochs           | not a list of lines
          epochs: "1          | not YAML
          """)
  void wrongFiles(String text, String message) throws IOException {
    ae("train", "--config", write(text + "\n")).failsWith(2, message);
  }

  @Test
  void sameOptionTwiceIsWrong() throws IOException {
    ae("train", "--config", write("epochs: 1\nepochs: 2\n")).failsWith(2, "epochs twice");
  }

  @Test
  void missingFileIsWrong() {
    ae("train", "--config", folder.resolve("nope.yaml"))
        .failsWith(2, "nope.yaml cannot be read: there is no such file");
  }
}
