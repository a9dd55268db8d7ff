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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A file of (user, item) pairs, one a line: user and item first, parted by a tab, {@code ::} or a
 * comma, further columns ignored. A first line with a column {@code user} and a column {@code
 * item}, or their MovieLens names {@code userId} and {@code movieId}, is a header and says where
 * they are. A byte order mark is skipped. MovieLens ratings are such files. Not safe for concurrent
 * use.
 */
public final class PairsFile implements Closeable {
  private static final Set<String> USER_NAMES = Set.of("user", "userid", "user_id");
  private static final Set<String> ITEM_NAMES =
      Set.of("item", "itemid", "item_id", "movieid", "movie_id");
  private static final String NOT_TEXT = "cannot be read as UTF-8 text with columns";
  private static final int BYTE_ORDER_MARK = 0xFEFF;

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
  public record Pair(String user, String item) {}

  /**
   * Opens a file.
   *
   * @throws NoSuchFileException if there is none
   */
  public static PairsFile open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "there is no such file; give one with user,item on each line");
    }
    BufferedReader reader = Files.newBufferedReader(file);
    try {
      reader.mark(1);
      if (reader.read() != BYTE_ORDER_MARK) {
        reader.reset();
      }
      return new PairsFile(file, CSVParser.parse(reader, format(reader)));
    } catch (CharacterCodingException e) {
      reader.close();
      throw new DataFormatException(file, 1, NOT_TEXT);
    } catch (IOException e) {
      reader.close();
      throw e;
    }
  }

  /**
   * The next pairs, at most {@code count}; none at the end of the file.
   *
   * @throws DataFormatException if a line lacks one of the two, or is no text
   */
  public List<Pair> next(int count) throws IOException {
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
      throw new DataFormatException(file, parser.getCurrentLineNumber(), NOT_TEXT);
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

  /** Takes the places of user and item from a header; false where the row is none. */
  private boolean readsHeader(CSVRecord row) {
    int user = column(row, USER_NAMES);
    int item = column(row, ITEM_NAMES);
    if (user < 0 || item < 0) {
      return false;
    }
    userColumn = user;
    itemColumn = item;
    return true;
  }

  // Whole names alone: a first pair such as user1,item1 is data.
  private static int column(CSVRecord row, Set<String> names) {
    for (int column = 0; column < row.size(); column++) {
      if (names.contains(row.get(column).toLowerCase(Locale.ROOT))) {
        return column;
      }
    }
    return -1;
  }

  private Pair pair(CSVRecord row) throws DataFormatException {
    if (row.size() <= Math.max(userColumn, itemColumn)) {
      throw new DataFormatException(
          file, parser.getCurrentLineNumber(), "user and item expected, parted by tab or comma");
    }
    return new Pair(row.get(userColumn), row.get(itemColumn));
  }
}
