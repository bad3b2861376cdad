package dev.ae4j.apps.cli;

import static dev.ae4j.apps.cli.CliRun.ae;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ae4j.datasets.CsvTable;
import dev.ae4j.datasets.Transactions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on tables: training, anomalies with their guilty columns, missing cells. */
class TableCommandsTest {
  @TempDir static Path shared;
  private static Path model;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    model = shared.resolve("payments.ae4j");
    String options =
        "--encoder dense:units=48x24,code-activation=linear --code-size 10 --corrupt masking:0.1"
            + " --decoder dense:units=24x48,output-activation=linear --epochs 15 --batch-size 64"
            + " --optimizer adam:learning-rate=0.003 --data transactions:samples=6000";
    ae("train " + options, "--out", model).succeeds();
  }

  private static List<List<String>> rows(Path file) {
    List<List<String>> rows = new ArrayList<>();
    CsvTable.of(file).forEachRow(rows::add);
    return rows;
  }

  private Path csv(Transactions table) {
    Path file = folder.resolve("payments.csv");
    CsvTable.write(file, table.columns(), table::forEachRow);
    return file;
  }

  @Test
  void plantedAnomaliesAreFoundWithTheirColumns() {
    Transactions table = new Transactions(3000, 0.03, 2);
    Path scores = folder.resolve("scores.csv");
    JsonNode result =
        ae(
                "detect --normal 0 --threshold false-alarm=0.01 --explain --json"
                    + " --calibration-data transactions:samples=3000,seed=3",
                "--model",
                model,
                "--data",
                "csv:path=" + csv(table) + ",label=anomaly",
                "--out",
                scores,
                "--report",
                folder.resolve("r.html"))
            .json();
    assertThat(result.get("roc_auc").asDouble())
        .isGreaterThan(0.95)
        .isGreaterThan(result.get("pca").get("roc_auc").asDouble());
    List<String> guilty = table.guiltyColumns();
    int flagged = 0;
    int named = 0;
    for (List<String> row : rows(scores)) {
      String column = guilty.get(Integer.parseInt(row.get(0)));
      if (!column.isEmpty() && row.get(3).equals("true")) {
        flagged++;
        named += row.get(5).equals(column) ? 1 : 0;
      }
    }
    assertThat(flagged).isGreaterThan(50);
    assertThat((double) named / flagged).isGreaterThan(0.8);
    assertThat(folder.resolve("r.html")).content().contains(">distance_km<", ">expected<");
  }

  @Test
  void missingCellsAreFilledAndOthersStay() {
    Path data = csv(new Transactions(1500, 0, 4));
    Path filled = folder.resolve("filled.csv");
    JsonNode result =
        ae("impute", "--model", model, "--data", data, "--out", filled, "--json").json();
    List<List<String>> before = rows(data);
    List<List<String>> after = rows(filled);
    assertThat(after).hasSameSizeAs(before);
    int changed = 0;
    for (int i = 0; i < before.size(); i++) {
      for (int j = 0; j < before.get(i).size(); j++) {
        if (before.get(i).get(j).isEmpty()) {
          changed++;
          assertThat(after.get(i).get(j)).isNotEmpty();
        } else {
          assertThat(after.get(i).get(j)).isEqualTo(before.get(i).get(j));
        }
      }
    }
    assertThat(result.get("missing").asInt()).isEqualTo(changed).isPositive();
    assertThat(result.has("rmse")).isFalse();
  }

  @Test
  void hiddenCellsTellHowGoodTheModelIs() {
    JsonNode result =
        ae(
                "impute --data transactions:samples=1500,seed=6 --hide 0.1 --rounds 2 --json",
                "--model",
                model,
                "--out",
                folder.resolve("f.csv"))
            .json();
    JsonNode mean = result.get("baselines").get("mean");
    assertThat(result.get("rmse").asDouble()).isLessThan(0.9 * mean.get("rmse").asDouble());
    assertThat(result.get("accuracy").asDouble()).isGreaterThan(mean.get("accuracy").asDouble());
    assertThat(mean.get("rmse").asDouble()).isCloseTo(1, within(0.1));
    assertThat(result.get("baselines").has("pca")).isTrue();
  }

  @Test
  void reconstructionsAreRowsAgain() {
    Path out = folder.resolve("out.csv");
    ae("reconstruct", "--model", model, "--data", csv(new Transactions(200, 0, 4)), "--out", out)
        .succeeds();
    assertThat(CsvTable.of(out).columns())
        .startsWith("amount", "category")
        .doesNotContain("anomaly");
    assertThat(rows(out)).hasSize(200).allSatisfy(row -> assertThat(row.get(5)).matches("-?\\d+"));
    CliRun codes =
        ae("encode", "--model", model, "--data", csv(new Transactions(9, 0, 4)), "--out", out);
    assertThat(codes.code()).isEqualTo(2);
    assertThat(codes.err()).contains("Maybe name a file that ends in .npy");
  }

  @Test
  void whatIsMadeUpOrDecompressedAreRowsToo() {
    Path made = folder.resolve("made.csv");
    ae("generate", "--model", model, "--count", 7, "--out", made).succeeds();
    assertThat(rows(made)).hasSize(7).allSatisfy(row -> assertThat(row.get(3)).matches("[A-Z]{2}"));
    Path packed = folder.resolve("rows.aez");
    Path back = folder.resolve("back.csv");
    ae("compress", "--model", model, "--data", csv(new Transactions(50, 0, 4)), "--out", packed)
        .succeeds();
    ae("decompress", "--in", packed, "--model", model, "--out", back).succeeds();
    assertThat(rows(back)).hasSize(50);
    assertThat(CsvTable.of(back).columns()).isEqualTo(CsvTable.of(made).columns());
  }

  @Test
  void theModelTellsItsColumns() {
    JsonNode columns = ae("inspect", model, "--json").json().get("spec").get("columns");
    assertThat(columns.fieldNames()).toIterable().startsWith("amount", "category", "channel");
    assertThat(columns.get("country").toString()).isEqualTo("[\"DE\",\"FR\",\"GB\",\"IT\",\"US\"]");
    assertThat(columns.get("hour").get("mean").asDouble()).isBetween(12.0, 16.0);
  }

  @Test
  void evaluationLeavesMissingCellsOut() {
    JsonNode result =
        ae("evaluate", "--model", model, "--data", "transactions:samples=2000,seed=9", "--json")
            .json();
    assertThat(result.get("mse").asDouble()).isBetween(0.0, 0.1);
    assertThat(result.get("pca_mse").asDouble()).isGreaterThan(result.get("mse").asDouble());
  }

  @Test
  void wrongTablesAreRefusedWithoutAFile() throws Exception {
    Path out = folder.resolve("out.csv");
    Path other = Files.writeString(folder.resolve("other.csv"), "amount,city\n1,Rome\n");
    CliRun columns = ae("detect", "--model", model, "--data", other, "--out", out);
    assertThat(columns.code()).isEqualTo(3);
    assertThat(columns.err()).contains("has no column 'category'.", "Maybe one of [amount, city]");
    Path text = folder.resolve("text.csv");
    Files.writeString(
        text, String.join(",", new Transactions(1, 0, 1).columns()) + "\nmuch,,,,,,,,0\n");
    CliRun cell = ae("impute", "--model", model, "--data", text, "--out", out);
    assertThat(cell.code()).isEqualTo(3);
    assertThat(cell.err()).contains("row 1: column 'amount' has numbers, but a cell is 'much'");
    assertThat(ae("impute", "--model", model, "--data", other, "--hide", 2, "--out", out).code())
        .isEqualTo(2);
    assertThat(out).doesNotExist();
  }

  @Test
  void whatIsForImagesIsNotForTables() {
    Path out = folder.resolve("complete.csv");
    String impute = "impute --data transactions:samples=50";
    ae(impute, "--model", model, "--out", out, "--picture", folder.resolve("p.png"))
        .failsWith(2, "--picture is for images, not for tables");
    ae(impute, "--model", model, "--out", out, "--mask", folder.resolve("mask.npy"))
        .failsWith(2, "--mask is not for tables");
    assertThat(folder).isEmptyDirectory();
  }
}
