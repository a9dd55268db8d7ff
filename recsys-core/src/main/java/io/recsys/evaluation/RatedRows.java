package io.recsys.evaluation;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Test rows with a predicted and an actual rating each, in columns, grouped by user. Immutable and
 * safe for any number of threads.
 */
public final class RatedRows {
  private final double[] predicted;
  private final double[] actual;
  private final int[] starts;
  private final int firstUser;
  private final int endUser;

  private RatedRows(double[] predicted, double[] actual, int[] starts, int firstUser, int endUser) {
    this.predicted = predicted;
    this.actual = actual;
    this.starts = starts;
    this.firstUser = firstUser;
    this.endUser = endUser;
  }

  /**
   * The rows of several users.
   *
   * @param predicted predicted ratings
   * @param actual the ratings given, one for each predicted
   * @param starts the first row of each user and, at the end, the number of rows
   */
  public static RatedRows of(double[] predicted, double[] actual, int[] starts) {
    if (predicted.length != actual.length) {
      throw new IllegalArgumentException(
          "actual: "
              + actual.length
              + " ratings for "
              + predicted.length
              + " predictions; give one each");
    }
    boolean isOrdered =
        starts.length > 0 && starts[0] == 0 && starts[starts.length - 1] == predicted.length;
    for (int user = 1; user < starts.length; user++) {
      isOrdered &= starts[user - 1] <= starts[user];
    }
    if (!isOrdered) {
      throw new IllegalArgumentException(
          "starts: they must rise from 0 to the number of rows, " + predicted.length);
    }
    return new RatedRows(predicted.clone(), actual.clone(), starts.clone(), 0, starts.length - 1);
  }

  /** The rows of one user. */
  public static RatedRows of(double[] predicted, double[] actual) {
    return of(predicted, actual, new int[] {0, predicted.length});
  }

  /** The number of rows. */
  public int size() {
    return starts[endUser] - starts[firstUser];
  }

  /** The rating predicted for a row; NaN where the model predicted none. */
  public double predicted(int row) {
    return predicted[starts[firstUser] + row];
  }

  /** The rating given in a row. */
  public double actual(int row) {
    return actual[starts[firstUser] + row];
  }

  /** The number of users, those without rows included. */
  public int users() {
    return endUser - firstUser;
  }

  /** The rows of one user, by place from 0; shares the columns. */
  public RatedRows user(int user) {
    return new RatedRows(predicted, actual, starts, firstUser + user, firstUser + user + 1);
  }

  /** Some of the rows, by place from 0, of the same users. */
  RatedRows where(BitSet chosen) {
    int[] places = chosen.stream().toArray();
    int[] ends = new int[users() + 1];
    for (int user = 0; user < users(); user++) {
      int end = starts[firstUser + user + 1] - starts[firstUser];
      ends[user + 1] = chosen.get(0, end).cardinality();
    }
    return of(
        Arrays.stream(places).mapToDouble(this::predicted).toArray(),
        Arrays.stream(places).mapToDouble(this::actual).toArray(),
        ends);
  }

  /** The number of rows with a prediction. */
  int predictedRows() {
    int count = 0;
    for (int row = 0; row < size(); row++) {
      count += Double.isNaN(predicted(row)) ? 0 : 1;
    }
    return count;
  }

  /** Whether there are rows, and each has a prediction. */
  boolean isPredicted() {
    return size() > 0 && predictedRows() == size();
  }

  @Override
  public String toString() {
    return "RatedRows[" + size() + " of " + users() + " users]";
  }
}
