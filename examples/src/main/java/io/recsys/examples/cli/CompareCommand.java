package io.recsys.examples.cli;

import io.recsys.Recommender;
import io.recsys.RecommenderTrainer;
import io.recsys.evaluation.Evaluation;
import io.recsys.evaluation.EvaluationReport;
import io.recsys.evaluation.Evaluator;
import io.recsys.source.LoadedParts;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that trains and measures several models on one split. */
@Command(
    name = "compare",
    description = {
      "Trains models on one split and measures them alike.",
      "Models: popularity, bias, item-knn, ease, als, ials, hybrid, ease-by-rating."
    },
    sortOptions = false)
final class CompareCommand implements Callable<Integer> {
  @Mixin private DataOptions data = new DataOptions();

  @Mixin private EvaluatorOptions options = new EvaluatorOptions();

  @Option(
      names = "--models",
      paramLabel = "NAMES",
      order = 20,
      split = ",",
      description = "The models, in the order to show them. Default: all but ease-by-rating.")
  private List<String> models = Models.ALL;

  @Option(
      names = "--save",
      paramLabel = "DIR",
      order = 21,
      description = "Save each evaluation as DIR/MODEL.json, which recsys diff compares.")
  private @Nullable Path save;

  @Option(names = "--json", order = 22, description = "Answer with one JSON object.")
  private boolean json;

  @Mixin private Console console = new Console();

  CompareCommand() {}

  @Override
  public Integer call() throws IOException {
    Evaluator asked = options.evaluator(console, data.seed());
    Models known = new Models(asked.relevantFrom(), data.seed());
    // Asked before the data is read: a mistyped name is heard at once.
    for (String model : models) {
      console.checked(() -> known.trainer(model, SplitStrategy.random(0.9)));
    }
    LoadedParts parts = StepBar.during(console, "reading", () -> data.load(console));
    Evaluator evaluator = asked.withCandidates(options.candidates(console, parts));
    Map<String, Trial> trials = new LinkedHashMap<>();
    for (String model : models) {
      RecommenderTrainer trainer = known.trainer(model, parts.validation());
      String task = "%s, %d of %d".formatted(model, trials.size() + 1, models.size());
      Trial trial =
          StepBar.during(console, task, () -> trial(model, trainer, evaluator, parts.split()));
      console.say("%s: trained and measured in %.1f s", model, trial.seconds());
      trials.put(model, trial);
      if (save != null) {
        Files.createDirectories(save);
        trial.evaluation().write(save.resolve(model + ".json"));
      }
    }
    console.out().println(json ? Json.line(toMap(trials)) : toText(trials));
    return 0;
  }

  private static Trial trial(
      String model, RecommenderTrainer trainer, Evaluator evaluator, Split split) {
    long start = System.nanoTime();
    Recommender recommender = trainer.train(split.train());
    Evaluation evaluation = evaluator.evaluate(model, recommender, split);
    return new Trial(evaluation, (System.nanoTime() - start) / 1e9);
  }

  private static EvaluationReport report(Map<String, Trial> trials) {
    List<Evaluation> all = trials.values().stream().map(Trial::evaluation).toList();
    return new EvaluationReport(all.get(0), all.subList(1, all.size()));
  }

  private static Map<String, Object> toMap(Map<String, Trial> trials) {
    Map<String, Object> figures = new LinkedHashMap<>();
    trials.forEach(
        (model, trial) -> {
          Map<String, Object> row = new LinkedHashMap<>(trial.evaluation().toMap());
          row.put("seconds", Math.round(trial.seconds() * 1000) / 1000.0);
          figures.put(model, row);
        });
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("protocol", report(trials).model().protocol().toMap());
    map.put("models", figures);
    return map;
  }

  private static String toText(Map<String, Trial> trials) {
    StringBuilder text = new StringBuilder(report(trials).toText()).append("\nseconds:");
    trials.forEach(
        (model, trial) ->
            text.append(String.format(Locale.ROOT, " %s %.1f", model, trial.seconds())));
    return text.toString();
  }

  /** One model's evaluation and the seconds that training and measuring took. */
  private record Trial(Evaluation evaluation, double seconds) {}
}
