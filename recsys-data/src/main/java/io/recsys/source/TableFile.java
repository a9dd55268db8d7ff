package io.recsys.source;

import io.recsys.data.DataFormatException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * A file of rows with columns of known meaning. A first line that names the first two columns is a
 * header and says where each is; without one they stand in order. Case, blanks and underscores in
 * names do not count. Not safe for concurrent use.
 */
public final class TableFile implements Closeable {
  private static final int MISSING = -1;

  private final CsvInput rows;
  private final List<Column> columns;
  private final int[] places;
  private @Nullable CSVRecord row;
  private boolean hasHeader;

  private TableFile(CsvInput rows, List<Column> columns) throws IOException {
    this.rows = rows;
    this.columns = columns;
    this.places = new int[columns.size()];
    Arrays.setAll(places, column -> column);
    this.row = rows.next();
    if (row != null && readsHeader(row)) {
      hasHeader = true;
      row = rows.next();
    }
  }

  /**
   * A column.
   *
   * @param name what it holds
   * @param others other names that headers have for it, in lower case without blanks and
   *     underscores
   */
  public record Column(String name, Set<String> others) {
    /** The user's id. */
    public static final Column USER = new Column("user", Set.of("userid", "uid"));

    /** The item's id. */
    public static final Column ITEM = new Column("item", Set.of("itemid", "iid", "movieid"));

    /** Copies the set. */
    public Column {
      others = Set.copyOf(others);
    }

    private boolean isCalled(String header) {
      String bare = header.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
      return bare.equals(name) || others.contains(bare);
    }
  }

  /**
   * Opens a file; its first row, if it has one, is the current one.
   *
   * @param columns the columns, user and item or whatever else a header must name first
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws DataFormatException if it is no text with columns
   */
  public static TableFile open(Path file, List<Column> columns) throws IOException {
    CsvInput rows =
        CsvInput.open(file, columns.stream().map(Column::name).collect(Collectors.joining(",")));
    try {
      return new TableFile(rows, columns);
    } catch (IOException e) {
      rows.close();
      throw e;
    }
  }

  /** Whether a header named the columns. */
  public boolean hasHeader() {
    return hasHeader;
  }

  /** Whether there is a current row. */
  public boolean hasRow() {
    return row != null;
  }

  /** Goes on to the next row. */
  public void advance() throws IOException {
    row = rows.next();
  }

  /** Whether the file has a column: named in the header, or there in the current row. */
  public boolean has(int column) {
    return places[column] != MISSING && (hasHeader || current().size() > places[column]);
  }

  /** The text in a column of the current row, which is not empty. */
  public String text(int column) throws IOException {
    String text = field(column);
    if (text.isEmpty()) {
      throw rows.fault("the " + columns.get(column).name() + " is empty");
    }
    return text;
  }

  /** The number in a column of the current row. */
  public double number(int column) throws IOException {
    String text = field(column);
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for what is not finite.
    }
    throw rows.fault(
        "'%s' is no %s; give numbers, or a header that names the columns %s"
            .formatted(text, columns.get(column).name(), names()));
  }

  /** The number in a column of the current row, NaN where the cell is empty or says NaN. */
  public double numberOrMissing(int column) throws IOException {
    String text = field(column);
    return text.isEmpty() || text.equalsIgnoreCase("nan") ? Double.NaN : number(column);
  }

  /** A fault in the current row, to throw. */
  public DataFormatException fault(String reason) {
    return rows.fault(reason);
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }

  private String field(int column) throws IOException {
    int place = places[column];
    if (place == MISSING || current().size() <= place) {
      throw rows.fault(
          "no "
              + columns.get(column).name()
              + "; the columns "
              + names()
              + " are expected, parted by comma, semicolon, tab, | or ::");
    }
    return current().get(place).strip();
  }

  private CSVRecord current() {
    if (row == null) {
      throw new IllegalStateException("the file has no further row");
    }
    return row;
  }

  private String names() {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  private boolean readsHeader(CSVRecord first) {
    int[] named = new int[places.length];
    for (int column = 0; column < named.length; column++) {
      named[column] = MISSING;
      for (int place = first.size() - 1; place >= 0; place--) {
        if (columns.get(column).isCalled(first.get(place))) {
          named[column] = place;
        }
      }
    }
    if (named[0] == MISSING || named[1] == MISSING) {
      return false;
    }
    System.arraycopy(named, 0, places, 0, named.length);
    return true;
  }
}
