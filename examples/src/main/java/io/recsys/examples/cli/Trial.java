package io.recsys.examples.cli;

import io.recsys.Recommender;
import io.recsys.evaluation.Candidates;
import io.recsys.evaluation.Evaluation;
import io.recsys.evaluation.Evaluator;
import io.recsys.evaluation.GroupFigures;
import io.recsys.evaluation.Interval;
import io.recsys.evaluation.Protocol;
import io.recsys.evaluation.TestThenLearn;
import io.recsys.evaluation.UserGroups;
import io.recsys.source.LoadedParts;
import io.recsys.split.CandidateLists;
import io.recsys.split.Split;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One model under all the protocols of a table.
 *
 * @param protocol the protocol of figures whose name has no part before the metric
 * @param figures by name: {@code rmse}, {@code warm rmse}, {@code test-then-learn cold rmse}, or
 *     {@code full hit@10} where candidates are prescribed and the whole catalog competes as well
 * @param intervals over users at 95 %, of rankings, by the same names
 */
record Trial(Protocol protocol, Map<String, Double> figures, Map<String, Interval> intervals) {
  static final String LEARNED = "test-then-learn ";
  private static final String FULL = "full ";
  private static final String WARM = "warm ";
  private static final List<String> RANKINGS = List.of("ndcg@10", "hit@10");

  /** Measures a model. */
  static Trial of(Table table, LoadedParts parts, String model, Recommender recommender) {
    Split split = parts.split();
    Evaluator full = Evaluator.defaults().withRelevantFrom(table.relevantFrom());
    CandidateLists lists = parts.candidates();
    Evaluator evaluator =
        lists == null ? full : full.withCandidates(Candidates.listed(split.name(), lists));
    Evaluation evaluation = evaluator.evaluate(model, recommender, split);
    Map<String, Double> figures = new LinkedHashMap<>();
    add("", evaluation, figures);
    if (lists != null) {
      add(FULL, full.evaluate(model, recommender, split), figures);
    }
    if (table.learns()) {
      add(LEARNED, new TestThenLearn(full, split).evaluate(model, recommender), figures);
    }
    return new Trial(evaluation.protocol(), figures, intervals(evaluation, split));
  }

  private static void add(String part, Evaluation evaluation, Map<String, Double> figures) {
    evaluation.metrics().forEach((name, value) -> figures.put(part + name, value));
    evaluation.warm().forEach((name, value) -> figures.put(part + WARM + name, value));
    evaluation.cold().forEach((name, value) -> figures.put(part + "cold " + name, value));
  }

  private static Map<String, Interval> intervals(Evaluation evaluation, Split split) {
    Map<String, Interval> intervals = new LinkedHashMap<>();
    for (String metric : RANKINGS) {
      if (evaluation.metrics().containsKey(metric)) {
        evaluation.interval(metric).ifPresent(interval -> intervals.put(metric, interval));
      }
    }
    if (!evaluation.warm().isEmpty()) {
      UserGroups groups = UserGroups.byActivity(split.train(), 1);
      String warm = groups.groups().get(1);
      for (GroupFigures group : evaluation.byGroup(groups)) {
        for (String metric : RANKINGS) {
          Interval interval = group.intervals().get(metric);
          if (group.group().equals(warm) && interval != null) {
            intervals.put(WARM + metric, interval);
          }
        }
      }
    }
    return intervals;
  }
}
