package dev.ae4j.apps.cli;

import static dev.ae4j.apps.cli.CliRun.ae;
import static dev.ae4j.apps.cli.CliRun.aeWith;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ae4j.data.Dataset;
import dev.ae4j.model.Loss;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.DatasetProvider;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.Provider;
import dev.ae4j.spi.backend.BackendProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that tell what is there: backends, plugins, datasets and doctor. */
class ListCommandsTest {
  /** A plug-in for a version of the API that is not this one. */
  private static final class FutureLossProvider implements LossProvider {
    @Override
    public String id() {
      return "future";
    }

    @Override
    public int apiVersion() {
      return 1000;
    }

    @Override
    public Loss create(Options options) {
      throw new AssertionError("must not be used");
    }
  }

  @Test
  void backendsAreListedWithReasons() {
    JsonNode result = ae("backends", "--json").json();
    assertThat(result.get("chosen").asText()).isEqualTo("jvm");
    assertThat(result.at("/backends/0/id").asText()).isEqualTo("jvm");
    assertThat(result.at("/backends/0/usable").asBoolean()).isTrue();
    assertThat(result.at("/backends/0/options").findValuesAsText("name"))
        .contains("threads", "kernel");
    assertThat(result.at("/backends/1/id").asText()).isEqualTo("tensorflow");
    assertThat(result.at("/backends/1/usable").asBoolean()).isFalse();
    assertThat(result.at("/backends/1/reason").asText()).contains("its native library is missing");
    assertThat(ae("backends").succeeds().out())
        .contains("jvm ", ": usable", "tensorflow ", ": not usable", "chosen: jvm (automatic");
  }

  @Test
  void backendsTellsWhatAWishWouldGive() {
    JsonNode result = ae("backends", "--backend", "tensorflow", "--json").json();
    assertThat(result.get("asked").asText()).isEqualTo("tensorflow");
    assertThat(result.get("source").asText()).isEqualTo("option --backend");
    assertThat(result.get("chosen").isNull()).isTrue();
    assertThat(ae("backends", "--backend", "jvm:threads=1").succeeds().out())
        .contains("chosen: jvm:threads=1 (option --backend)");
  }

  @Test
  void pluginsAreListedWithOptions() {
    JsonNode plugins = ae("plugins", "--json").json().get("plugins");
    assertThat(plugins.fieldNames())
        .toIterable()
        .containsExactly(
            "encoder",
            "decoder",
            "loss",
            "corruption",
            "optimizer",
            "schedule",
            "trainer",
            "dataset",
            "backend");
    assertThat(plugins.get("loss").findValuesAsText("id"))
        .isSorted()
        .contains("bce", "discretized-logistic", "huber", "kl", "l2", "mae", "mse");
    assertThat(plugins.get("encoder").findValuesAsText("id")).contains("dense");
    assertThat(plugins.get("encoder").findValuesAsText("name")).contains("units");
    assertThat(plugins.at("/encoder/0/location").asText()).contains("ae-api");
    assertThat(ae("plugins").succeeds().out())
        .contains("optimizer\n", "  adam: ", "    learning-rate=0.001  ")
        .doesNotContain("broken");
  }

  @Test
  void brokenPluginsAreListedToo() {
    List<Provider> providers = List.of(new FutureLossProvider());
    JsonNode problem = aeWith(providers, "plugins", "--json").json().at("/problems/0");
    assertThat(problem.get("kind").asText()).isEqualTo("loss");
    assertThat(problem.get("reason").asText()).contains("API version 1000");
    assertThat(aeWith(providers, "plugins").succeeds().out()).contains("broken", "FutureLoss");
    assertThat(aeWith(providers, "doctor").succeeds().out()).contains("broken", "FutureLoss");
  }

  @Test
  void brokenPluginsOfAFolderAreListedWithTheirPlace(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("half.jar"), "downloaded only in part");
    System.setProperty("ae.plugins", folder.toString());
    try {
      for (String command : List.of("plugins", "doctor")) {
        JsonNode problem = ae(command, "--json").json().at("/problems/0");
        assertThat(problem.get("kind").asText()).isEqualTo("plug-in");
        assertThat(problem.get("location").asText()).endsWith("/half.jar");
        assertThat(ae(command).succeeds().out())
            .contains("plug-in half.jar: half.jar is no jar", "from file:", "/half.jar\n");
      }
      ae("train", "--data", "random", "--loss", "half", "--out", folder.resolve("m"))
          .failsWith(2, "There is no loss 'half'", "half.jar is no jar");
    } finally {
      System.clearProperty("ae.plugins");
    }
  }

  @Test
  void pluginsThatMissAClassOnlyWhenUsedAreBlamed() {
    DatasetProvider provider =
        new DatasetProvider() {
          @Override
          public String id() {
            return "incomplete";
          }

          @Override
          public Dataset open(Options options) {
            throw new NoClassDefFoundError("org/example/Library");
          }
        };
    List<Provider> providers = new ArrayList<>(ProviderCatalog.load().all(BackendProvider.class));
    providers.add(provider);
    aeWith(providers, "train", "--data", "incomplete", "--out", "model")
        .failsWith(2, "NoClassDefFoundError: org/example/Library", "Maybe a plug-in was built for");
  }

  @Test
  void datasetsAreListed() {
    JsonNode result = ae("datasets", "--json").json();
    assertThat(result.get("datasets").findValuesAsText("id")).contains("mnist", "random");
    assertThat(result.get("files")).extracting(JsonNode::asText).contains(".npy", "-ubyte.gz");
    assertThat(ae("datasets").succeeds().out()).contains("mnist: ", "split=train", ".npy");
  }

  @Test
  void doctorDescribesTheMachine() {
    JsonNode result = ae("doctor", "--json").json();
    assertThat(result.get("java").asText()).contains(System.getProperty("java.runtime.version"));
    assertThat(result.get("threads").asInt()).isPositive();
    assertThat(result.get("memory_mib").asLong()).isPositive();
    assertThat(result.at("/engines/jvm").asText()).startsWith("jvm");
    assertThat(result.get("chosen").asText()).isEqualTo("jvm");
    assertThat(result.get("problems")).isEmpty();
    assertThat(ae("doctor").succeeds().out()).contains("java ", "threads ", "engines", "none");
  }

  @Test
  void doctorSurvivesWithoutAnything() {
    JsonNode result = aeWith(List.of(), "doctor", "--json").json();
    assertThat(result.get("chosen").isNull()).isTrue();
    assertThat(result.get("backends")).isEmpty();
  }

  @Test
  void doctorSurvivesWishesThatMakeNoSense() {
    System.setProperty("ae.backend", "No Backend");
    try {
      JsonNode result = ae("doctor", "--json").json();
      assertThat(result.get("chosen").isNull()).isTrue();
      assertThat(result.get("backend_problem").asText()).contains("No Backend");
      assertThat(ae("doctor").succeeds().out()).contains("'No Backend' is not an id");
      ae("backends").failsWith(2, "No Backend");
    } finally {
      System.clearProperty("ae.backend");
    }
  }

  @Test
  void askingInTheEnvironmentIsNamed() {
    System.setProperty("ae.backend", "nope");
    try {
      ae("encode", "--model", "m", "--data", "random", "--out", "c.npy")
          .failsWith(4, "There is no backend nope (system property ae.backend)");
    } finally {
      System.clearProperty("ae.backend");
    }
  }
}
