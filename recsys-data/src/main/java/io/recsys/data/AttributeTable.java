package io.recsys.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Raw facts about users or items, one row an index: age, occupation, title, genres.
 *
 * <p>A column holds text, numbers, or lists of terms; any cell may be missing. Immutable and safe
 * for any number of threads.
 */
public final class AttributeTable {
  /** What the cells of a column hold. */
  public enum Type {
    /** One text. */
    TEXT,
    /** One number; NaN where missing. */
    NUMBER,
    /** A list of terms; empty where missing. */
    TERMS
  }

  private final int size;
  private final Map<String, @Nullable Object[]> columns;
  private final Map<String, Type> types;

  private AttributeTable(
      int size, Map<String, @Nullable Object[]> columns, Map<String, Type> types) {
    this.size = size;
    this.columns = columns;
    this.types = types;
  }

  /** A table of {@code size} rows without columns. */
  public static AttributeTable empty(int size) {
    return builder(size).build();
  }

  /** A builder for a table of {@code size} rows. */
  public static Builder builder(int size) {
    return new Builder(size);
  }

  /** The number of rows. */
  public int size() {
    return size;
  }

  /** The names of the columns, in the order in which they were declared. */
  public Set<String> names() {
    return types.keySet();
  }

  /** Whether the table has a column of that name and type. */
  public boolean has(String name, Type type) {
    return types.get(name) == type;
  }

  /**
   * The type of a column.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public Type type(String name) {
    Type type = types.get(name);
    if (type == null) {
      throw new IllegalArgumentException("attribute: no '" + name + "'; there are " + names());
    }
    return type;
  }

  /** The text in a cell, or null if it is missing. */
  public @Nullable String text(String name, int row) {
    return (String) cells(name, Type.TEXT)[row];
  }

  /** The number in a cell, or NaN if it is missing. */
  public double number(String name, int row) {
    Double number = (Double) cells(name, Type.NUMBER)[row];
    return number == null ? Double.NaN : number;
  }

  /** The terms in a cell, an empty list if it is missing. */
  @SuppressWarnings("unchecked")
  public List<String> terms(String name, int row) {
    List<String> terms = (List<String>) cells(name, Type.TERMS)[row];
    return terms == null ? List.of() : terms;
  }

  private @Nullable Object[] cells(String name, Type type) {
    @Nullable Object[] cells = columns.get(name);
    if (cells == null || types.get(name) != type) {
      throw new IllegalArgumentException(
          "attribute: no '" + name + "' of type " + type + "; there are " + types);
    }
    return cells;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof AttributeTable that) || size != that.size || !types.equals(that.types)) {
      return false;
    }
    return types.keySet().stream()
        .allMatch(name -> Arrays.equals(columns.get(name), that.columns.get(name)));
  }

  @Override
  public int hashCode() {
    return types.hashCode() * 31 + size;
  }

  @Override
  public String toString() {
    return "AttributeTable[" + size + " rows, " + types + "]";
  }

  /** Declares columns and fills their cells. Not safe for concurrent use. */
  public static final class Builder {
    private final int size;
    private final Map<String, @Nullable Object[]> columns = new LinkedHashMap<>();
    private final Map<String, Type> types = new LinkedHashMap<>();

    private Builder(int size) {
      this.size = size;
    }

    /** Declares a column whose cells are all missing. */
    public Builder column(String name, Type type) {
      if (types.putIfAbsent(name, type) != null) {
        throw new IllegalArgumentException("attribute: '" + name + "' is declared twice");
      }
      columns.put(name, new @Nullable Object[size]);
      return this;
    }

    /** Fills a cell of a text column; an empty text counts as missing. */
    public Builder text(String name, int row, String text) {
      cells(name, Type.TEXT)[row] = text.isEmpty() ? null : text;
      return this;
    }

    /** Fills a cell of a number column; NaN counts as missing. */
    public Builder number(String name, int row, double number) {
      cells(name, Type.NUMBER)[row] = Double.isNaN(number) ? null : number;
      return this;
    }

    /** Fills a cell of a column of terms; an empty list counts as missing. */
    public Builder terms(String name, int row, List<String> terms) {
      cells(name, Type.TERMS)[row] = terms.isEmpty() ? null : List.copyOf(terms);
      return this;
    }

    /** The table; the builder may be used no more. */
    public AttributeTable build() {
      return new AttributeTable(size, columns, types);
    }

    private @Nullable Object[] cells(String name, Type type) {
      @Nullable Object[] cells = columns.get(name);
      if (cells == null || types.get(name) != type) {
        throw new IllegalArgumentException("attribute: '" + name + "' is not declared as " + type);
      }
      return cells;
    }
  }
}
