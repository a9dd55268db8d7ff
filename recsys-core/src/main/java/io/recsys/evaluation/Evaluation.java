package io.recsys.evaluation;

import io.recsys.data.DataFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What an evaluator found out about one model: figures, the protocol they stand under, and each
 * user's part in them. Immutable and safe for any number of threads.
 */
public final class Evaluation {
  private final Findings findings;

  Evaluation(Findings findings) {
    this.findings = findings;
  }

  /**
   * The evaluation that {@link #write} saved. The answer that the command line gives as JSON is
   * read too: an evaluation without values of single users.
   *
   * @throws DataFormatException if the file holds something else
   * @throws IOException if it cannot be read
   */
  public static Evaluation read(Path file) throws IOException {
    return new Evaluation(EvaluationJson.read(file));
  }

  /**
   * Saves the evaluation as JSON, users' values included. A file of that name is replaced in one
   * step.
   */
  public void write(Path file) throws IOException {
    EvaluationJson.write(findings, file);
  }

  /** What the model is called. */
  public String model() {
    return findings.model();
  }

  /** This evaluation under another name of the model. */
  public Evaluation withModel(String model) {
    return new Evaluation(findings.withModel(model));
  }

  /** What the figures depend on beside the model. */
  public Protocol protocol() {
    return findings.protocol();
  }

  /** Refuses another evaluation whose figures do not compare with these. */
  void requireComparable(Evaluation other) {
    Optional<String> difference = protocol().difference(other.protocol());
    if (difference.isPresent()) {
      throw new IllegalArgumentException(
          "evaluations: '%s' and '%s' do not compare, for they differ in %s; evaluate both alike"
              .formatted(model(), other.model(), difference.get()));
    }
  }

  /**
   * The number of test rows for which the model predicted a rating. Where it is not all of them,
   * there are no rating metrics; it is 0 also where none were asked for.
   */
  public int predictedRows() {
    return findings.predictedRows();
  }

  /**
   * Each metric's value by its name: rating metrics first, then ranking metrics, then catalog
   * metrics. All are finite: a metric without a value is absent, as rating metrics of a model that
   * predicts no ratings are, and ranking metrics where no user has a relevant test row. The map
   * cannot be changed.
   */
  public Map<String, Double> metrics() {
    return findings.metrics();
  }

  /**
   * The value of a metric.
   *
   * @throws IllegalArgumentException if it is absent; see {@link #metrics}
   */
  public double value(String metric) {
    Double value = metrics().get(metric);
    if (value == null) {
      throw new IllegalArgumentException(
          "metric: '" + model() + "' has no '" + metric + "'; it has " + metrics().keySet());
    }
    return value;
  }

  /**
   * The figures of what training has met: rating metrics over the test rows whose user and item
   * both have a training row, ranking metrics over users with a training row. Absent are metrics
   * without a value, and always those of the catalog; the map is empty where nothing is cold, for
   * then {@link #metrics} says it all. Of {@link TestThenLearn} they are over the rows of users
   * with a training row, whatever the item. It cannot be changed.
   */
  public Map<String, Double> warm() {
    return findings.warm();
  }

  /**
   * The figures of the rest: rating metrics over the test rows whose user or item has no training
   * row, ranking metrics over users without one; as {@link #warm} else.
   */
  public Map<String, Double> cold() {
    return findings.cold();
  }

