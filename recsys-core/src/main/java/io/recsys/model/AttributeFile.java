package io.recsys.model;

import io.recsys.data.AttributeTable;
import io.recsys.data.Vocabulary;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * An attribute table as a CSV file of UTF-8: a header, then a line an id in index order, the id
 * first. An empty cell is a missing one. Numbers come back as the same doubles, texts as the same
 * characters, line breaks included.
 *
 * <p>Terms stand in one cell with {@code |} between them; inside a term {@code \|} is that
 * character, {@code \\} a backslash, and {@code \e} an empty term.
 */
final class AttributeFile {
  /** The widest whole numbers that are written without a decimal point. */
  private static final double MAX_WHOLE = 1e15;

  /** So many digits are a whole number that a double holds exactly. */
  private static final int EXACT_DIGITS = 15;

  /** A column after the id. */
  record Column(String name, AttributeTable.Type type) {}

  private final String idName;
  private final List<Column> columns;

  private AttributeFile(String idName, List<Column> columns) {
    this.idName = idName;
    this.columns = columns;
  }

  /** A file whose first column is called {@code idName}, with these after it. */
  static AttributeFile of(String idName, List<Column> columns) {
    return new AttributeFile(idName, columns);
  }

  /** The columns of a table. */
  static List<Column> columns(AttributeTable table) {
    return table.names().stream().map(name -> new Column(name, table.type(name))).toList();
  }

  /** Writes a table to a stream, which stays open. */
  void write(Vocabulary ids, AttributeTable table, OutputStream out) throws IOException {
    CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    CSVFormat format = CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
    CSVPrinter csv = new CSVPrinter(writer, format);
    csv.printRecord(header());
    List<String> cells = new ArrayList<>();
    for (int row = 0; row < ids.size(); row++) {
      cells.clear();
      cells.add(ids.id(row));
      for (Column column : columns) {
        cells.add(cell(table, column, row));
      }
      for (String cell : cells) {
        if (!encoder.canEncode(cell)) {
          throw new IllegalArgumentException(
              "%s '%s': half a character (an unpaired surrogate) in '%s'"
                  .formatted(idName, ids.id(row), cell));
        }
      }
      csv.printRecord(cells);
    }
    csv.flush();
  }

  /**
   * Reads a table from the bytes of a file.
   *
   * @param file the file, for messages
   * @param ids the ids that the lines must have, in this order
   */
  AttributeTable read(Path file, Vocabulary ids, byte[] bytes) throws ModelFormatException {
    // A cell takes at least the byte of its delimiter, so a small file cannot ask for much memory.
    if ((ids.size() + 1L) * (columns.size() + 1L) > bytes.length) {
      throw ModelFormatException.corrupt(
          file, "it is too short for " + ids.size() + " rows of " + columns.size() + " columns");
    }
    AttributeTable.Builder table = AttributeTable.builder(ids.size());
    for (Column column : columns) {
      table.column(column.name, column.type);
    }
    CsvRecords csv = new CsvRecords(file, bytes);
    String[] line = new String[columns.size() + 1];
    // Many items have the same terms: once read, and once in memory.
    Map<String, List<String>> terms = new HashMap<>();
    int row = -1;
    while (csv.next()) {
      check(file, ids, row, line, take(csv, line));
      for (int i = 0; i < columns.size() && row >= 0; i++) {
        fill(file, table, columns.get(i), row, line[i + 1], terms);
      }
      row++;
    }
    if (row != ids.size()) {
      throw ModelFormatException.corrupt(file, "it ends after row " + row + " of " + ids.size());
    }
    return table.build();
  }

  /** Takes the cells of a record, as many as there is room for; returns how many it has. */
  private static int take(CsvRecords csv, String[] line) throws ModelFormatException {
    int cells = 0;
    for (String cell = csv.cell(); cell != null; cell = csv.cell()) {
      if (cells < line.length) {
        line[cells] = cell;
      }
      cells++;
    }
    return cells;
  }

