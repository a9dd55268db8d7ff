package io.recsys.evaluation;

/**
 * A figure for how near predicted ratings come to those given: a function of the mean loss over all
 * test rows, every row weighing the same. Immutable and safe for any number of threads.
 */
public interface RatingMetric {
  /** The metric's key in reports, for example {@code rmse}. */
  String name();

  /** The loss of one row. */
  double loss(double predicted, double actual);

  /** The metric's value for a mean loss; the mean itself unless overridden. */
  default double value(double meanLoss) {
    return meanLoss;
  }

  /** Root mean squared error, {@code rmse}, in units of the rating scale; lower is better. */
  static RatingMetric rmse() {
    return new Rmse();
  }

  /** Mean absolute error, {@code mae}, in units of the rating scale; lower is better. */
  static RatingMetric mae() {
    return new Mae();
  }

  /**
   * The share of predictions at most {@code tolerance} off, for example {@code within0.5}; higher
   * is better. Some call it hit rate, which it is not: it says nothing about rankings.
   *
   * @param tolerance in units of the rating scale, 0 or more
   */
  static RatingMetric within(double tolerance) {
    return new Within(tolerance);
  }

  /** {@code sqrt(mean((p - r)^2))}. */
  record Rmse() implements RatingMetric {
    @Override
    public String name() {
      return "rmse";
    }

    @Override
    public double loss(double predicted, double actual) {
      return (predicted - actual) * (predicted - actual);
    }

    @Override
    public double value(double meanLoss) {
      return Math.sqrt(meanLoss);
    }
  }

  /** {@code mean(|p - r|)}. */
  record Mae() implements RatingMetric {
    @Override
    public String name() {
      return "mae";
    }

    @Override
    public double loss(double predicted, double actual) {
      return Math.abs(predicted - actual);
    }
  }

  /**
   * {@code mean(|p - r| <= tolerance)}.
   *
   * @param tolerance in units of the rating scale, 0 or more
   */
  record Within(double tolerance) implements RatingMetric {
    /** Checks the tolerance. */
    public Within {
      if (!(tolerance >= 0)) {
        throw new IllegalArgumentException("tolerance: " + tolerance + " is below 0");
      }
    }

    @Override
    public String name() {
      return "within" + tolerance;
    }

    @Override
    public double loss(double predicted, double actual) {
      return Math.abs(predicted - actual) <= tolerance ? 1 : 0;
    }
  }
}
