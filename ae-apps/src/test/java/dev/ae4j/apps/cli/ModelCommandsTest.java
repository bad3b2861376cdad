package dev.ae4j.apps.cli;

import static dev.ae4j.apps.cli.CliRun.ae;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ae4j.TrainedModel;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.data.TableSchema;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Npy;
import dev.ae4j.graph.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that apply a model: encode, decode, reconstruct and inspect. */
class ModelCommandsTest {
  private static final String DATA = "random:samples=40,features=6";

  @TempDir static Path shared;
  private static Path model;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    model = shared.resolve("m.ae4j");
    ae("train", "--data", DATA, "--out", model, "--epochs", 2, "--code-size", 3).succeeds();
  }

  @Test
  void codesCanBeDecoded() {
    Path codes = folder.resolve("codes.npy");
    Path decoded = folder.resolve("decoded.npy");
    Path reconstructed = folder.resolve("reconstructed.npy");
    JsonNode encode =
        ae("encode", "--model", model, "--data", DATA, "--out", codes, "--json").json();
    JsonNode decode =
        ae("decode", "--model", model, "--data", codes, "--out", decoded, "--json").json();
    JsonNode reconstruct =
        ae("reconstruct", "--model", model, "--data", DATA, "--out", reconstructed, "--json")
            .json();

    assertThat(encode.get("samples").asInt()).isEqualTo(40);
    assertThat(encode.get("shape")).hasToString("[40,3]");
    assertThat(decode.get("shape")).hasToString("[40,6]");
    assertThat(reconstruct.get("shape")).hasToString("[40,6]");
    assertThat(reconstruct.get("seconds").asDouble()).isPositive();
    assertThat(Npy.read(codes).shape()).isEqualTo(Shape.of(40, 3));
    assertThat(decoded).hasSameBinaryContentAs(reconstructed);
  }

  /** More rows than are computed at a time, from a table too. */
  @Test
  void resultsAreThoseOfAllRowsAtOnce() throws Exception {
    float[] values = new float[2500 * 6];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * i % 97 / 97f;
    }
    Path data = folder.resolve("data.npy");
    TensorData rows = TensorData.of(values, 2500, 6);
    Npy.write(data, rows);
    Path out = folder.resolve("out.npy");
    try (TrainedModel opened = TrainedModel.load(model)) {
      ae("encode", "--model", model, "--data", data, "--out", out).succeeds();
      assertThat(Npy.read(out)).isEqualTo(opened.encode(rows));
      ae("reconstruct", "--model", model, "--data", data, "--out", out).succeeds();
      assertThat(Npy.read(out)).isEqualTo(opened.reconstruct(rows));
    }
    Path table = folder.resolve("table.ae4j");
    String payments = "transactions:samples=2500";
    ae("train", "--data", payments, "--epochs", 1, "--out", table).succeeds();
    Path csv = folder.resolve("out.csv");
    ae("reconstruct", "--model", table, "--data", payments, "--out", csv).succeeds();
    ae("reconstruct", "--model", table, "--data", payments, "--out", out).succeeds();
    assertThat(Files.readAllLines(csv)).hasSize(2501);
    TensorData reconstructed = Npy.read(out);
    TableSchema schema = ModelArtifact.load(table).spec().schema().orElseThrow();
    assertThat(Files.readAllLines(csv).get(2500))
        .isEqualTo(String.join(",", schema.decode(reconstructed.values(), 2499 * schema.width())));
  }

  @Test
  void backendCanBeChosen() {
    Path vector = folder.resolve("a.npy");
    Path scalar = folder.resolve("b.npy");
    ae("encode", "--model", model, "--data", DATA, "--out", vector).succeeds();
    ae("encode --backend jvm:kernel=scalar", "--model", model, "--data", DATA, "--out", scalar)
        .succeeds();
    assertThat(scalar).hasSameBinaryContentAs(vector);
  }

  @ParameterizedTest
  @ValueSource(strings = {"encode", "decode", "reconstruct"})
  void failuresLeaveNothingBehind(String command) throws Exception {
    Path out = folder.resolve("out.npy");
    Path text = Files.writeString(shared.resolve("text.npy"), "no model and no array");
    Path wide = shared.resolve("wide.npy");
    Npy.write(wide, TensorData.of(new float[8], 1, 8));

    ae(command, "--model", "nope", "--data", DATA, "--out", out).failsWith(3, "nope");
    ae(command, "--model", text, "--data", DATA, "--out", out).failsWith(3, "text.npy");
    ae(command, "--model", model, "--data", "nope", "--out", out).failsWith(3, "nope", "Maybe");
    ae(command, "--model", model, "--data", text, "--out", out).failsWith(3, "text.npy");
    ae(command, "--model", model, "--data", wide, "--out", out)
        .failsWith(3, "wide.npy has rows of shape [8]", "m.ae4j takes [", "Maybe");
    ae(command, "--model", model, "--data", DATA, "--out", out, "--backend", "tensorflow")
        .failsWith(4, "Backend tensorflow");
    ae(command, "--model", model, "--data", DATA).failsWith(2, "--out");
    ae(command, "--model", model, "--data", DATA, "--out", folder)
        .failsWith(3, "cannot be written");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void inspectTellsWhatIsInside() {
    JsonNode result = ae("inspect", model, "--json").json();
    assertThat(result.get("format").asText()).isEqualTo("safetensors");
    assertThat(result.get("checksum").asText()).isEqualTo("verified");
    assertThat(result.get("parameters").asInt()).isEqualTo(6 * 3 + 3 + 3 * 6 + 6);
    assertThat(result.at("/spec/encoder").asText()).isEqualTo("dense");
    assertThat(result.at("/spec/sample_shape")).hasToString("[6]");
    assertThat(result.at("/weights/encoder~1dense-1~1kernel")).hasToString("[6,3]");
    assertThat(result.at("/graphs/encode/output").asText()).isEqualTo("[N, 3]");
    assertThat(result.at("/graphs/decode/operations/MatMul").asInt()).isEqualTo(1);
    assertThat(result.at("/provenance/seed").asText()).isEqualTo("1");
    assertThat(ae("inspect", model).succeeds().out()).contains("code size     3");
  }

  @Test
  void inspectFindsDamage() throws Exception {
    byte[] bytes = Files.readAllBytes(model);
    bytes[bytes.length - 2] ^= 1;
    Path damaged = Files.write(folder.resolve("damaged"), bytes);
    ae("inspect", damaged).failsWith(3, "damaged");
    ae("inspect").failsWith(2, "FILE");
  }

  @Test
  void modelsCannotSteerTheTerminal() {
    Path strange = folder.resolve("strange");
    ModelArtifact.load(model).with(Map.of("a\u001b[2J", "b\u001b[31m\nc")).save(strange);
    assertThat(ae("inspect", strange).succeeds().out())
        .contains("a?[2J", "b?[31m?c")
        .doesNotContain("\u001b");
    assertThat(ae("inspect", strange, "--json").json().at("/provenance/a\u001b[2J").asText())
        .isEqualTo("b\u001b[31m\nc");
  }
}
