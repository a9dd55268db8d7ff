package io.recsys.model;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/**
 * A model folder that cannot be used as it is; the message names the file, what is wrong with it
 * and what to do, in one sentence.
 */
public class ModelFormatException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** The most characters of a reason that are shown, half of them from its start. */
  private static final int LONGEST = 400;

  /** What makes a model folder unusable. */
  public enum Kind {
    /** A file is damaged, missing or not what the format promises. */
    CORRUPT("copy the model folder again from where it was saved, or train the model again"),
    /** The format is older than any that this version of the library reads. */
    TOO_OLD("train the model again with this version of recsys"),
    /** The format is newer than any that this version of the library reads. */
    TOO_NEW("update recsys to the version that saved the model, or a later one"),
    /** The files are whole, but the model scores otherwise than when it was saved. */
    SELF_TEST("train the model again with this version of recsys, and report it as a bug");

    private final String remedy;

    Kind(String remedy) {
      this.remedy = remedy;
    }
  }

  private final Kind kind;

  /**
   * A fault of a file or folder.
   *
   * @param reason what is wrong, without the file's name, a capital letter or a full stop
   */
  public ModelFormatException(Kind kind, Path file, String reason) {
    super(file + ": " + line(reason) + "; " + kind.remedy);
    this.kind = kind;
  }

  /** A reason may quote a file that holds anything; it stays a line that a person can read. */
  private static String line(String reason) {
    String line = reason.replaceAll("[\\p{Cc}\\u2028\\u2029]+", " ");
    int half = LONGEST / 2;
    return line.length() <= LONGEST
        ? line
        : line.substring(0, half) + " ... " + line.substring(line.length() - half);
  }

  /** What makes the model folder unusable. */
  public Kind kind() {
    return kind;
  }

  static ModelFormatException corrupt(Path file, String reason) {
    return new ModelFormatException(Kind.CORRUPT, file, reason);
  }
}
