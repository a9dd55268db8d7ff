package io.recsys.feature;

import java.util.Arrays;

/**
 * The terms of each user or each item, a few of many: their columns are written together, not one
 * by one. Immutable.
 */
final class TermRows {
  private static final int[] NO_TERMS = new int[0];

  /** No terms of any item. */
  static final TermRows NONE = new TermRows(new int[0][], 0, false, -1);

  private final int[][] rows;
  private final int width;
  private final boolean ofUser;
  private final int unknownUser;

  /**
   * Terms.
   *
   * @param rows the indices of each one's terms, below {@code width}, each once
   * @param width the number of columns, one a term
   * @param ofUser whether they are of users, not of items
   * @param unknownUser the row of someone unknown, -1 for none
   */
  TermRows(int[][] rows, int width, boolean ofUser, int unknownUser) {
    this.rows = rows;
    this.width = width;
    this.ofUser = ofUser;
    this.unknownUser = unknownUser;
  }

  /** The number of columns. */
  int width() {
    return width;
  }

  /** The terms of whom or what is asked about, empty if unknown. */
  int[] of(int user, int item) {
    int row = item;
    if (ofUser) {
      row = user < 0 ? unknownUser : user;
    }
    return row < 0 ? NO_TERMS : rows[row];
  }

  /** The value of a term where these are the terms of whom or what is asked about. */
  double value(int[] terms, int term) {
    for (int each : terms) {
      if (each == term) {
        return value(terms);
      }
    }
    return terms.length == 0 ? Double.NaN : 0;
  }

  /** Writes the values of all terms, zeros where they are unknown. */
  void write(int user, int item, float[] out, int offset) {
    Arrays.fill(out, offset, offset + width, 0);
    int[] terms = of(user, item);
    float value = (float) value(terms);
    for (int term : terms) {
      out[offset + term] = value;
    }
  }

  /**
   * Writes the value of each term and its square, nothing where terms are unknown.
   *
   * @return whether they are known
   */
  boolean writeSquares(int user, int item, float[] out, int offset) {
    int[] terms = of(user, item);
    if (terms.length > 0) {
      Arrays.fill(out, offset, offset + 2 * width, 0);
      float value = (float) value(terms);
      for (int term : terms) {
        out[offset + 2 * term] = value;
        out[offset + 2 * term + 1] = value * value;
      }
    }
    return terms.length > 0;
  }

  private static double value(int[] terms) {
    return 1 / Math.sqrt(terms.length);
  }
}
