package io.recsys.source;

import io.recsys.data.RatingScale;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The parser of ratings files, which reads bytes and makes a {@code String} for a fault only.
 *
 * <p>The rules are those of {@link DelimitedFile}. Not safe for concurrent use.
 */
final class RatingsParser {
  /** Takes the ratings in the order of the file. */
  @FunctionalInterface
  interface Sink {
    /**
     * A rating.
     *
     * @param row the number of the data row in its file, from 0
     */
    void add(long row, int user, int item, float value, long time);
  }

  /** Above it a time is in milliseconds: in seconds it is the year 5138. */
  private static final long LATEST_TIME = 99_999_999_999L;

  private static final int LONGEST_QUOTE = 40;

  private final IdTable users;
  private final IdTable items;
  private final BadLines badLines;
  private final @Nullable RatingScale scale;
  private final byte delimiter;
  private final int delimiterWidth;
  private final boolean quotes;
  private final int userColumn;
  private final int itemColumn;
  private final int ratingColumn;
  private final int timeColumn;
  private final int[] starts;
  private final int[] ends;
  private final Decimal decimal = new Decimal();
  private byte[] bytes = new byte[0];
  private boolean offScale;
  private int quotedEnd;

  RatingsParser(DelimitedFile.Format format, IdTable users, IdTable items, BadLines badLines) {
    this.users = users;
    this.items = items;
    this.badLines = badLines;
    scale = format.scale();
    delimiter = (byte) format.delimiter().charAt(0);
    delimiterWidth = format.delimiter().length();
    quotes = delimiter == ',';
    List<String> columns = format.columns();
    userColumn = columns.indexOf(DelimitedFile.Format.USER);
    itemColumn = columns.indexOf(DelimitedFile.Format.ITEM);
    ratingColumn = columns.indexOf(DelimitedFile.Format.RATING);
    timeColumn = columns.indexOf(DelimitedFile.Format.TIME);
    starts = new int[columns.size()];
    ends = new int[columns.size()];
  }

  /**
   * Gives a file's valid ratings to the sink; returns the number of data rows, bad ones included.
   */
  long parse(Path file, Sink sink) throws IOException {
    long row = 0;
    long blank = 0;
    try (LineReader lines = new LineReader(file)) {
      while (lines.next()) {
        bytes = lines.buffer();
        int from = skipBlanks(lines.from(), lines.to());
        int to = cutBlanks(from, lines.to());
        if (from == to) {
          blank++;
          continue;
        }
        for (; blank > 0; blank--) {
          badLines.add(file, lines.line() - blank, "the line is blank");
          row++;
        }
        int fields = split(from, to);
        if (lines.line() == 1 && fields == starts.length && isHeader()) {
          continue;
        }
        String fault = fields == starts.length ? add(row, sink) : columnFault(fields);
        if (fault != null) {
          report(file, lines.line(), fault);
        }
        row++;
      }
    }
    return row;
  }

  private void report(Path file, long line, String fault) throws IOException {
    if (offScale) {
      offScale = false;
      badLines.addOffScale(file, line, fault);
    } else {
      badLines.add(file, line, fault);
    }
  }

