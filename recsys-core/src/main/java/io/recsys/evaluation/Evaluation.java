package io.recsys.evaluation;

import java.util.List;
import java.util.Map;

/**
 * What an evaluator found out about one model: figures, the protocol they stand under, and each
 * user's part in them. Immutable and safe for any number of threads.
 */
public final class Evaluation {
  private final String model;
  private final Protocol protocol;
  private final int predictedRows;
  private final Map<String, Double> metrics;
  private final List<String> users;
  private final Map<String, double[]> perUser;

  Evaluation(String model, Tally tally) {
    this.model = model;
    this.protocol = tally.protocol();
    this.predictedRows = tally.predictedRows();
    this.metrics = tally.metrics();
    this.users = tally.users();
    this.perUser = tally.perUser();
  }

  /** What the model is called. */
  public String model() {
    return model;
  }

  /** What the figures depend on beside the model. */
  public Protocol protocol() {
    return protocol;
  }

  /**
   * The number of test rows for which the model predicted a rating. Where it is not all of them,
   * there are no rating metrics; it is 0 also where none were asked for.
   */
  public int predictedRows() {
    return predictedRows;
  }

  /**
   * Each metric's value by its name, rating metrics first. All are finite: a metric without a value
   * is absent, as rating metrics of a model that predicts no ratings are, and ranking metrics where
   * no user has a relevant test row. The map cannot be changed.
   */
  public Map<String, Double> metrics() {
    return metrics;
  }

  /**
   * The value of a metric.
   *
   * @throws IllegalArgumentException if it is absent; see {@link #metrics}
   */
  public double value(String metric) {
    Double value = metrics.get(metric);
    if (value == null) {
      throw new IllegalArgumentException(
          "metric: '" + model + "' has no '" + metric + "'; it has " + metrics.keySet());
    }
    return value;
  }

  /** The ids of the users with a test row, in order of index; cannot be changed. */
  public List<String> users() {
    return users;
  }

  /**
   * A metric for each of {@link #users}, in their order: of a rating metric the value over the
   * user's test rows, of a ranking metric the value of the user's ranking; NaN for a user whom the
   * metric leaves out. The array is the caller's own.
   *
   * @throws IllegalArgumentException if the metric is absent; see {@link #metrics}
   */
  public double[] perUser(String metric) {
    double[] values = metrics.containsKey(metric) ? perUser.get(metric) : null;
    if (values == null) {
      throw new IllegalArgumentException(
          "metric: '" + model + "' has no '" + metric + "'; it has " + metrics.keySet());
    }
    return values.clone();
  }

  @Override
  public String toString() {
    return "Evaluation[" + model + " on " + protocol.split() + ": " + metrics + "]";
  }
}
