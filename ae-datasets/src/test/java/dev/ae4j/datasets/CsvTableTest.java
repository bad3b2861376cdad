package dev.ae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.DataException;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {
  @TempDir Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("t.csv"), content);
  }

  private static List<List<String>> rows(Table table) {
    List<List<String>> rows = new ArrayList<>();
    table.forEachRow(rows::add);
    return rows;
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "|", "\t"})
  void readsNamesAndCells(String separator) throws IOException {
    String content =
        "name,size\r\n\"Smith, \"\"J\"\"\", 1.5 \r\n\r\nLee,\r\n".replace(",", separator);
    CsvTable table = CsvTable.of(file(content));
    assertThat(table.columns()).containsExactly("name", "size");
    String quoted = "Smith" + separator + " \"J\"";
    assertThat(rows(table)).containsExactly(List.of(quoted, "1.5"), List.of("Lee", ""));
    assertThat(rows(table)).as("once more").hasSize(2);
  }

  @Test
  void aFirstLineWithANumberIsARow() throws IOException {
    CsvTable table = CsvTable.of(file("\ufeff1,a\n2,b"));
    assertThat(table.columns()).containsExactly("column-1", "column-2");
    assertThat(rows(table)).containsExactly(List.of("1", "a"), List.of("2", "b"));
  }

  @Test
  void aByteOrderMarkIsNoPartOfAName() throws IOException {
    assertThat(CsvTable.of(file("\ufeffa,\nx,y\n")).columns()).containsExactly("a", "column-2");
  }

  @Test
  void readsGzip() throws IOException {
    Path packed = folder.resolve("t.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("a,b\n1,\u00e9\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(rows(CsvTable.of(packed))).containsExactly(List.of("1", "\u00e9"));
  }

  @Test
  void columnsCanBeLeftOut() throws IOException {
    Path path = file("id,x,day,y\n7,1,3,no\n8,2,4,yes\n");
    CsvTable table = CsvTable.of(path).without("id").withLabel("y").withCategories("day");
    assertThat(table.columns()).containsExactly("x", "day", "y");
    Dataset data =
        DatasetSource.open(
            "csv:path=" + path + ",ignore=id,label=y,categories=day",
            List.of(new CsvDatasetProvider()));
    assertThat(data.labels()).contains(new int[] {0, 1});
    assertThat(data.inMemory().orElseThrow().values()).containsExactly(-1, 1, 0, 1, 0, 1);
    assertThatThrownBy(() -> table.without("z"))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("has no column 'z'. Maybe one of [id, x, day, y]");
  }

  @Test
  void writesWhatItReads() throws IOException {
    Path path = folder.resolve("out.csv");
    List<List<String>> rows = List.of(List.of("a,b", "\"q\""), List.of("", "1"));
    CsvTable.write(path, List.of("x", "y"), rows::forEach);
    assertThat(path).hasContent("x,y\n\"a,b\",\"\"\"q\"\"\"\n,1\n");
    assertThat(rows(CsvTable.of(path))).isEqualTo(rows);
  }

  @Test
  void nothingIsWrittenIfRowsFail() {
    Path path = folder.resolve("out.csv");
    assertThatThrownBy(
            () ->
                CsvTable.write(
                    path,
                    List.of("x"),
                    lines -> {
                      lines.accept(List.of("1"));
                      throw new DataException("no more");
                    }))
        .hasMessageContaining("no more");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void refusesWhatIsNoTable() throws IOException {
    refused("", "is empty");
    refused("\n\n", "has no line with text");
    refused("a,a\n1,2\n", "columns 1 and 2 are both named 'a'");
    Path latin = folder.resolve("latin.csv");
    Files.write(latin, new byte[] {'a', '\n', (byte) 0xe9, '\n'});
    assertThatThrownBy(() -> rows(CsvTable.of(latin)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is not in UTF-8. Maybe convert it");
    CsvTable uneven = CsvTable.of(file("a,b\n1,2\n1,2,3\n"));
    assertThatThrownBy(() -> rows(uneven))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("t.csv: Record 3 has 3 fields, but first record had 2 fields");
    CsvTable open = CsvTable.of(file("a,b\n1,\"2\n"));
    assertThatThrownBy(() -> rows(open)).isInstanceOf(DataException.class);
  }

  private void refused(String content, String message) throws IOException {
    Path path = file(content);
    assertThatThrownBy(() -> CsvTable.of(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  @Test
  void transactionsAreTheSameEveryTimeAndSpoiltWhereSaid() {
    Transactions table = new Transactions(2000, 0.05, 7);
    List<List<String>> rows = rows(table);
    assertThat(rows(new Transactions(2000, 0.05, 7))).isEqualTo(rows);
    List<String> guilty = table.guiltyColumns();
    assertThat(guilty).hasSize(2000);
    long anomalies = rows.stream().filter(row -> row.get(8).equals("1")).count();
    assertThat(anomalies).isBetween(60L, 140L);
    for (int i = 0; i < 2000; i++) {
      assertThat(guilty.get(i).isEmpty()).isEqualTo(rows.get(i).get(8).equals("0"));
      if (guilty.get(i).equals("amount")) {
        assertThat(Double.parseDouble(rows.get(i).get(0))).isGreaterThan(3999);
      }
      if (guilty.get(i).equals("hour")) {
        assertThat(Integer.parseInt(rows.get(i).get(5))).isLessThan(4);
      }
    }
    assertThat(rows.stream().filter(row -> row.contains("")).count()).isBetween(300L, 600L);
  }
}
