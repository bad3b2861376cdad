package dev.ae4j.artifact;

import dev.ae4j.DataException;
import dev.ae4j.data.CategoryColumn;
import dev.ae4j.data.NumberColumn;
import dev.ae4j.data.TableColumn;
import dev.ae4j.data.TableSchema;
import dev.ae4j.internal.json.JsonArray;
import dev.ae4j.internal.json.JsonNumber;
import dev.ae4j.internal.json.JsonObject;
import dev.ae4j.internal.json.JsonText;
import dev.ae4j.internal.json.JsonValue;
import java.util.List;
import java.util.Set;

/** The columns of tables as JSON. */
final class TableSchemaCodec {
  private TableSchemaCodec() {}

  static JsonArray write(TableSchema schema) {
    return new JsonArray(schema.columns().stream().map(TableSchemaCodec::write).toList());
  }

  private static JsonValue write(TableColumn column) {
    JsonObject.Builder json = JsonObject.builder().put("name", column.name());
    if (column instanceof CategoryColumn category) {
      List<JsonValue> texts = category.categories().stream().<JsonValue>map(JsonText::new).toList();
      return json.put("categories", new JsonArray(texts)).build();
    }
    NumberColumn number = (NumberColumn) column;
    return json.put("mean", JsonNumber.of(number.mean()))
        .put("deviation", JsonNumber.of(number.deviation()))
        .put("whole", number.whole())
        .build();
  }

  /**
   * Reads columns.
   *
   * @throws DataException if the JSON does not describe the columns of a table
   */
  static TableSchema read(JsonArray columns) {
    return new TableSchema(
        columns.values().stream().map(value -> readColumn(value.asObject())).toList());
  }

  private static TableColumn readColumn(JsonObject json) {
    if (json.has("categories")) {
      json.allowOnly(Set.of("name", "categories"));
      return new CategoryColumn(
          json.text("name"),
          json.array("categories").values().stream().map(TableSchemaCodec::text).toList());
    }
    json.allowOnly(Set.of("name", "mean", "deviation", "whole"));
    return new NumberColumn(
        json.text("name"),
        json.number("mean").doubleValue(),
        json.number("deviation").doubleValue(),
        json.bool("whole"));
  }

  private static String text(JsonValue value) {
    if (!(value instanceof JsonText text)) {
      throw new DataException("there is " + value.kind() + " where a text belongs");
    }
    return text.value();
  }
}
