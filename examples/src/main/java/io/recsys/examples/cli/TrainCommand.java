package io.recsys.examples.cli;

import io.recsys.source.LoadedParts;
import io.recsys.train.HybridConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that trains a model, measures it on the test part and saves it. */
@Command(
    name = "train",
    description = {
      "Trains the hybrid model on the training part of the data, measures it on the test part beside"
          + " baselines, and saves it.",
      "The epoch to stop at is found on rows held back from the training part; the model saved is"
          + " then trained on all of it. With --split all there is no test part: the model to ship.",
      "The model's folder also gets training_report.json, with the figures of each epoch; --report"
          + " writes a page for people and its pictures."
    },
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {
  /** The settings to start from. */
  enum Preset {
    DEFAULTS,
    ORIGINAL
  }

  @Mixin private DataOptions data = new DataOptions();

  @Mixin private EvaluatorOptions options = new EvaluatorOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "MODEL",
      order = 20,
      description = "The folder to save the model in, for example models/movies.")
  private Path out = Path.of("");

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      order = 21,
      defaultValue = "DEFAULTS",
      description =
          "The settings to start from: defaults, or original, the network as first drawn.")
  private Preset preset = Preset.DEFAULTS;

  @Option(names = "--epochs", paramLabel = "N", order = 22, description = "The most epochs.")
  private @Nullable Integer epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      order = 23,
      description =
          "Rows in a step, on average; fewer or more where an epoch would take under 150 steps or"
              + " over 1,000.")
  private @Nullable Integer batchSize;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      order = 24,
      description = "The learning rate at the start.")
  private @Nullable Double learningRate;

  @Option(
      names = "--recency",
      paramLabel = "N",
      order = 25,
      description = {
        "After so many later interactions one counts for 1/e of what the latest does for rankings;",
        "0 for a model that does not mind the order. Without use where test rows are not later ones."
      })
  private @Nullable Double recency;

  @Option(
      names = "--resume",
      order = 26,
      description = "Go on where a broken training into the same folder stopped.")
  private boolean resume;

  @Option(
      names = "--test-then-learn",
      order = 19,
      description =
          "Also predict each test rating with the user's earlier test ratings as history; needs data"
              + " with times.")
  private boolean testThenLearn;

  @Option(names = "--json", order = 27, description = "Answer with one JSON object.")
  private boolean json;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      order = 28,
      description = "Also write the figures of every user, for the command diff.")
  private @Nullable Path save;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      order = 29,
      description =
          "Also write a report to this folder: report.html, with its pictures and figures.")
  private @Nullable Path reportFolder;

  @Mixin private Console console = new Console();

  TrainCommand() {}

  @Override
  public Integer call() throws IOException {
    HybridConfig settings = console.checked(this::config);
    options.evaluator(console, data.seed());
    LoadedParts parts = StepBar.during(console, "reading", () -> data.load(console));
    ModelTraining training =
        new ModelTraining(
            console,
            settings.withValidation(parts.validation()),
            options,
            testThenLearn,
            out,
            resume);
    ModelTraining.Result result = training.run(parts);
    result.measurement().save(save);
    Path reports = reportFolder;
    if (reports != null) {
      new ReportFolder(console, reports)
          .write(out, result.recommender(), parts, result.measurement());
    }
    if (json) {
      console.out().println(Json.line(result.toMap(out)));
    } else {
      console.out().println(result.measurement().toText());
      console.out().printf("%nSaved in %s after %.0f s.%n", out, result.seconds());
    }
    return 0;
  }

  private HybridConfig config() {
    HybridConfig config =
        preset == Preset.ORIGINAL ? HybridConfig.original() : HybridConfig.defaults();
    config = config.withSeed(data.seed());
    OptionalDouble relevant = options.relevantFrom();
    config = relevant.isPresent() ? config.withRelevantFrom(relevant.getAsDouble()) : config;
    config = epochs == null ? config : config.withEpochs(epochs);
    config = batchSize == null ? config : config.withBatchSize(batchSize);
    config = recency == null ? config : config.withRecency(recency);
    return learningRate == null ? config : config.withLearningRate(learningRate);
  }
}
