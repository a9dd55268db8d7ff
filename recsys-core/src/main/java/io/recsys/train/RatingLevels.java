package io.recsys.train;

import io.recsys.data.Interactions;
import java.util.Arrays;
import java.util.TreeSet;

/**
 * The different ratings that training rows have, which a distribution of ratings is over. Immutable
 * and safe for any number of threads.
 */
final class RatingLevels {
  /** The most levels; finer scales are not made of levels that people mean something by. */
  private static final int MOST = 20;

  private final float[] values;

  private RatingLevels(float[] values) {
    this.values = values;
  }

  /** The levels of some rows; none where all rows have one rating, or more than 20. */
  static RatingLevels of(Interactions rows) {
    TreeSet<Float> different = new TreeSet<>();
    for (int position = 0; position < rows.size() && different.size() <= MOST; position++) {
      different.add(rows.value(position));
    }
    float[] values = new float[different.size()];
    int next = 0;
    for (float value : different) {
      values[next++] = value;
    }
    return new RatingLevels(values.length > 1 && values.length <= MOST ? values : new float[0]);
  }

  /** The number of levels. */
  int size() {
    return values.length;
  }

  /** Where each rating's level is in a matrix of one row a rating and one column a level. */
  long[] cells(float[] ratings) {
    long[] cells = new long[ratings.length];
    Arrays.setAll(
        cells, row -> (long) row * values.length + Arrays.binarySearch(values, ratings[row]));
    return cells;
  }
}
