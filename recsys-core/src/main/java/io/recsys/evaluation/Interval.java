package io.recsys.evaluation;

/**
 * A 95 % confidence interval over users: how far the figure of another draw of as many users could
 * lie. It knows nothing of other training rows or other seeds of the model.
 *
 * @param low its lower end
 * @param high its upper end, {@code low} or above
 * @param method how it was found
 */
public record Interval(double low, double high, Method method) {
  /** How an interval is found. */
  public enum Method {
    /** From the standard error of a mean over users, by Student's t distribution. */
    STUDENT_T,
    /** From the percentiles of 2,000 draws of users, with replacement; Efron, 1979. */
    BOOTSTRAP
  }

  /** Whether a value lies in the interval. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
