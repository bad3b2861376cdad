package dev.ae4j.datasets;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldModifiers;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.ae4j.DataException;
import dev.ae4j.artifact.WholeFile;
import dev.ae4j.data.NumberColumn;
import dev.ae4j.data.Table;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A CSV file (RFC 4180), plain or packed with gzip, in UTF-8.
 *
 * <pre>{@code
 * Table payments = CsvTable.of(Path.of("payments.csv")).withLabel("fraud").without("id");
 * Dataset data = Dataset.of(payments, TableSchema.fit(payments));
 * }</pre>
 *
 * <p>The separator is that of {@code , ; |} and the tabulator which the first line has most of. The
 * first line names the columns unless one of its cells is a number; columns without a name are
 * {@code column-1}, {@code column-2} ... Cells lose the spaces around them, empty lines are
 * skipped.
 */
public final class CsvTable implements Table {
  private static final List<Character> SEPARATORS = List.of(',', ';', '|', '\t');
  private static final int MAX_FIRST_LINE = 1 << 20;

  private final Path file;
  private final Header header;
  private final String label;
  private final Set<String> ignored;
  private final Set<String> categories;

  /**
   * What the first line tells.
   *
   * @param names of all columns
   * @param isRow whether the line is a row already
   */
  private record Header(char separator, List<String> names, boolean isRow) {}

  private CsvTable(
      Path file, Header header, String label, Set<String> ignored, Set<String> categories) {
    this.file = file;
    this.header = header;
    this.label = label;
    this.ignored = Set.copyOf(ignored);
    this.categories = Set.copyOf(categories);
  }

  /**
   * Reads the first line.
   *
   * @throws DataException if the file is missing, empty, no text in UTF-8, or two columns have one
   *     name
   */
  public static CsvTable of(Path file) {
    return new CsvTable(file, ContentReader.read(file, CsvTable::header), "", Set.of(), Set.of());
  }

  /**
   * Returns the table with a column that has the class of each row.
   *
   * @throws DataException if there is no such column
   */
  public CsvTable withLabel(String column) {
    return new CsvTable(file, header, known(column), ignored, categories);
  }

  /**
   * Returns the table without some columns.
   *
   * @throws DataException if there is no such column
   */
  public CsvTable without(String... columns) {
    return new CsvTable(file, header, label, with(ignored, columns), categories);
  }

  /**
   * Returns the table with columns whose cells are categories even if they look like numbers.
   *
   * @throws DataException if there is no such column
   */
  public CsvTable withCategories(String... columns) {
    return new CsvTable(file, header, label, ignored, with(categories, columns));
  }

  private Set<String> with(Set<String> some, String... columns) {
    Set<String> all = new HashSet<>(some);
    for (String column : columns) {
      all.add(known(column));
    }
    return all;
  }

  private String known(String column) {
    if (!header.names.contains(column)) {
      throw new DataException(
          "%s has no column '%s'. Maybe one of %s".formatted(name(), column, header.names));
    }
    return column;
  }

  @Override
  public String name() {
    return ContentReader.printable(file.toString());
  }

  @Override
  public List<String> columns() {
    return header.names.stream().filter(name -> !ignored.contains(name)).toList();
  }

  @Override
  public Optional<String> labelColumn() {
    return label.isEmpty() ? Optional.empty() : Optional.of(label);
  }

  @Override
  public Set<String> categoryColumns() {
    return categories;
  }

  @Override
  public void forEachRow(Consumer<List<String>> action) {
    int[] positions = columns().stream().mapToInt(header.names::indexOf).toArray();
    ContentReader.read(
        file,
        content ->
            forEachRecord(
                content,
                header.separator,
                (number, record) -> {
                  if (number > 1 || header.isRow) {
                    action.accept(Arrays.stream(positions).mapToObj(record::getField).toList());
                  }
                }));
  }