  /** Hands the fields over as a rating; returns what is wrong with them, or null. */
  private @Nullable String add(long row, Sink sink) {
    if (!decimal.parse(bytes, starts[ratingColumn], ends[ratingColumn])) {
      return "rating: '" + text(ratingColumn) + "' is no number of at most 18 digits";
    }
    double rating = decimal.value();
    if (scale != null && !scale.contains(rating)) {
      offScale = true;
      return "rating: "
          + text(ratingColumn)
          + " is off the scale "
          + scale.min()
          + " to "
          + scale.max();
    }
    long time = 0;
    if (timeColumn >= 0) {
      if (!decimal.parse(bytes, starts[timeColumn], ends[timeColumn])) {
        return "time: '" + text(timeColumn) + "' is no number of epoch seconds";
      }
      time = decimal.whole();
      if (time > LATEST_TIME || time < -LATEST_TIME) {
        return "time: " + text(timeColumn) + " is too far off; give seconds, not milliseconds";
      }
    }
    int user = users.find(bytes, starts[userColumn], ends[userColumn]);
    int item = items.find(bytes, starts[itemColumn], ends[itemColumn]);
    // Both are checked before either is added: a bad line leaves no id behind.
    if ((user < 0 && !isId(userColumn)) || (item < 0 && !isId(itemColumn))) {
      return idFault(user < 0 && !isId(userColumn) ? userColumn : itemColumn);
    }
    sink.add(
        row,
        user >= 0 ? user : users.add(bytes, starts[userColumn], ends[userColumn]),
        item >= 0 ? item : items.add(bytes, starts[itemColumn], ends[itemColumn]),
        (float) rating,
        time);
    return null;
  }

  private boolean isId(int column) {
    return IdTable.isId(bytes, starts[column], ends[column]);
  }

  private String idFault(int column) {
    String name = column == userColumn ? DelimitedFile.Format.USER : DelimitedFile.Format.ITEM;
    return starts[column] == ends[column]
        ? name + ": the id is empty"
        : name + ": '" + text(column) + "' is not UTF-8 text without control characters";
  }

  private String columnFault(int fields) {
    return fields < 0
        ? "a double quote is not closed, or text follows it"
        : fields + " fields where " + starts.length + " are expected";
  }

  /** A header's rating is a word; NaN and Infinity are faulty numbers. */
  private boolean isHeader() {
    String word = text(ratingColumn).toLowerCase(Locale.ROOT);
    return !word.isEmpty()
        && !word.equals("nan")
        && !word.startsWith("inf")
        && "+-.0123456789".indexOf(word.charAt(0)) < 0;
  }

  private String text(int column) {
    int length = Math.min(ends[column] - starts[column], LONGEST_QUOTE);
    return new String(bytes, starts[column], length, StandardCharsets.UTF_8)
        .replaceAll("\\p{Cntrl}", "?");
  }

  /** Finds the fields of a line; returns their number, or -1 for a fault in quotes. */
  private int split(int from, int to) {
    int fields = 0;
    int at = from;
    while (true) {
      int start = skipBlanks(at, to);
      int end;
      if (quotes && start < to && bytes[start] == '"') {
        int close = unquote(start, to);
        if (close < 0) {
          return -1;
        }
        start++;
        end = quotedEnd;
        at = skipBlanks(close + 1, to);
        if (at < to && bytes[at] != delimiter) {
          return -1;
        }
      } else {
        at = delimiterAt(start, to);
        end = cutBlanks(start, at);
      }
      if (fields < starts.length) {
        starts[fields] = start;
        ends[fields] = end;
      }
      fields++;
      if (at >= to) {
        return fields;
      }
      at += delimiterWidth;
    }
  }

  /**
   * Moves the text in quotes together where doubled quotes become one; it ends at {@code
   * quotedEnd}. Returns the place of the closing quote, or -1.
   */
  private int unquote(int open, int to) {
    int write = open + 1;
    for (int at = open + 1; at < to; at++) {
      if (bytes[at] == '"') {
        if (at + 1 == to || bytes[at + 1] != '"') {
          quotedEnd = write;
          return at;
        }
        at++;
      }
      bytes[write++] = bytes[at];
    }
    return -1;
  }

  private int delimiterAt(int from, int to) {
    int at = from;
    while (at < to
        && (bytes[at] != delimiter
            || (delimiterWidth == 2 && (at + 1 == to || bytes[at + 1] != delimiter)))) {
      at++;
    }
    return at;
  }

  private int skipBlanks(int from, int to) {
    int at = from;
    while (at < to && bytes[at] == ' ') {
      at++;
    }
    return at;
  }

  private int cutBlanks(int from, int to) {
    int at = to;
    while (at > from && bytes[at - 1] == ' ') {
      at--;
    }
    return at;
  }
}