  /**
   * {@link #metrics} with, where something is cold, maps {@code warm} and {@code cold} after it.
   */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>(metrics());
    map.putAll(parts());
    return map;
  }

  /** The maps {@code warm} and {@code cold}, where they hold a figure. */
  Map<String, Map<String, Double>> parts() {
    Map<String, Map<String, Double>> parts = new LinkedHashMap<>();
    parts.put("warm", warm());
    parts.put("cold", cold());
    parts.values().removeIf(Map::isEmpty);
    return parts;
  }

  /** How a metric's value comes about from those of single users. */
  public Averaging averaging(String metric) {
    value(metric);
    return findings.averagings().getOrDefault(metric, Averaging.NONE);
  }

  /**
   * The 95 % interval of a metric over users; empty where it has no values of single users that add
   * up to it, or of fewer than two.
   *
   * @throws IllegalArgumentException if the metric is absent; see {@link #metrics}
   */
  public Optional<Interval> interval(String metric) {
    return interval(metric, IntStream.range(0, users().size()).toArray());
  }

  private Optional<Interval> interval(String metric, int[] members) {
    Averaging averaging = averaging(metric);
    double[] values = findings.perUser().get(metric);
    if (averaging == Averaging.NONE || values == null) {
      return Optional.empty();
    }
    int[] users = IntStream.of(members).filter(user -> !Double.isNaN(values[user])).toArray();
    if (users.length < 2) {
      return Optional.empty();
    }
    if (averaging == Averaging.USERS) {
      double[] numbers = IntStream.of(users).mapToDouble(user -> values[user]).toArray();
      return Optional.of(UserSample.mean(numbers).interval());
    }
    int[] rows = findings.rows();
    return Optional.of(
        UserSample.bootstrap(users, drawn -> averaging.value(values, rows, drawn)).interval());
  }

  /** Predicted and actual ratings by predicted star; empty where there are no rating metrics. */
  public Optional<Calibration> calibration() {
    return Optional.ofNullable(findings.calibration());
  }

  /**
   * The ids of the users asked about, those with a test row, in order of index; cannot be changed.
   * Empty where an evaluation was read that has no values of single users.
   */
  public List<String> users() {
    return findings.users();
  }

  /** The number of test rows of each of {@link #users}; the array is the caller's own. */
  public int[] rows() {
    return findings.rows().clone();
  }

  /**
   * A metric for each of {@link #users}, in their order: of a rating metric the value over the
   * user's test rows, of a ranking or catalog metric the value of the user's ranking; NaN for a
   * user whom the metric leaves out. The array is the caller's own.
   *
   * @throws IllegalArgumentException if the metric is absent, see {@link #metrics}, or has no
   *     values of single users, as coverage has none
   */
  public double[] perUser(String metric) {
    value(metric);
    double[] values = findings.perUser().get(metric);
    if (values == null) {
      throw new IllegalArgumentException(
          "metric: '" + model() + "' has no values of single users for '" + metric + "'");
    }
    return values.clone();
  }

  /** The figures of each group of users that is not of nobody, in the order of the groups. */
  public List<GroupFigures> byGroup(UserGroups groups) {
    Set<String> extra = new TreeSet<>();
    users().forEach(user -> extra.add(groups.groupOf(user)));
    List<String> names = new ArrayList<>(groups.groups());
    extra.stream().filter(group -> !names.contains(group)).forEach(names::add);
    List<GroupFigures> figures = new ArrayList<>();
    for (String name : names) {
      int[] members =
          IntStream.range(0, users().size())
              .filter(user -> groups.groupOf(users().get(user)).equals(name))
              .toArray();
      if (members.length > 0) {
        figures.add(over(name, members));
      }
    }
    return figures;
  }

  private GroupFigures over(String group, int[] members) {
    Map<String, Double> values = new LinkedHashMap<>();
    Map<String, Interval> intervals = new LinkedHashMap<>();
    for (String metric : findings.perUser().keySet()) {
      double value =
          averaging(metric).value(findings.perUser().get(metric), findings.rows(), members);
      if (Double.isFinite(value)) {
        values.put(metric, value);
        interval(metric, members).ifPresent(interval -> intervals.put(metric, interval));
      }
    }
    return new GroupFigures(group, members.length, values, intervals);
  }

  @Override
  public String toString() {
    return "Evaluation[" + model() + " on " + protocol().split() + ": " + metrics() + "]";
  }
}
