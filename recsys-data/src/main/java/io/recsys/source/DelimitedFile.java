package io.recsys.source;

import io.recsys.data.RatingScale;
import io.recsys.split.Leak;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ratings in one delimited text file, one rating a line, without attributes.
 *
 * <p>The file is UTF-8; ids are any text without control characters and are kept as they stand,
 * apart from blanks around them. A line ends with LF or CR LF, the last one may end without. A byte
 * order mark at the start and blank lines at the end are ignored. A first line whose rating is no
 * number is a header. With the comma as delimiter a field may stand in double quotes, a quote
 * inside doubled; a line break inside is not supported. With the space as delimiter several spaces
 * in a row count as one.
 *
 * <p>A rating is a plain decimal of at most 18 digits, a time a number of epoch seconds below
 * 100,000,000,000 (more are milliseconds), its fraction cut off. Malformed lines are: a number of
 * fields other than that of the columns, a rating or time that is none, NaN and infinities, a
 * rating off the scale, an id that is empty, not UTF-8 or has control characters, and a blank line
 * before others. The first one fails the reading, unless {@link ReadOptions} tolerates some. Of
 * several rows of one user and item within a part the last is kept and the others are counted.
 *
 * <p>Without a scale in the format, the scale is the range of the training part's ratings, also
 * after a split by a strategy; where all are equal, it reaches from one below up to them. The data
 * set is named after the file, without its ending.
 */
public final class DelimitedFile {
  private DelimitedFile() {}

  /**
   * All ratings of a file as one data set.
   *
   * @throws io.recsys.data.DataFormatException if a line is malformed and not tolerated, or there
   *     is no rating
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  public static LoadedData read(Path file, Format format, ReadOptions options) throws IOException {
    Reading reading = reading(file, format, options, null);
    return reading.loadedData(name(file), format.scale());
  }

  /**
   * The ratings of a file in the two parts that a file of row numbers prescribes.
   *
   * @param split {@code file:ROWS}, where the file {@code ROWS} has the number of a test row on
   *     each line; rows count from 0 without the header, and are told apart before duplicates are
   *     dropped
   * @throws IllegalArgumentException if the split's name is another
   * @throws io.recsys.data.DataFormatException if a line of either file is malformed, or a row
   *     number is beyond the ratings
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  public static LoadedSplit readSplit(Path file, Format format, String split, ReadOptions options)
      throws IOException {
    if (!readsSplit(split)) {
      throw new IllegalArgumentException(
          "split: '" + split + "' is not known to a delimited file; it reads file:ROWS");
    }
    Reading reading = reading(file, format, options, TestRows.read(split));
    return reading.loadedSplit(name(file), format.scale(), split, Leak.UNKNOWN);
  }

  /** Whether {@link #readSplit} knows a split of that name: {@code file:ROWS}. */
  public static boolean readsSplit(String split) {
    return TestRows.areNamedBy(split);
  }

  private static Reading reading(
      Path file, Format format, ReadOptions options, @Nullable TestPart testPart)
      throws IOException {
    Reading reading = new Reading(options);
    reading.read(
        Reading.existing(file, "give the path of a file with one rating a line"), format, testPart);
    return reading;
  }

  private static String name(Path file) {
    String name = String.valueOf(file.toAbsolutePath().normalize().getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /**
   * The layout of a delimited file.
   *
   * @param columns what the fields of a line are: {@code user}, {@code item} and {@code rating},
   *     and {@code time} where there are times, each once; any other name, such as {@code -}, is a
   *     column to skip
   * @param delimiter what stands between fields: {@code ::} or a single ASCII character that is no
   *     letter, digit, sign, point, quote or line end
   * @param scale the range of the ratings, or null to take what the training part shows
   */
  public record Format(List<String> columns, String delimiter, @Nullable RatingScale scale) {
    /** Checks columns and delimiter. */
    public Format {
      columns = List.copyOf(columns);
      for (String role : List.of(USER, ITEM, RATING, TIME)) {
        long count = columns.stream().filter(role::equals).count();
        if (count > 1 || (count == 0 && !role.equals(TIME))) {
          throw new IllegalArgumentException(
              "columns: '"
                  + String.join(",", columns)
                  + "' has "
                  + role
                  + " "
                  + count
                  + " times; give user,item,rating[,time] in the file's order, - for a column to skip");
        }
      }
      if (!isDelimiter(delimiter)) {
        throw new IllegalArgumentException(
            "delimiter: '"
                + delimiter
                + "' cannot part fields;"
                + " give TAB, SPACE, COMMA, :: or one character such as ; or |");
      }
    }

    static final String USER = "user";
    static final String ITEM = "item";
    static final String RATING = "rating";
    static final String TIME = "time";

    /** Columns user, item, rating, time with tabs between, the scale taken from the data. */
    public static Format defaults() {
      return new Format(List.of(USER, ITEM, RATING, TIME), "\t", null);
    }

    /**
     * The same format with other columns.
     *
     * @param names the columns' names with commas between, for example {@code user,item,-,rating}
     */
    public Format withColumns(String names) {
      return new Format(
          List.of(names.split(",", -1)).stream().map(String::strip).toList(), delimiter, scale);
    }

    /**
     * The same format with another delimiter.
     *
     * @param name {@code TAB}, {@code SPACE}, {@code COMMA}, or the delimiter itself
     */
    public Format withDelimiter(String name) {
      String other =
          switch (name) {
            case "TAB" -> "\t";
            case "SPACE" -> " ";
            case "COMMA" -> ",";
            default -> name;
          };
      return new Format(columns, other, scale);
    }

    /** The same format with a stated scale; a rating off it makes a line malformed. */
    public Format withScale(RatingScale stated) {
      return new Format(columns, delimiter, stated);
    }

    boolean hasTimes() {
      return columns.contains(TIME);
    }

    private static boolean isDelimiter(String delimiter) {
      if (delimiter.length() != 1) {
        return delimiter.equals("::");
      }
      char c = delimiter.charAt(0);
      return c < 0x7F
          && (c >= ' ' || c == '\t')
          && !Character.isLetterOrDigit(c)
          && "\"+-.".indexOf(c) < 0;
    }
  }
}
