package dev.ae4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableSchemaTest {
  /** A table in memory: one text for each row, with commas between the cells. */
  private record Rows(
      List<String> columns,
      List<String> rows,
      Optional<String> labelColumn,
      Set<String> categoryColumns)
      implements Table {
    @Override
    public String name() {
      return "rows";
    }

    @Override
    public void forEachRow(Consumer<List<String>> action) {
      rows.forEach(row -> action.accept(Arrays.asList(row.split(",", -1))));
    }
  }

  private static Rows table(String columns, String... rows) {
    return new Rows(
        Arrays.asList(columns.split(",", -1)), List.of(rows), Optional.empty(), Set.of());
  }

  private static final Rows PEOPLE =
      table("age,city,size", "20,Rome,1.5", "40,Oslo,", "?,Rome,2.5", "30,,NaN");

  @Test
  void numbersAreStandardizedAndCategoriesOneHot() {
    TableSchema schema = TableSchema.fit(PEOPLE);
    double deviation = Math.sqrt(200 / 3.0);
    assertThat(schema.columns())
        .containsExactly(
            new NumberColumn("age", 30, deviation, true),
            new CategoryColumn("city", List.of("Oslo", "Rome")),
            new NumberColumn("size", 2, 0.5, false));
    float age = (float) (10 / deviation);
    float none = Float.NaN;
    float[] expected = {-age, 0, 1, -1, age, 1, 0, none, none, 0, 1, 1, 0, none, none, none};
    assertThat(schema.encode(PEOPLE)).isEqualTo(TensorData.of(expected, 4, 4));
  }

  @Test
  void whatIsEncodedIsDecoded() {
    TableSchema schema = TableSchema.fit(PEOPLE);
    float[] samples = schema.encode(PEOPLE).values();
    assertThat(schema.decode(samples, 0)).containsExactly("20", "Rome", "1.5");
    assertThat(schema.decode(new float[] {0.013f, 0.4f, 0.3f, 1.25f}, 0))
        .containsExactly("30", "Oslo", "2.625");
  }

  @Test
  void columnsAreFoundByNameAndUnknownCategoriesAreNoneOfTheKnown() {
    TableSchema schema = TableSchema.fit(PEOPLE);
    Rows other = table("size,extra,city,age", "2,x,Paris,30");
    assertThat(schema.encode(other).values()).containsExactly(0, 0, 0, 0);
    assertThatThrownBy(() -> schema.encode(table("age,city", "1,Rome")))
        .isInstanceOf(DataException.class)
        .hasMessage("rows has no column 'size'. Maybe one of [age, city]");
  }

  @Test
  void aCellThatIsNoNumberIsNamed() {
    TableSchema schema = TableSchema.fit(PEOPLE);
    assertThatThrownBy(() -> schema.encode(table("age,city,size", "1,Rome,2", "old,Rome,2")))
        .isInstanceOf(DataException.class)
        .hasMessage("rows, row 2: column 'age' has numbers, but a cell is 'old'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1f", "0x1p3", "Infinity", "1e999", "1 2", "--1", ".", "1_000", "١"})
  void whatJavaTakesForANumberNeedNotBeOne(String cell) {
    assertThat(NumberColumn.isNumber(cell)).isFalse();
    assertThat(TableSchema.fit(table("a", "1", cell)).columns().get(0))
        .isInstanceOf(CategoryColumn.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1.5", "+2.", ".5", "1e-3", "6.02E23"})
  void numbersAreDecimal(String cell) {
    assertThat(NumberColumn.isNumber(cell)).isTrue();
  }

  @Test
  void aConstantColumnDoesNotDivideByZero() {
    TableSchema schema = TableSchema.fit(table("a", "7", "7"));
    assertThat(schema.encode(table("a", "7", "8")).values()).containsExactly(0, 1);
  }

  @Test
  void manyTextsAreNoCategories() {
    String[] cells = IntStream.range(0, 257).mapToObj(i -> "id" + i).toArray(String[]::new);
    assertThatThrownBy(() -> TableSchema.fit(table("id", cells)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "rows: column 'id' has more than 256 different texts, such as 'id0'. Maybe ignore it");
    assertThatThrownBy(() -> TableSchema.fit(table("a,b", "1,", "2,?")))
        .isInstanceOf(DataException.class)
        .hasMessage("rows: column 'b' has only missing cells. Maybe ignore it");
    assertThatThrownBy(() -> TableSchema.fit(table("a"))).hasMessage("rows has no rows");
  }

  @Test
  void labelsAreNoPartOfSamples() {
    Rows numbered =
        new Rows(List.of("x", "y"), List.of("1,3", "2,0"), Optional.of("y"), Set.of("x"));
    Dataset data = Dataset.of(numbered, TableSchema.fit(numbered));
    assertThat(data.sampleShape().size(0)).isEqualTo(2);
    assertThat(data.labels()).contains(new int[] {3, 0});
    Rows named = new Rows(List.of("x", "y"), List.of("1,yes", "2,no"), Optional.of("y"), Set.of());
    assertThat(TableSchema.labels(named)).contains(new int[] {1, 0});
    Rows large =
        new Rows(
            List.of("x", "y"), List.of("1,70000", "2,9", "3,70000"), Optional.of("y"), Set.of());
    assertThat(TableSchema.labels(large)).contains(new int[] {0, 1, 0});
  }

  @Test
  void partsOfDataKeepTheirColumns() {
    TableSchema schema = TableSchema.fit(PEOPLE);
    Dataset part = Dataset.of(PEOPLE, schema).select("part", 3, 0);
    assertThat(part.schema()).contains(schema);
    assertThat(part.size()).isEqualTo(2);
    assertThat(part.inMemory().orElseThrow().copyRows(1, 2))
        .isEqualTo(schema.encode(PEOPLE).copyRows(0, 1));
  }

  @Test
  void chunksAreTheWholeTable() {
    List<String> rows = IntStream.range(0, 2500).mapToObj(i -> "" + i % 97).toList();
    Rows table = new Rows(List.of("n"), rows, Optional.empty(), Set.of());
    TableSchema schema = TableSchema.fit(table);
    List<Float> values = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    schema.encode(
        table,
        1000,
        (samples, cells) -> {
          sizes.add(samples.rows());
          for (int i = 0; i < samples.rows(); i++) {
            values.add(samples.values()[i]);
            assertThat(schema.decode(samples.values(), i)).isEqualTo(cells.get(i));
          }
        });
    assertThat(sizes).containsExactly(1000, 1000, 500);
    double mean = values.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
    double square = values.stream().mapToDouble(v -> (double) v * v).average().orElseThrow();
    assertThat(mean).isCloseTo(0, within(1e-6));
    assertThat(square).isCloseTo(1, within(1e-6));
    float[] all = schema.encode(table).values();
    assertThat(all).hasSize(2500);
    assertThat(all[2499]).isEqualTo(values.get(2499));
  }
}
