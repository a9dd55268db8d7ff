package io.recsys.source;

import io.recsys.data.AttributeTable;
import io.recsys.data.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of an attribute file, each with its id, before the ids have their final indices. */
final class AttributeRows {
  private final Map<String, AttributeTable.Type> columns = new LinkedHashMap<>();
  private final Map<String, @Nullable Object[]> rows = new LinkedHashMap<>();

  /** The rows of a source without attributes. */
  static AttributeRows none() {
    return new AttributeRows();
  }

  /** Declares the next column. */
  AttributeRows column(String name, AttributeTable.Type type) {
    columns.put(name, type);
    return this;
  }

  /**
   * Adds a row, its cells in the order of the columns; null is a missing cell.
   *
   * @return what is wrong with the row, or null
   */
  @Nullable String add(String id, @Nullable Object... cells) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    if (!IdTable.isId(bytes, 0, bytes.length)) {
      return "the id is empty or has control characters";
    }
    return rows.putIfAbsent(id, cells) == null ? null : "the id '" + id + "' is described twice";
  }

  Set<String> ids() {
    return rows.keySet();
  }

  /** How many ids of a vocabulary have no row; 0 if there are no columns to miss. */
  int missing(Vocabulary vocabulary) {
    return columns.isEmpty() ? 0 : vocabulary.size() - rows.size();
  }

  /** The table for a vocabulary that has all ids; ids without a row have missing cells. */
  AttributeTable table(Vocabulary vocabulary) {
    AttributeTable.Builder table = AttributeTable.builder(vocabulary.size());
    columns.forEach(table::column);
    List<Map.Entry<String, AttributeTable.Type>> order = new ArrayList<>(columns.entrySet());
    // Genres and occupations recur in thousands of rows: one list and one text each will do.
    Map<Object, Object> shared = new HashMap<>();
    rows.forEach(
        (id, cells) -> {
          for (int column = 0; column < cells.length; column++) {
            Object cell = cells[column];
            if (cell != null) {
              Object one = shared.computeIfAbsent(cell, same -> same);
              fill(table, order.get(column), vocabulary.indexOf(id), one);
            }
          }
        });
    return table.build();
  }

  private static void fill(
      AttributeTable.Builder table,
      Map.Entry<String, AttributeTable.Type> column,
      int row,
      Object cell) {
    switch (column.getValue()) {
      case TEXT -> table.text(column.getKey(), row, (String) cell);
      case NUMBER -> table.number(column.getKey(), row, (Double) cell);
      case TERMS -> table.terms(column.getKey(), row, terms(cell));
    }
  }

  private static List<String> terms(Object cell) {
    return ((List<?>) cell).stream().map(String.class::cast).toList();
  }
}
