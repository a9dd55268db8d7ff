package io.recsys.source;

import io.recsys.data.DataFormatException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The lines of a file as byte ranges of one buffer.
 *
 * <p>A line ends with LF, CR LF or the end of the file. A UTF-8 byte order mark at the start is
 * left out. A file whose name ends with {@code .gz} is unpacked on the way. The range of a line is
 * valid until the next call of {@link #next}, and its bytes may be changed meanwhile. Not safe for
 * concurrent use.
 */
final class LineReader implements Closeable {
  static final int LONGEST_LINE = 1 << 20;
  private static final int FIRST_CAPACITY = 1 << 18;

  private final Path file;
  private final InputStream in;
  private byte[] buffer = new byte[FIRST_CAPACITY];
  private int from;
  private int to;
  private int next;
  private int limit;
  private boolean atEnd;
  private long line;

  LineReader(Path file) throws IOException {
    this.file = file;
    this.in = open(file);
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    if (!file.toString().endsWith(".gz")) {
      return in;
    }
    try {
      return new GZIPInputStream(in);
    } catch (EOFException | ZipException e) {
      in.close();
      throw new DataFormatException(file, "the file is no gzip, as its name has it");
    }
  }

  /** Moves to the next line; false at the end of the file. */
  boolean next() throws IOException {
    if (line == 0) {
      fill();
      skipByteOrderMark();
    }
    int end = next;
    while (true) {
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      if (end < limit || atEnd) {
        break;
      }
      end -= next;
      fill();
      end += next;
    }
    if (end == limit && next == limit) {
      return false;
    }
    from = next;
    to = end > from && buffer[end - 1] == '\r' ? end - 1 : end;
    next = Math.min(end + 1, limit);
    line++;
    return true;
  }

  /** The buffer that holds the line. */
  byte[] buffer() {
    return buffer;
  }

  /** Where the line starts in the buffer. */
  int from() {
    return from;
  }

  /** The place after the line's last byte, its line end left out. */
  int to() {
    return to;
  }

  /** The line's number, from 1. */
  long line() {
    return line;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void skipByteOrderMark() {
    if (limit >= 3
        && buffer[0] == (byte) 0xEF
        && buffer[1] == (byte) 0xBB
        && buffer[2] == (byte) 0xBF) {
      next = 3;
    }
  }

  /** Moves what is left to the start of the buffer and reads until the buffer is full. */
  private void fill() throws IOException {
    int rest = limit - next;
    if (rest == buffer.length) {
      if (rest >= LONGEST_LINE) {
        throw new DataFormatException(
            file,
            line + 1,
            "the line is longer than " + LONGEST_LINE + " bytes; is this a text file?");
      }
      buffer = Arrays.copyOf(buffer, 2 * rest);
    } else {
      System.arraycopy(buffer, next, buffer, 0, rest);
    }
    next = 0;
    int read = read(rest);
    limit = rest + read;
    atEnd = limit < buffer.length;
  }

  private int read(int rest) throws IOException {
    try {
      return in.readNBytes(buffer, rest, buffer.length - rest);
    } catch (EOFException | ZipException e) {
      throw new DataFormatException(file, line + 1, "the gzip data is broken from about here on");
    }
  }
}
