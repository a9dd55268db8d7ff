package io.recsys.evaluation;

/**
 * A figure for how near predicted ratings {@code p} come to those given, {@code r}, over test rows
 * that all have a prediction. A user's own value is that of the user's rows. Implementations are
 * immutable and safe for any number of threads.
 */
public interface RatingMetric {
  /** The metric's key in reports, for example {@code rmse}. */
  String name();

  /** The metric's value over rows, of which there is one or more; NaN where it has none. */
  double value(RatedRows rows);

  /** How the value over all rows comes about from those of single users. */
  default Averaging averaging() {
    return Averaging.NONE;
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

  /** {@link UserMean} of {@link #rmse}, {@code user-rmse}. */
  static RatingMetric userRmse() {
    return new UserMean(new Rmse());
  }

  /** {@link UserMean} of {@link #mae}, {@code user-mae}. */
  static RatingMetric userMae() {
    return new UserMean(new Mae());
  }

  /** The coefficient of determination, {@code r2}; 1 is perfect, 0 what the mean rating gets. */
  static RatingMetric rSquared() {
    return new RSquared();
  }

  /**
   * {@code sqrt(mean((p - r)^2))}, every row weighing the same, as Surprise, RecBole and MS
   * Recommenders have it.
   */
  record Rmse() implements RatingMetric {
    @Override
    public String name() {
      return "rmse";
    }

    @Override
    public double value(RatedRows rows) {
      double sum = 0;
      for (int row = 0; row < rows.size(); row++) {
        double error = rows.predicted(row) - rows.actual(row);
        sum += error * error;
      }
      return Math.sqrt(sum / rows.size());
    }

    @Override
    public Averaging averaging() {
      return Averaging.ROW_SQUARES;
    }
  }

  /** {@code mean(|p - r|)}, every row weighing the same. */
  record Mae() implements RatingMetric {
    @Override
    public String name() {
      return "mae";
    }

    @Override
    public double value(RatedRows rows) {
      double sum = 0;
      for (int row = 0; row < rows.size(); row++) {
        sum += Math.abs(rows.predicted(row) - rows.actual(row));
      }
      return sum / rows.size();
    }

    @Override
    public Averaging averaging() {
      return Averaging.ROWS;
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
    public double value(RatedRows rows) {
      double count = 0;
      for (int row = 0; row < rows.size(); row++) {
        count += Math.abs(rows.predicted(row) - rows.actual(row)) <= tolerance ? 1 : 0;
      }
      return count / rows.size();
    }

    @Override
    public Averaging averaging() {
      return Averaging.ROWS;
    }
  }

  /**
   * The mean over users of a metric of each user's rows, so that users with few rows weigh as much
   * as those with many: what LensKit calls {@code ByUser} and Cornac {@code user_based=True}.
   *
   * @param metric the metric of one user's rows
   */
  record UserMean(RatingMetric metric) implements RatingMetric {
    @Override
    public String name() {
      return "user-" + metric.name();
    }

    @Override
    public double value(RatedRows rows) {
      double sum = 0;
      int users = 0;
      for (int user = 0; user < rows.users(); user++) {
        RatedRows own = rows.user(user);
        double ofUser = own.size() == 0 ? Double.NaN : metric.value(own);
        sum += Double.isNaN(ofUser) ? 0 : ofUser;
        users += Double.isNaN(ofUser) ? 0 : 1;
      }
      return sum / users;
    }

    @Override
    public Averaging averaging() {
      return Averaging.USERS;
    }
  }

  /** {@code 1 - sum((p - r)^2) / sum((r - mean(r))^2)}; NaN where all ratings are equal. */
  record RSquared() implements RatingMetric {
    @Override
    public String name() {
      return "r2";
    }

    @Override
    public double value(RatedRows rows) {
      double mean = 0;
      for (int row = 0; row < rows.size(); row++) {
        mean += rows.actual(row) / rows.size();
      }
      double errors = 0;
      double spread = 0;
      for (int row = 0; row < rows.size(); row++) {
        double actual = rows.actual(row);
        errors += (rows.predicted(row) - actual) * (rows.predicted(row) - actual);
        spread += (actual - mean) * (actual - mean);
      }
      return spread == 0 ? Double.NaN : 1 - errors / spread;
    }
  }
}
