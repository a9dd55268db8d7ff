package io.recsys.data;

import java.util.Arrays;
import java.util.Collections;
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
  private final Map<String, Column> columns;

  private AttributeTable(int size, Map<String, Column> columns) {
    this.size = size;
    this.columns = columns;
  }

  /** A cell each row, in the array that belongs to the type; the other two are empty. */
  private static final class Column {
    private final Type type;
    private final @Nullable String[] texts;
    private final double[] numbers;
    private final List<String>[] terms;

    @SuppressWarnings({"unchecked", "rawtypes"})
    Column(Type type, int size) {
      this.type = type;
      texts = new @Nullable String[type == Type.TEXT ? size : 0];
      numbers = new double[type == Type.NUMBER ? size : 0];
      Arrays.fill(numbers, Double.NaN);
      terms = new List[type == Type.TERMS ? size : 0];
      Arrays.fill(terms, List.of());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Column that
          && type == that.type
          && Arrays.equals(texts, that.texts)
          && Arrays.equals(numbers, that.numbers)
          && Arrays.equals(terms, that.terms);
    }

    @Override
    public int hashCode() {
      return type.hashCode();
    }

    @Override
    public String toString() {
      return type.toString();
    }
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
    return Collections.unmodifiableSet(columns.keySet());
  }

  /** Whether the table has a column of that name and type. */
  public boolean has(String name, Type type) {
    Column column = columns.get(name);
    return column != null && column.type == type;
  }

  /**
   * The type of a column.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public Type type(String name) {
    Column column = columns.get(name);
    if (column == null) {
      throw new IllegalArgumentException("attribute: no '" + name + "'; there are " + names());
    }
    return column.type;
  }

  /** The text in a cell, or null if it is missing. */
  public @Nullable String text(String name, int row) {
    return column(name, Type.TEXT).texts[row];
  }

  /** The number in a cell, or NaN if it is missing. */
  public double number(String name, int row) {
    return column(name, Type.NUMBER).numbers[row];
  }

  /** The texts of a column, a copy; null where one is missing. */
  public @Nullable String[] texts(String name) {
    return column(name, Type.TEXT).texts.clone();
  }

  /** The numbers of a column, a copy; NaN where one is missing. */
  public double[] numbers(String name) {
    return column(name, Type.NUMBER).numbers.clone();
  }

  /** The terms of a column; an empty list where they are missing. */
  public List<List<String>> terms(String name) {
    return Collections.unmodifiableList(Arrays.asList(column(name, Type.TERMS).terms));
  }

  /** The terms in a cell, an empty list if it is missing. */
  public List<String> terms(String name, int row) {
    return column(name, Type.TERMS).terms[row];
  }

  private Column column(String name, Type type) {
    Column column = columns.get(name);
    if (column == null || column.type != type) {
      throw new IllegalArgumentException(
          "attribute: no '" + name + "' of type " + type + "; there are " + columns);
    }
    return column;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AttributeTable that
        && size == that.size
        && columns.equals(that.columns);
  }

  @Override
  public int hashCode() {
    return columns.hashCode() * 31 + size;
  }

  @Override
  public String toString() {
    return "AttributeTable[" + size + " rows, " + columns + "]";
  }

  /** Declares columns and fills their cells. Not safe for concurrent use. */
  public static final class Builder {
    private final int size;
    private final Map<String, Column> columns = new LinkedHashMap<>();

    private Builder(int size) {
      this.size = size;
    }

    /** Declares a column whose cells are all missing. */
    public Builder column(String name, Type type) {
      if (columns.putIfAbsent(name, new Column(type, size)) != null) {
        throw new IllegalArgumentException("attribute: '" + name + "' is declared twice");
      }
      return this;
    }

    /** Fills a cell of a text column; an empty text counts as missing. */
    public Builder text(String name, int row, String text) {
      declared(name, Type.TEXT).texts[row] = text.isEmpty() ? null : text;
      return this;
    }

    /** Fills a cell of a number column; NaN counts as missing. */
    public Builder number(String name, int row, double number) {
      declared(name, Type.NUMBER).numbers[row] = number;
      return this;
    }

    /** Fills a cell of a column of terms; an empty list counts as missing. */
    public Builder terms(String name, int row, List<String> terms) {
      declared(name, Type.TERMS).terms[row] = List.copyOf(terms);
      return this;
    }

    /** The table; the builder may be used no more. */
    public AttributeTable build() {
      return new AttributeTable(size, columns);
    }

    private Column declared(String name, Type type) {
      Column column = columns.get(name);
      if (column == null || column.type != type) {
        throw new IllegalArgumentException("attribute: '" + name + "' is not declared as " + type);
      }
      return column;
    }
  }
}
