package io.recsys.source;

/**
 * How tolerant a reader is.
 *
 * @param skipBadLines how many malformed lines a reading may leave out before it fails; 0 or more
 */
public record ReadOptions(int skipBadLines) {
  /** Checks the limit. */
  public ReadOptions {
    if (skipBadLines < 0) {
      throw new IllegalArgumentException(
          "skipBadLines: " + skipBadLines + " is negative; 0 tolerates no bad line");
    }
  }

  /** Strict options: the first malformed line ends the reading. */
  public static ReadOptions defaults() {
    return new ReadOptions(0);
  }

  /** The same options with another limit on malformed lines. */
  public ReadOptions withSkipBadLines(int limit) {
    return new ReadOptions(limit);
  }
}
