package io.recsys.source;

import io.recsys.data.DataFormatException;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * A file of rows that someone else wrote: UTF-8, columns parted by a tab, {@code ::}, a semicolon,
 * a comma or a bar, whichever of them the first line has first in this order. Fields may be quoted,
 * but not beside tabs and {@code ::}. A byte order mark and empty lines are skipped.
 */
final class CsvInput implements Closeable {
  private static final String NOT_TEXT = "cannot be read as UTF-8 text with columns";
  private static final int BYTE_ORDER_MARK = 0xFEFF;
  private static final int LONGEST_FIRST_LINE = 1 << 16;

  private final Path file;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;

  private CsvInput(Path file, CSVParser parser) {
    this.file = file;
    this.parser = parser;
    this.records = parser.iterator();
  }

  /**
   * Opens a file.
   *
   * @param columns what it should hold, for the message
   * @throws NoSuchFileException if there is none
   */
  static CsvInput open(Path file, String columns) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(
          file.toString(),
          null,
          "there is no such file; give one with " + columns + " on each line");
    }
    BufferedReader reader = Files.newBufferedReader(file);
    try {
      reader.mark(1);
      if (reader.read() != BYTE_ORDER_MARK) {
        reader.reset();
      }
      return new CsvInput(file, CSVParser.parse(reader, format(reader)));
    } catch (CharacterCodingException e) {
      reader.close();
      throw new DataFormatException(file, 1, NOT_TEXT);
    } catch (IOException e) {
      reader.close();
      throw e;
    }
  }

  /** The next row, or null at the end of the file. */
  @Nullable CSVRecord next() throws IOException {
    try {
      return records.hasNext() ? records.next() : null;
    } catch (UncheckedIOException e) {
      throw new DataFormatException(file, parser.getCurrentLineNumber(), NOT_TEXT);
    }
  }

  /** A fault in the row that came last, to throw. */
  DataFormatException fault(String reason) {
    return new DataFormatException(file, Math.max(1, parser.getCurrentLineNumber()), reason);
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  private static CSVFormat format(BufferedReader reader) throws IOException {
    reader.mark(LONGEST_FIRST_LINE);
    String first = reader.readLine();
    reader.reset();
    CSVFormat.Builder format =
        CSVFormat.DEFAULT.builder().setIgnoreSurroundingSpaces(true).setIgnoreEmptyLines(true);
    String bare = first == null ? "" : first.replaceAll("\"[^\"]*\"", "");
    if (bare.contains("\t")) {
      format.setDelimiter('\t').setQuote(null);
    } else if (bare.contains("::")) {
      format.setDelimiter("::").setQuote(null);
    } else if (bare.contains(";")) {
      format.setDelimiter(';');
    } else if (!bare.contains(",") && bare.contains("|")) {
      format.setDelimiter('|');
    }
    return format.get();
  }
}
