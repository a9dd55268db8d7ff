package io.recsys.sagemaker.local;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file in bodies of as many as fit, in order: the service's {@code SplitType} Line
 * and {@code BatchStrategy} MultiRecord. Blank lines are left out. For one thread.
 */
final class LineBatches implements Closeable {
  private final Path file;
  private final int most;
  private final InputStream in;
  private long line;
  private int records;
  private byte @Nullable [] waiting;

  /**
   * The bodies of a file.
   *
   * @param most the bytes of the largest body
   */
  LineBatches(Path file, int most) throws IOException {
    this.file = file;
    this.most = most;
    this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  /** The next lines, each with its end, or null when there are no more. */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    records = 0;
    for (byte[] next = waiting(); next != null; next = line()) {
      if (records > 0 && body.size() + next.length > most) {
        waiting = next;
        break;
      }
      body.writeBytes(next);
      records++;
    }
    return records == 0 ? null : body.toByteArray();
  }

  /** The number of lines that came last. */
  int records() {
    return records;
  }

  private byte @Nullable [] waiting() throws IOException {
    byte[] next = waiting;
    waiting = null;
    return next == null ? line() : next;
  }

  /** A line that is not blank, with its end, or null. */
  private byte @Nullable [] line() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean isBlank = true;
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b != '\n') {
        bytes.write(b);
        isBlank &= b <= ' ';
        if (bytes.size() >= most) {
          throw new IOException(
              file + ":" + (line + 1) + ": the line is longer than " + most + " bytes; split it");
        }
        continue;
      }
      line++;
      if (!isBlank) {
        bytes.write('\n');
        return bytes.toByteArray();
      }
      bytes.reset();
      isBlank = true;
    }
    if (isBlank) {
      return null;
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
