package io.recsys.examples.cli;

import io.recsys.data.DataFormatException;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A file of (user, item) pairs, one a line: user and item first, parted by a tab, {@code ::} or a
 * comma, further columns ignored. A first line that begins with {@code user} or {@code item} is a
 * header, which may put user and item elsewhere. MovieLens ratings are such files.
 */
final class PairsFile implements Closeable {
  private final Path file;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private int userColumn;
  private int itemColumn = 1;
  private boolean isStart = true;

  private PairsFile(Path file, CSVParser parser) {
    this.file = file;
    this.parser = parser;
    this.records = parser.iterator();
  }

  /**
   * A pair as the file has it.
   *
   * @param user the user's id
   * @param item the item's id
   */
  record Pair(String user, String item) {}

  /**
   * Opens a file.
   *
   * @throws NoSuchFileException if there is none
   */
  static PairsFile open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "there is no such file; give one with user,item on each line");
    }
    BufferedReader reader = Files.newBufferedReader(file);
    try {
      return new PairsFile(file, CSVParser.parse(reader, format(reader)));
    } catch (IOException e) {
      reader.close();
      throw e;
    }
  }

  /** The next pairs, at most {@code count}; none at the end of the file. */
  List<Pair> next(int count) throws IOException {
    List<Pair> pairs = new ArrayList<>();
    try {
      while (pairs.size() < count && records.hasNext()) {
        CSVRecord row = records.next();
        if (!isStart || !readsHeader(row)) {
          pairs.add(pair(row));
        }
        isStart = false;
      }
    } catch (UncheckedIOException e) {
      throw new DataFormatException(
          file, parser.getCurrentLineNumber(), "cannot be read as UTF-8 text with columns");
    }
    return pairs;
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  private static CSVFormat format(BufferedReader reader) throws IOException {
    reader.mark(1 << 16);
    String first = reader.readLine();
    reader.reset();
    CSVFormat.Builder format = CSVFormat.DEFAULT.builder().setIgnoreSurroundingSpaces(true);
    if (first != null && first.contains("\t")) {
      format.setDelimiter('\t').setQuote(null);
    } else if (first != null && first.contains("::")) {
      format.setDelimiter("::").setQuote(null);
    }
    return format.get();
  }

  private boolean readsHeader(CSVRecord row) {
    List<String> names = row.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    String first = names.get(0).startsWith("\ufeff") ? names.get(0).substring(1) : names.get(0);
    if (!first.startsWith("user") && !first.startsWith("item")) {
      return false;
    }
    int item = names.indexOf("item");
    int user = names.indexOf("user");
    if (item == 0) {
      userColumn = user < 0 ? 1 : user;
      itemColumn = 0;
    } else {
      itemColumn = item < 0 ? 1 : item;
    }
    return true;
  }

  private Pair pair(CSVRecord row) throws DataFormatException {
    if (row.size() <= Math.max(userColumn, itemColumn)) {
      throw new DataFormatException(
          file, parser.getCurrentLineNumber(), "user and item expected, parted by tab or comma");
    }
    return new Pair(row.get(userColumn), row.get(itemColumn));
  }
}
