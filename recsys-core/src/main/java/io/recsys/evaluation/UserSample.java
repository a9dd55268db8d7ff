package io.recsys.evaluation;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Statements about a population of users from the values of those who were measured. */
final class UserSample {
  private static final double LEVEL = 0.95;
  private static final int DRAWS = 2000;
  private static final long SEED = 42;

  private UserSample() {}

  /**
   * What the values say.
   *
   * @param interval the 95 % confidence interval
   * @param pValue how likely a figure at least as far from 0 is if the truth is 0
   */
  record Statement(Interval interval, double pValue) {}

  /** A statement on the mean of values, two or more, by Student's t distribution. */
  static Statement mean(double[] values) {
    double mean = Arrays.stream(values).sum() / values.length;
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double error = Math.sqrt(squares / (values.length - 1) / values.length);
    double reach = error == 0 ? 0 : error * StudentT.critical(1 - LEVEL, values.length - 1);
    double pValue;
    if (error == 0) {
      pValue = mean == 0 ? 1 : 0;
    } else {
      pValue = StudentT.twoSided(mean / error, values.length - 1);
    }
    return new Statement(
        new Interval(mean - reach, mean + reach, Interval.Method.STUDENT_T), pValue);
  }

  /**
   * A statement on a figure of several users, by drawing as many of them with replacement.
   *
   * @param users the users to draw from, two or more
   * @param figure the figure of users, each of whom may come more than once
   */
  static Statement bootstrap(int[] users, ToDoubleFunction<int[]> figure) {
    Random random = new Random(SEED);
    double[] figures = new double[DRAWS];
    int[] drawn = new int[users.length];
    for (int draw = 0; draw < DRAWS; draw++) {
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = users[random.nextInt(users.length)];
      }
      figures[draw] = figure.applyAsDouble(drawn);
    }
    Arrays.sort(figures);
    int tail = (int) Math.floor((1 - LEVEL) / 2 * DRAWS);
    double low = figures[tail];
    double high = figures[DRAWS - 1 - tail];
    long below = Arrays.stream(figures).filter(f -> f <= 0).count();
    long above = Arrays.stream(figures).filter(f -> f >= 0).count();
    double pValue = Math.min(1, 2 * (Math.min(below, above) + 1.0) / (DRAWS + 1));
    return new Statement(new Interval(low, high, Interval.Method.BOOTSTRAP), pValue);
  }

  /** The places at which all columns hold a number. */
  static int[] numbered(double[]... columns) {
    return IntStream.range(0, columns[0].length)
        .filter(i -> Arrays.stream(columns).noneMatch(column -> Double.isNaN(column[i])))
        .toArray();
  }
}