  private List<String> header() {
    List<String> header = new ArrayList<>();
    header.add(idName);
    for (Column column : columns) {
      header.add(column.name);
    }
    return header;
  }

  private void check(Path file, Vocabulary ids, int row, String[] line, int cells)
      throws ModelFormatException {
    if (row < 0) {
      if (cells != line.length || !Arrays.asList(line).equals(header())) {
        throw ModelFormatException.corrupt(file, "its header is not " + header());
      }
    } else if (row >= ids.size() || cells != line.length) {
      throw ModelFormatException.corrupt(
          file,
          "row %d has %d cells where %d rows of %d are expected"
              .formatted(row + 1, cells, ids.size(), line.length));
    } else if (!line[0].equals(ids.id(row))) {
      throw ModelFormatException.corrupt(
          file, "row %d is '%s', not '%s'".formatted(row + 1, line[0], ids.id(row)));
    }
  }

  private static void fill(
      Path file,
      AttributeTable.Builder table,
      Column column,
      int row,
      String cell,
      Map<String, List<String>> known)
      throws ModelFormatException {
    if (cell.isEmpty()) {
      return;
    }
    switch (column.type) {
      case TEXT -> table.text(column.name, row, cell);
      case NUMBER -> table.number(column.name, row, number(file, column, row, cell));
      case TERMS -> {
        List<String> terms = known.get(cell);
        if (terms == null) {
          terms = List.copyOf(terms(file, row, cell));
          known.put(cell, terms);
        }
        table.terms(column.name, row, terms);
      }
    }
  }

  private static double number(Path file, Column column, int row, String cell)
      throws ModelFormatException {
    try {
      return number(cell);
    } catch (NumberFormatException e) {
      throw ModelFormatException.corrupt(
          file, "'%s' of row %d is '%s', no number".formatted(column.name, row + 1, cell));
    }
  }

  private static String cell(AttributeTable table, Column column, int row) {
    return switch (column.type) {
      case TEXT -> {
        String text = table.text(column.name, row);
        yield text == null ? "" : text;
      }
      case NUMBER -> number(table.number(column.name, row));
      case TERMS -> {
        List<String> cells = new ArrayList<>();
        for (String term : table.terms(column.name, row)) {
          cells.add(term.isEmpty() ? "\\e" : term.replace("\\", "\\\\").replace("|", "\\|"));
        }
        yield String.join("|", cells);
      }
    };
  }

  /** The number that a text spells; most are whole and short, and slow to be read as others are. */
  private static double number(String text) {
    boolean negative = text.charAt(0) == '-';
    long whole = 0;
    for (int i = negative ? 1 : 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || text.length() > EXACT_DIGITS) {
        return Double.parseDouble(text);
      }
      whole = whole * 10 + digit;
    }
    // Zero may have a sign that a whole number does not keep, or be none but the sign.
    return whole == 0 ? Double.parseDouble(text) : negative ? -whole : whole;
  }

  private static String number(double number) {
    if (Double.isNaN(number)) {
      return "";
    }
    boolean whole = number == Math.rint(number) && Math.abs(number) < MAX_WHOLE;
    // Minus zero equals zero, but a whole number cannot hold its sign.
    return whole && Double.compare(number, -0.0) != 0
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private static List<String> terms(Path file, int row, String cell) throws ModelFormatException {
    List<String> terms = new ArrayList<>();
    StringBuilder term = new StringBuilder();
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (c == '|') {
        terms.add(term.toString());
        term.setLength(0);
      } else if (c != '\\') {
        term.append(c);
      } else if (++i < cell.length() && "\\|e".indexOf(cell.charAt(i)) >= 0) {
        term.append(cell.charAt(i) == 'e' ? "" : cell.charAt(i));
      } else {
        throw ModelFormatException.corrupt(
            file, "a backslash escapes nothing in '%s' of row %d".formatted(cell, row + 1));
      }
    }
    terms.add(term.toString());
    return terms;
  }
}
