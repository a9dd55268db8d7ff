package io.recsys.evaluation;

/**
 * How a metric's value comes about from the values of single users. It tells which users' values
 * may be drawn again or tested in pairs.
 */
public enum Averaging {
  /** The mean over users, each weighing the same. */
  USERS,
  /** The mean over rows: the mean of users' values, weighed by their numbers of test rows. */
  ROWS,
  /** The root of the mean over rows of squares: users' values squared, weighed and rooted. */
  ROW_SQUARES,
  /** In no such way: the metric has no value of a single user that adds up to the whole. */
  NONE;

  /**
   * The value of several users, by their places in the columns; a place may come more than once.
   * Users with the value NaN are left out; NaN where nobody is left, and always of {@link #NONE}.
   *
   * @param values a value for each user
   * @param rows the number of test rows of each user
   * @param users places in both columns
   */
  double value(double[] values, int[] rows, int[] users) {
    double sum = 0;
    double weights = 0;
    for (int user : users) {
      double value = values[user];
      if (!Double.isNaN(value)) {
        double weight = this == USERS ? 1 : rows[user];
        sum += weight * (this == ROW_SQUARES ? value * value : value);
        weights += weight;
      }
    }
    double mean = this == NONE ? Double.NaN : sum / weights;
    return this == ROW_SQUARES ? Math.sqrt(mean) : mean;
  }
}
