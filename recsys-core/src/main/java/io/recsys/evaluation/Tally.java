package io.recsys.evaluation;

import io.recsys.data.Interactions;
import io.recsys.split.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The sums over all users' judgments, added in order of user so that the figures do not depend on
 * which thread came first.
 */
final class Tally {
  private final Evaluator evaluator;
  private final Split split;
  private final double relevantFrom;
  private final List<UserJudge.Judgment> judgments;

  Tally(Evaluator evaluator, Split split, double relevantFrom, List<UserJudge.Judgment> judgments) {
    this.evaluator = evaluator;
    this.split = split;
    this.relevantFrom = relevantFrom;
    this.judgments = judgments;
  }

  Protocol protocol() {
    Interactions train = split.train().interactions();
    int ranked = 0;
    int warm = 0;
    for (UserJudge.Judgment judgment : judgments) {
      ranked += judgment.ranked ? 1 : 0;
      warm += judgment.ranked && train.count(judgment.user) > 0 ? 1 : 0;
    }
    return new Protocol(
        split.train().name(),
        split.name(),
        split.train().items().size(),
        train.size(),
        split.test().size(),
        split.counts(),
        relevantFrom,
        ranked,
        warm);
  }

  List<String> users() {
    List<String> ids = new ArrayList<>(judgments.size());
    judgments.forEach(judgment -> ids.add(split.train().users().id(judgment.user)));
    return Collections.unmodifiableList(ids);
  }

  int predictedRows() {
    return judgments.stream().mapToInt(judgment -> judgment.predictedRows).sum();
  }

  /** Each metric's value over all users; one that is no finite number is left out. */
  Map<String, Double> metrics() {
    Map<String, Double> values = new LinkedHashMap<>();
    if (predictedRows() == split.test().size()) {
      for (int m = 0; m < evaluator.ratingMetrics().size(); m++) {
        int metric = m;
        double losses = judgments.stream().mapToDouble(judgment -> judgment.losses[metric]).sum();
        RatingMetric rating = evaluator.ratingMetrics().get(m);
        put(values, rating.name(), rating.value(losses / split.test().size()));
      }
    }
    for (int m = 0; m < evaluator.rankingMetrics().size(); m++) {
      put(values, evaluator.rankingMetrics().get(m).name(), mean(m));
    }
    return Collections.unmodifiableMap(values);
  }

  /** Each metric's value for each user, NaN where it has none. */
  Map<String, double[]> perUser() {
    Map<String, double[]> values = new LinkedHashMap<>();
    for (int m = 0; m < evaluator.ratingMetrics().size(); m++) {
      int metric = m;
      RatingMetric rating = evaluator.ratingMetrics().get(m);
      values.put(
          rating.name(),
          each(
              judgment ->
                  rating.value(judgment.losses[metric] / split.test().count(judgment.user))));
    }
    for (int m = 0; m < evaluator.rankingMetrics().size(); m++) {
      int metric = m;
      values.put(
          evaluator.rankingMetrics().get(m).name(),
          each(judgment -> judgment.ranked ? judgment.rankings[metric] : Double.NaN));
    }
    return values;
  }

  private double[] each(ToDoubleFunction<UserJudge.Judgment> value) {
    return judgments.stream().mapToDouble(value).toArray();
  }

  private double mean(int metric) {
    double sum = 0;
    int users = 0;
    for (UserJudge.Judgment judgment : judgments) {
      if (judgment.ranked) {
        sum += judgment.rankings[metric];
        users++;
      }
    }
    return sum / users;
  }

  private static void put(Map<String, Double> values, String name, double value) {
    if (Double.isFinite(value)) {
      values.put(name, value);
    }
  }
}
