package io.recsys.model;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of a CSV text as RFC 4180 defines it, read one by one; lines may end in LF, CR or
 * both. A few dozen lines in place of a library's classes, for reading users and items is much of
 * what a JVM that has just started does before its first answer.
 */
final class CsvRecords {
  private final Path file;
  private final Reader reader;
  private final char[] buffer = new char[1 << 13];
  private final StringBuilder cell = new StringBuilder();
  private int at;
  private int end;

  /**
   * The records that a reader gives.
   *
   * @param file the file that is read, for messages
   */
  CsvRecords(Path file, Reader reader) {
    this.file = file;
    this.reader = reader;
  }

  /**
   * The cells of the next record, null after the last.
   *
   * @throws ModelFormatException if a quoted cell has no end, or something follows it, or the text
   *     cannot be decoded
   */
  @Nullable List<String> next() throws IOException {
    int c = read();
    if (c < 0) {
      return null;
    }
    List<String> cells = new ArrayList<>();
    while (true) {
      cell.setLength(0);
      c = c == '"' ? quoted() : plain(c);
      cells.add(cell.toString());
      if (c != ',') {
        break;
      }
      c = read();
    }
    if (c == '\r' && read() != '\n' && end > 0) {
      at--;
    }
    return cells;
  }

  /** Reads a cell that begins with a character; returns what follows it. */
  private int plain(int first) throws IOException {
    int c = first;
    while (!ends(c)) {
      // The rest of the buffer's part at once, for calls are slow in a JVM that has just started.
      int start = at - 1;
      while (at < end && !ends(buffer[at])) {
        at++;
      }
      cell.append(buffer, start, at - start);
      c = read();
    }
    return c;
  }

  /** Reads what is left of a cell in quotes; returns what follows it. */
  private int quoted() throws IOException {
    while (true) {
      int c = read();
      if (c == '"') {
        c = read();
        if (c != '"' && ends(c)) {
          return c;
        } else if (c != '"') {
          throw malformed();
        }
      } else if (c < 0) {
        throw malformed();
      }
      cell.append((char) c);
    }
  }

  private static boolean ends(int c) {
    return c == ',' || c == '\n' || c == '\r' || c < 0;
  }

  private int read() throws IOException {
    if (at == end) {
      try {
        end = Math.max(0, reader.read(buffer));
      } catch (CharacterCodingException e) {
        throw malformed();
      }
      at = 0;
    }
    return at == end ? -1 : buffer[at++];
  }

  private ModelFormatException malformed() {
    return ModelFormatException.corrupt(file, "it is no CSV file of UTF-8");
  }
}
