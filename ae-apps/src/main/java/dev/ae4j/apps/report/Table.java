package dev.ae4j.apps.report;

import java.util.ArrayList;
import java.util.List;

/** A table whose first column names the rows and whose other columns are figures. */
public final class Table {
  private final String caption;
  private final List<String> columns;
  private final List<Row> rows = new ArrayList<>();

  private record Row(boolean strong, List<String> cells) {}

  /**
   * Creates a table without rows.
   *
   * @param caption what it shows
   * @param columns the headings
   */
  public Table(String caption, String... columns) {
    this.caption = caption;
    this.columns = List.of(columns);
  }

  /** Adds a row, such as a baseline, and returns this table. */
  public Table row(String... cells) {
    return row(false, cells);
  }

  /** Adds a row that stands out, such as the model, and returns this table. */
  public Table strongRow(String... cells) {
    return row(true, cells);
  }

  private Table row(boolean strong, String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          "A row has " + cells.length + " cells, the table " + columns.size() + " columns");
    }
    rows.add(new Row(strong, List.of(cells)));
    return this;
  }

  String toHtml() {
    StringBuilder html = new StringBuilder();
    html.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .append(Html.escape(caption))
        .append("\"><table>\n<caption>")
        .append(Html.escape(caption))
        .append("</caption>\n<thead><tr>");
    columns.forEach(
        column -> html.append("<th scope=\"col\">").append(Html.escape(column)).append("</th>"));
    html.append("</tr></thead>\n<tbody>\n");
    for (Row row : rows) {
      html.append(row.strong ? "<tr class=\"strong\">" : "<tr>")
          .append("<th scope=\"row\">")
          .append(Html.escape(row.cells.get(0)))
          .append("</th>");
      row.cells.stream()
          .skip(1)
          .forEach(cell -> html.append("<td>").append(Html.escape(cell)).append("</td>"));
      html.append("</tr>\n");
    }
    return html.append("</tbody></table></div>\n").toString();
  }
}
