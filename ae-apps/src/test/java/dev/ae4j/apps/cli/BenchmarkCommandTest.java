package dev.ae4j.apps.cli;

import static dev.ae4j.apps.cli.CliRun.ae;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class BenchmarkCommandTest {
  @Test
  void recordsOneResultPerWorkloadAndBackend() {
    JsonNode results =
        ae("benchmark --workload tiny,infer --epochs 3 --json"
                + " --backend jvm:threads=1 --backend jvm:threads=1,kernel=scalar")
            .json()
            .get("results");
    assertThat(results.findValuesAsText("workload"))
        .containsExactly("tiny", "tiny", "infer", "infer");
    for (int i = 0; i < 2; i++) {
      JsonNode tiny = results.get(i);
      assertThat(tiny.get("seconds_per_epoch")).hasSize(3);
      assertThat(tiny.get("median_microseconds_per_step").asDouble())
          .isEqualTo(tiny.get("median_seconds_per_epoch").asDouble() / 100 * 1e6);
      // Uniform numbers have the variance 1/12
      assertThat(tiny.get("loss").asDouble()).isBetween(0.05, 0.12);
    }
    assertThat(results.get(1).get("loss")).isEqualTo(results.get(0).get("loss"));
    assertThat(results.get(1).get("backend").asText()).contains("scalar");
    JsonNode infer = results.get(2);
    assertThat(infer.get("p99_microseconds").asDouble())
        .isGreaterThanOrEqualTo(infer.get("p50_microseconds").asDouble());
    assertThat(infer.get("images_per_second").asDouble()).isPositive();
  }

  @Test
  void printsALinePerResult() {
    CliRun run = ae("benchmark", "--workload", "tiny", "--epochs", "1", "--backend", "jvm");
    assertThat(run.succeeds().out()).matches("tiny: .* s per epoch, .* us per step, .*\\R");
  }

  @Test
  void refusesWhatThereIsNot() {
    ae("benchmark", "--workload", "huge")
        .failsWith(2, "no workload 'huge'", "Maybe one of [dense,");
    ae("benchmark", "--workload", "tiny", "--epochs", "0").failsWith(2, "--epochs is 0");
    ae("benchmark", "--workload", "tiny", "--backend", "cray").failsWith(4, "no backend cray");
  }
}
