package io.recsys.source;

import io.recsys.data.DataFormatException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVRecord;

/**
 * A file of (user, item) pairs, one a line: user and item first, parted by a tab, {@code ::}, a
 * semicolon, a comma or a bar, further columns ignored. A first line with a column {@code user} and
 * a column {@code item}, or their MovieLens names {@code userId} and {@code movieId}, is a header
 * and says where they are. A byte order mark is skipped. MovieLens ratings are such files. Not safe
 * for concurrent use.
 */
public final class PairsFile implements Closeable {
  private static final Set<String> USER_NAMES = Set.of("user", "userid", "user_id");
  private static final Set<String> ITEM_NAMES =
      Set.of("item", "itemid", "item_id", "movieid", "movie_id");

  private final CsvInput rows;
  private int userColumn;
  private int itemColumn = 1;
  private boolean isStart = true;

  private PairsFile(CsvInput rows) {
    this.rows = rows;
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
    return new PairsFile(CsvInput.open(file, "user,item"));
  }

  /**
   * The next pairs, at most {@code count}; none at the end of the file.
   *
   * @throws DataFormatException if a line lacks one of the two, or is no text
   */
  public List<Pair> next(int count) throws IOException {
    List<Pair> pairs = new ArrayList<>();
    while (pairs.size() < count) {
      CSVRecord row = rows.next();
      if (row == null) {
        break;
      }
      if (!isStart || !readsHeader(row)) {
        pairs.add(pair(row));
      }
      isStart = false;
    }
    return pairs;
  }

  @Override
  public void close() throws IOException {
    rows.close();
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
      throw rows.fault("user and item expected, parted by tab or comma");
    }
    return new Pair(row.get(userColumn), row.get(itemColumn));
  }
}
