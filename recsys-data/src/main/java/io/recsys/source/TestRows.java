package io.recsys.source;

import io.recsys.data.DataFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * The data rows that a {@code file:ROWS} split puts into the test part.
 *
 * <p>The file has one whole number a line, in any order, each once. Rows count from 0; a header is
 * no row, a malformed line is one, so that the numbers hold whether or not it is skipped.
 */
final class TestRows implements TestPart {
  static final String PREFIX = "file:";

  private final Path file;
  private final BitSet rows = new BitSet();

  private TestRows(Path file) {
    this.file = file;
  }

  /** Whether a split's name asks for a file of row numbers. */
  static boolean areNamedBy(String split) {
    return split.startsWith(PREFIX) && split.length() > PREFIX.length();
  }

  /** Reads the file that a split's name, {@code file:ROWS}, gives. */
  static TestRows read(String split) throws IOException {
    Path file = Path.of(split.substring(PREFIX.length()));
    TestRows rows =
        new TestRows(
            Reading.existing(file, "give file:ROWS with the row numbers of the test part"));
    try (LineReader lines = new LineReader(file)) {
      Decimal number = new Decimal();
      while (lines.next()) {
        rows.add(lines, number);
      }
    }
    if (rows.rows.isEmpty()) {
      throw new DataFormatException(
          file, "the file names no row; one row number a line is expected");
    }
    return rows;
  }

  @Override
  public boolean contains(long row, int user, int item) {
    return row < Integer.MAX_VALUE && rows.get((int) row);
  }

  @Override
  public void checkComplete(long rowsRead) throws DataFormatException {
    if (rows.length() > rowsRead) {
      throw new DataFormatException(
          file,
          "row "
              + (rows.length() - 1)
              + " is named where the ratings have the rows 0 to "
              + (rowsRead - 1)
              + "; the file belongs to other ratings");
    }
  }

  private void add(LineReader lines, Decimal number) throws DataFormatException {
    if (lines.from() == lines.to()) {
      return;
    }
    boolean isRow = number.parse(lines.buffer(), lines.from(), lines.to());
    long row = number.whole();
    if (!isRow || row < 0 || row != number.value() || row >= Integer.MAX_VALUE) {
      throw new DataFormatException(
          file, lines.line(), "no row number; a whole number from 0 on is expected");
    }
    if (rows.get((int) row)) {
      throw new DataFormatException(file, lines.line(), "row " + row + " is named twice");
    }
    rows.set((int) row);
  }
}
