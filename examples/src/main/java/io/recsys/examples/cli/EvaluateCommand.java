package io.recsys.examples.cli;

import io.recsys.evaluation.Evaluator;
import io.recsys.evaluation.TestThenLearn;
import io.recsys.model.HybridRecommender;
import io.recsys.source.LoadedParts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that measures a saved model on rows that it was not trained on. */
@Command(
    name = "evaluate",
    description = {
      "Measures a saved model on the test part of the data, with the baselines beside it.",
      "A model that was trained on test rows is refused: its figures would say nothing."
    },
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      order = 0,
      description = "The model's folder.")
  private Path model = Path.of("");

  @Mixin private DataOptions data = new DataOptions();

  @Mixin private EvaluatorOptions options = new EvaluatorOptions();

  @Option(
      names = "--test-then-learn",
      order = 19,
      description =
          "Also predict each test rating with the user's earlier test ratings as history; needs data"
              + " with times.")
  private boolean testThenLearn;

  @Option(names = "--json", order = 20, description = "Answer with one JSON object.")
  private boolean json;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      order = 21,
      description = "Also write the figures of every user, for the command diff.")
  private @Nullable Path save;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      order = 22,
      description =
          "Also write a report to this folder: report.html, with its pictures and figures.")
  private @Nullable Path reportFolder;

  @Mixin private Console console = new Console();

  EvaluateCommand() {}

  @Override
  public Integer call() throws IOException {
    Evaluator evaluator = options.evaluator(console, data.seed());
    HybridRecommender recommender = HybridRecommender.load(model);
    LoadedParts parts = StepBar.during(console, "reading", () -> data.load(console));
    if (parts.split().test().size() == 0) {
      throw new IllegalArgumentException(
          "split '"
              + parts.split().name()
              + "' has no test rows to measure by; use another --split");
    }
    recommender.requireUnseen(parts.split());
    TestThenLearn learning = testThenLearn ? new TestThenLearn(evaluator, parts.split()) : null;
    long start = System.nanoTime();
    Evaluator settled = evaluator.withCandidates(options.candidates(console, parts));
    Measurement measurement =
        StepBar.during(
            console,
            "measuring",
            () -> Measurement.of(recommender, parts, settled).with(learning, recommender));
    measurement.save(save);
    double seconds = (System.nanoTime() - start) / 1e9;
    Path reports = reportFolder;
    if (reports != null) {
      new ReportFolder(console, reports).write(model, recommender, parts, measurement);
    }
    console
        .out()
        .println(
            json ? Json.line(measurement.toMap(model.toString(), seconds)) : measurement.toText());
    return 0;
  }
}
