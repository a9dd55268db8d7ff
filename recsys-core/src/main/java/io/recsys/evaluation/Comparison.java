package io.recsys.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Two evaluations held against each other, metric by metric, with a test where both have values of
 * single users.
 *
 * @param first the first evaluation
 * @param second the second evaluation, by a comparable protocol
 */
public record Comparison(Evaluation first, Evaluation second) {
  /** Checks that the figures compare. */
  public Comparison {
    Optional<String> difference = first.protocol().difference(second.protocol());
    if (difference.isPresent()) {
      throw new IllegalArgumentException(
          "evaluations: '%s' and '%s' do not compare, for they differ in %s; evaluate both alike"
              .formatted(first.model(), second.model(), difference.get()));
    }
  }

  /**
   * One metric of both.
   *
   * @param metric the metric's name
   * @param first the first's value
   * @param second the second's value
   * @param test the test of the difference; empty where the metric has no values of single users,
   *     or of fewer than two
   */
  public record Row(String metric, double first, double second, Optional<PairedTest> test) {
    /** The first's value less the second's. */
    public double difference() {
      return first - second;
    }
  }

  /** The metrics that both have, in the first's order. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    first
        .metrics()
        .forEach(
            (metric, value) -> {
              Double other = second.metrics().get(metric);
              if (other != null) {
                rows.add(new Row(metric, value, other, test(metric)));
              }
            });
    return rows;
  }

  private Optional<PairedTest> test(String metric) {
    boolean isTestable =
        first.interval(metric).isPresent()
            && second.interval(metric).isPresent()
            && first.users().equals(second.users());
    return isTestable ? Optional.of(PairedTest.of(first, second, metric)) : Optional.empty();
  }

  /**
   * The comparison as maps, texts and numbers that any JSON writer takes: {@code first} and {@code
   * second} with the models' names, {@code protocol}, {@code metrics} with both values, the
   * difference and, where there is a test, the interval, the p-value, the users and the verdict of
   * each.
   */
  public Map<String, Object> toMap() {
    Map<String, Object> metrics = new LinkedHashMap<>();
    for (Row row : rows()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("first", row.first);
      map.put("second", row.second);
      map.put("difference", row.difference());
      row.test.ifPresent(
          test -> {
            map.put("low", test.interval().low());
            map.put("high", test.interval().high());
            map.put("p", test.pValue());
            map.put("users", test.users());
            map.put("method", test.interval().method().name());
            map.put("verdict", test.verdict());
          });
      metrics.put(row.metric, map);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("first", first.model());
    map.put("second", second.model());
    map.put("protocol", first.protocol().toMap());
    map.put("metrics", metrics);
    return map;
  }

  /** The comparison as lines: for each metric both values, the difference, and what it proves. */
  public String toText() {
    List<Row> rows = rows();
    StringBuilder text = new StringBuilder();
    text.append(
        "first: %s, second: %s; %s, split %s%n%n"
            .formatted(
                first.model(), second.model(), first.protocol().data(), first.protocol().split()));
    int width = rows.stream().mapToInt(row -> row.metric.length()).max().orElse(0);
    String format = "%-" + Math.max(width, 6) + "s  %8s  %8s  %9s  %-20s  %-7s  %s";
    text.append(line(format, "metric", "first", "second", "difference", "95 %", "p", ""));
    int users = Integer.MAX_VALUE;
    for (Row row : rows) {
      text.append(
          line(
              format,
              row.metric,
              EvaluationReport.number(row.first),
              EvaluationReport.number(row.second),
              signed(row.difference()),
              row.test.map(test -> interval(test.interval())).orElse("-"),
              row.test.map(PairedTest::pText).orElse("-"),
              row.test.map(Comparison::brief).orElse("no test")));
      users = Math.min(users, row.test.map(PairedTest::users).orElse(users));
    }
    return text.append('\n').append(remark(users)).toString();
  }

  private static String remark(int users) {
    if (users == Integer.MAX_VALUE) {
      return "No test: one of the two was saved without the values of single users.\n";
    }
    return "Tested over %d users or more%s.\np is how often chance alone differs as much.\n"
        .formatted(users, users < PairedTest.FEW ? ", which are few and prove little" : "");
  }

  private static String brief(PairedTest test) {
    if (!test.isSignificant()) {
      return test.difference() == 0 ? "no difference" : "not shown to differ";
    }
    return test.difference() > 0 ? "first is higher" : "first is lower";
  }

  private static String line(String format, Object... cells) {
    return String.format(Locale.ROOT, format, cells).stripTrailing() + "\n";
  }

  private static String interval(Interval interval) {
    return "[" + signed(interval.low()) + ", " + signed(interval.high()) + "]";
  }

  private static String signed(double value) {
    return (value < 0 ? "" : "+") + EvaluationReport.number(value);
  }
}
