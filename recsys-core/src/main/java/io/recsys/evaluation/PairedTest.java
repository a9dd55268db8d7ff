package io.recsys.evaluation;

import io.recsys.evaluation.UserSample.Statement;
import java.util.Arrays;
import java.util.Locale;

/**
 * The difference between two models in a metric, user by user over the same users, and how much of
 * it chance explains: Student's paired t test where the metric is a mean over users, a bootstrap of
 * users where it is over rows. Smucker, Allan, Carterette, A Comparison of Statistical Significance
 * Tests for Information Retrieval Evaluation, CIKM 2007.
 *
 * <p>Of twenty metrics without a true difference, one passes at the level of 5 %: settle which
 * metric decides before looking.
 *
 * @param metric the metric's name
 * @param first the first model
 * @param second the second model
 * @param difference the first model's value less the second's
 * @param interval where the difference over other users would lie, at 95 %
 * @param pValue how likely a difference as large comes by chance alone, from 0 to 1
 * @param users the number of users with a value of both
 */
public record PairedTest(
    String metric,
    String first,
    String second,
    double difference,
    Interval interval,
    double pValue,
    int users) {
  private static final double LEVEL = 0.05;
  static final int FEW = 200;

  /**
   * The test of two evaluations.
   *
   * @throws IllegalArgumentException if their protocols do not compare, or the metric is absent,
   *     has no values of single users, or has them of fewer than two
   */
  public static PairedTest of(Evaluation first, Evaluation second, String metric) {
    first
        .protocol()
        .difference(second.protocol())
        .ifPresent(
            difference -> {
              throw new IllegalArgumentException(
                  "evaluations: '%s' and '%s' do not compare, for they differ in %s"
                      .formatted(first.model(), second.model(), difference));
            });
    Averaging averaging = first.averaging(metric);
    if (averaging == Averaging.NONE) {
      throw new IllegalArgumentException(
          "metric: " + metric + " is no mean of users' values, so there is nothing to test");
    }
    double[] a = first.perUser(metric);
    double[] b = second.perUser(metric);
    int[] users = UserSample.numbered(a, b);
    if (users.length < 2) {
      throw new IllegalArgumentException(
          "metric: "
              + metric
              + " has values of "
              + users.length
              + " users; a test needs 2 or more");
    }
    int[] rows = first.rows();
    double difference = averaging.value(a, rows, users) - averaging.value(b, rows, users);
    Statement statement =
        averaging == Averaging.USERS
            ? UserSample.mean(Arrays.stream(users).mapToDouble(u -> a[u] - b[u]).toArray())
            : UserSample.bootstrap(
                users, drawn -> averaging.value(a, rows, drawn) - averaging.value(b, rows, drawn));
    return new PairedTest(
        metric,
        first.model(),
        second.model(),
        difference,
        statement.interval(),
        statement.pValue(),
        users.length);
  }

  /** Whether chance explains such a difference in less than one case of twenty. */
  public boolean isSignificant() {
    return pValue < LEVEL;
  }

  /** What the test proves, in a sentence. */
  public String verdict() {
    String caveat = users < FEW ? "; so few users prove little" : "";
    if (difference == 0 && pValue == 1) {
      return "no difference at all over %d users".formatted(users);
    }
    if (!isSignificant()) {
      return "not shown to differ: chance among %d users explains it (p %s)%s"
          .formatted(users, pText(), caveat);
    }
    return "%s is %s by more than chance among %d users explains (p %s)%s"
        .formatted(first, difference > 0 ? "higher" : "lower", users, pText(), caveat);
  }

  /** The p-value in three digits after the point. */
  String pText() {
    return pValue < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "= %.3f", pValue);
  }
}
