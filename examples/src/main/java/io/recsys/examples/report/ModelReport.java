package io.recsys.examples.report;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.evaluation.Evaluation;
import io.recsys.evaluation.EvaluationReport;
import io.recsys.evaluation.GroupFigures;
import io.recsys.evaluation.Interval;
import io.recsys.evaluation.PairedTest;
import io.recsys.evaluation.UserGroups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model's figures with all that belongs beside them: intervals, tests against baselines, groups
 * of users.
 *
 * @param figures the figures of the model and of baselines
 * @param train the training part, which knows the users
 * @param predictions the analysis of predicted ratings; empty where there are none
 */
public record ModelReport(
    EvaluationReport figures, Dataset train, Optional<PredictionAnalysis> predictions) {
  private static final int ACTIVITY_PARTS = 4;

  /** The metrics in which the model is tested against baselines, as far as both have them. */
  List<String> headlines() {
    return figures.model().metrics().keySet().stream()
        .filter(metric -> metric.equals("rmse") || metric.startsWith("ndcg@"))
        .toList();
  }

  /** The model's and the baselines' evaluations, the model's first. */
  List<Evaluation> evaluations() {
    List<Evaluation> all = new ArrayList<>(List.of(figures.model()));
    all.addAll(figures.baselines());
    return all;
  }

  /** Tests of the model against each baseline in each of the headline metrics that both have. */
  List<PairedTest> tests() {
    List<PairedTest> tests = new ArrayList<>();
    for (String metric : headlines()) {
      for (Evaluation baseline : figures.baselines()) {
        boolean isTestable =
            baseline.metrics().containsKey(metric)
                && figures.model().interval(metric).isPresent()
                && baseline.interval(metric).isPresent();
        if (isTestable) {
          tests.add(PairedTest.of(figures.model(), baseline, metric));
        }
      }
    }
    return tests;
  }

  /** The users by activity and, as far as the data tells, by age and gender. */
  List<UserGroups> groups() {
    List<UserGroups> groups = new ArrayList<>();
    groups.add(UserGroups.byActivity(train, ACTIVITY_PARTS));
    if (train.userAttributes().has("age", AttributeTable.Type.NUMBER)) {
      double[] ages = Arrays.stream(Group.AGES).asDoubleStream().toArray();
      groups.add(UserGroups.byBand(train, "age", ages));
    }
    if (train.userAttributes().has("gender", AttributeTable.Type.TEXT)) {
      groups.add(UserGroups.byAttribute(train, "gender"));
    }
    return groups;
  }

  /** The figures by the keys of {@code evaluation_report.json}; no value is NaN. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>(figures.toMap());
    Map<String, Object> intervals = new LinkedHashMap<>();
    evaluations().forEach(evaluation -> intervals.put(evaluation.model(), intervals(evaluation)));
    map.put("intervals", intervals);
    map.put("tests", tests().stream().map(ModelReport::map).toList());
    Map<String, Object> byGroup = new LinkedHashMap<>();
    for (UserGroups groups : groups()) {
      byGroup.put(
          groups.name(), figures.model().byGroup(groups).stream().map(ModelReport::map).toList());
    }
    map.put("groups", byGroup);
    predictions.ifPresent(analysis -> map.put("predictions", analysis.toMap()));
    return map;
  }

  private static Map<String, Object> intervals(Evaluation evaluation) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (String metric : evaluation.metrics().keySet()) {
      evaluation.interval(metric).ifPresent(interval -> map.put(metric, ends(interval)));
    }
    return map;
  }

  private static List<Double> ends(Interval interval) {
    return List.of(interval.low(), interval.high());
  }

  private static Map<String, Object> map(PairedTest test) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("metric", test.metric());
    map.put("baseline", test.second());
    map.put("difference", test.difference());
    map.put("interval", ends(test.interval()));
    map.put("pValue", test.pValue());
    map.put("users", test.users());
    map.put("verdict", test.verdict());
    return map;
  }

  private static Map<String, Object> map(GroupFigures group) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("group", group.group());
    map.put("users", group.users());
    map.put("metrics", group.metrics());
    Map<String, Object> intervals = new LinkedHashMap<>();
    group.intervals().forEach((metric, interval) -> intervals.put(metric, ends(interval)));
    map.put("intervals", intervals);
    return map;
  }
}
