package io.recsys.data;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/** A data file that does not say what its format promises; the message gives file, line, reason. */
public class DataFormatException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** A fault in one line; lines count from 1. */
  public DataFormatException(Path file, long line, String reason) {
    super(file + ", line " + line + ": " + reason);
  }

  /** A fault of a whole file or folder. */
  public DataFormatException(Path file, String reason) {
    super(file + ": " + reason);
  }
}
