package io.recsys.examples.cli;

import io.recsys.Recommender;
import io.recsys.RecommenderTrainer;
import io.recsys.baseline.BaselineTrainers;
import io.recsys.evaluation.Evaluation;
import io.recsys.evaluation.EvaluationReport;
import io.recsys.evaluation.Evaluator;
import io.recsys.evaluation.TestThenLearn;
import io.recsys.source.LoadedParts;
import io.recsys.split.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A model measured on a test part, with the baselines beside it.
 *
 * @param parts the data measured on
 * @param seed what the split and sampled candidates were drawn by
 * @param report the figures, or null where there are no test rows
 * @param learned the figures of test-then-learn, or null where they were not asked for
 */
record Measurement(
    LoadedParts parts, long seed, @Nullable EvaluationReport report, @Nullable Evaluation learned) {
  /** Measures a model; where there are no test rows, there is nothing to measure. */
  static Measurement of(Recommender recommender, LoadedParts parts, Evaluator evaluator) {
    Split split = parts.split();
    if (split.test().size() == 0) {
      return new Measurement(parts, evaluator.seed(), null, null);
    }
    List<Evaluation> baselines = new ArrayList<>();
    for (RecommenderTrainer trainer :
        BaselineTrainers.all(evaluator.relevantFrom(), evaluator.seed())) {
      baselines.add(evaluator.evaluate(trainer.name(), trainer.train(split.train()), split));
    }
    return new Measurement(
        parts,
        evaluator.seed(),
        new EvaluationReport(evaluator.evaluate("hybrid", recommender, split), baselines),
        null);
  }

  /** This measurement with the model's figures of test-then-learn, where they are asked for. */
  Measurement with(@Nullable TestThenLearn learning, Recommender recommender) {
    return learning == null
        ? this
        : new Measurement(parts, seed, report, learning.evaluate("hybrid", recommender));
  }

  /** Writes the model's evaluation to a file, if one is given and there is something measured. */
  void save(@Nullable Path file) throws IOException {
    if (file != null && report != null) {
      report.model().write(file);
    }
  }

  /** The model's figures by name; empty without test rows. */
  Map<String, Double> metrics() {
    return report == null ? Map.of() : report.model().metrics();
  }

  /** The baselines' figures by model and name; empty without test rows. */
  Map<String, Map<String, Double>> baselines() {
    Map<String, Map<String, Double>> baselines = new TreeMap<>();
    if (report != null) {
      report.baselines().forEach(b -> baselines.put(b.model(), b.metrics()));
    }
    return baselines;
  }

  /** The answer of train and evaluate as JSON has it. */
  Map<String, Object> toMap(String model, double seconds) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("model", model);
    map.put("protocol", protocol());
    if (report == null) {
      map.put("test", Map.of());
      map.put("baselines", Map.of());
    } else {
      Map<String, Object> figures = report.toMap();
      figures.remove("protocol");
      map.putAll(figures);
    }
    if (learned != null) {
      map.put("testThenLearn", learned.toMap());
    }
    map.put("seconds", Math.round(seconds * 1000) / 1000.0);
    return map;
  }

  /** The answer of train and evaluate as text. */
  String toText() {
    return report == null
        ? "No test rows with split " + parts.split().name() + ": nothing to measure."
        : report.toText().stripTrailing() + learnedText();
  }

  private String learnedText() {
    if (learned == null) {
      return "";
    }
    StringBuilder text =
        new StringBuilder("\n\nTest-then-learn, the user's earlier test ratings as history:\n");
    Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
    rows.put("all rows", learned.metrics());
    rows.put("rows of warm users", learned.warm());
    rows.put("rows of cold users", learned.cold());
    rows.values().removeIf(Map::isEmpty);
    rows.forEach(
        (name, figures) -> {
          text.append(String.format(Locale.ROOT, "%-18s", name));
          figures.forEach(
              (metric, value) ->
                  text.append(String.format(Locale.ROOT, "  %s %.4f", metric, value)));
          text.append('\n');
        });
    return text.toString().stripTrailing();
  }

  private Map<String, Object> protocol() {
    Map<String, Object> map = new LinkedHashMap<>();
    Split split = parts.split();
    if (report == null) {
      map.put("data", split.train().name());
      map.put("split", split.name());
      map.put("trainRows", split.train().interactions().size());
      map.put("testRows", 0);
      map.put("dataHash", parts.wholeHash());
      map.put("seed", seed);
    } else {
      map.putAll(report.model().protocol().toMap());
    }
    return map;
  }
}
