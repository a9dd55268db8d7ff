package io.recsys.source;

import io.recsys.data.DataFormatException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The count of malformed lines in one reading, which fails when there are too many. */
final class BadLines {
  private final int limit;
  private int count;
  private int offScale;
  private @Nullable String first;

  BadLines(ReadOptions options) {
    limit = options.skipBadLines();
  }

  /**
   * Counts a malformed line.
   *
   * @throws DataFormatException if it is one too many; the message names the first one
   */
  void add(Path file, long line, String reason) throws DataFormatException {
    count++;
    if (first == null) {
      first = file + ", line " + line + ": " + reason;
    }
    if (limit == 0) {
      throw new DataFormatException(file, line, reason);
    }
    if (count > limit) {
      throw new DataFormatException(
          file,
          line,
          reason + " (bad line " + count + " of at most " + limit + "; the first: " + first + ")");
    }
  }

  /** Counts a line whose rating is off the scale, also among the malformed. */
  void addOffScale(Path file, long line, String reason) throws DataFormatException {
    offScale++;
    add(file, line, reason);
  }

  int count() {
    return count;
  }

  int offScale() {
    return offScale;
  }
}