  /**
   * Writes a CSV file, whole or not at all.
   *
   * @param columns their names
   * @param rows calls what it is given with the cells of each row
   * @throws DataException if it cannot be written
   */
  public static void write(Path file, List<String> columns, Consumer<Consumer<List<String>>> rows) {
    WholeFile.write(
        file,
        stream -> {
          CsvWriter writer =
              CsvWriter.builder()
                  .lineDelimiter(LineDelimiter.LF)
                  .build(stream, StandardCharsets.UTF_8);
          try {
            writer.writeRecord(columns);
            rows.accept(writer::writeRecord);
            writer.flush();
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
  }

  private static Header header(ContentReader content) throws IOException {
    String line = firstLine(content);
    char separator = ',';
    for (char candidate : SEPARATORS) {
      separator = count(line, candidate) > count(line, separator) ? candidate : separator;
    }
    CsvRecord first;
    try {
      first = CsvReader.builder().fieldSeparator(separator).ofSingleCsvRecord(stripping(), line);
    } catch (CsvParseException e) {
      throw content.error(
          "line 1 is no line of CSV: " + ContentReader.printable("" + e.getMessage()));
    }
    boolean isRow = first.getFields().stream().anyMatch(NumberColumn::isNumber);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < first.getFieldCount(); i++) {
      String name = isRow ? "" : first.getField(i);
      names.add(name.isEmpty() ? "column-" + (i + 1) : ContentReader.printable(name));
    }
    for (int i = 0; i < names.size(); i++) {
      if (names.indexOf(names.get(i)) < i) {
        throw content.error(
            "columns %d and %d are both named '%s'"
                .formatted(names.indexOf(names.get(i)) + 1, i + 1, names.get(i)));
      }
    }
    return new Header(separator, List.copyOf(names), isRow);
  }

  private static String firstLine(ContentReader content) throws IOException {
    StringBuilder line = new StringBuilder();
    try (Reader reader = reader(content)) {
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        boolean isEnd = c == '\n' || c == '\r';
        if (isEnd && !line.toString().isBlank()) {
          break;
        }
        line.append(isEnd || c == 0xfeff ? "" : Character.toString(c));
        if (line.length() > MAX_FIRST_LINE) {
          throw content.error("its first line does not end");
        }
      }
    } catch (CharacterCodingException e) {
      throw notUtf8(content);
    }
    if (line.toString().isBlank()) {
      throw content.error("has no line with text");
    }
    return line.toString();
  }

  private static long count(String text, char character) {
    return text.chars().filter(c -> c == character).count();
  }

  /** Takes a record and its number, counted from 1. */
  private interface RecordAction {
    void accept(long number, CsvRecord record);
  }

  /** Returns the number of records. */
  private static long forEachRecord(ContentReader content, char separator, RecordAction action)
      throws IOException {
    try {
      Iterator<CsvRecord> records =
          CsvReader.builder()
              .fieldSeparator(separator)
              .skipEmptyLines(true)
              .allowUnclosedQuote(false)
              .build(stripping(), withoutMark(reader(content)))
              .iterator();
      long count = 0;
      while (records.hasNext()) {
        count++;
        action.accept(count, records.next());
      }
      return count;
    } catch (CsvParseException e) {
      throw content.error(ContentReader.printable("" + e.getMessage()));
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw notUtf8(content);
      }
      throw e.getCause();
    }
  }

  private static CsvRecordHandler stripping() {
    return CsvRecordHandler.of(handler -> handler.fieldModifier(FieldModifiers.STRIP));
  }

  private static Reader reader(ContentReader content) {
    return new BufferedReader(
        new InputStreamReader(content.stream(), StandardCharsets.UTF_8.newDecoder()));
  }

  /** Skips a byte order mark. */
  private static Reader withoutMark(Reader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != 0xfeff) {
      reader.reset();
    }
    return reader;
  }

  private static DataException notUtf8(ContentReader content) {
    return content.error("is not in UTF-8. Maybe convert it: iconv -f ISO-8859-1 -t UTF-8");
  }
}
