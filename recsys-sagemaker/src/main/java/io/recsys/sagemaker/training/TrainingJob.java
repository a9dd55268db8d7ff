package io.recsys.sagemaker.training;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.recsys.RecommenderTrainer;
import io.recsys.TrainingException;
import io.recsys.TrainingListener.Epoch;
import io.recsys.baseline.BaselineTrainers;
import io.recsys.evaluation.Evaluation;
import io.recsys.evaluation.EvaluationReport;
import io.recsys.evaluation.Evaluator;
import io.recsys.evaluation.TestThenLearn;
import io.recsys.model.HybridRecommender;
import io.recsys.sagemaker.JobFailure;
import io.recsys.sagemaker.MlFolder;
import io.recsys.source.LoadedParts;
import io.recsys.split.Split;
import io.recsys.train.HybridConfig;
import io.recsys.train.HybridTrainer;
import io.recsys.train.TrainingStop;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A training job, from the folders that the service fills to the model and the reports that it
 * collects.
 *
 * <p>A checkpoint of each epoch lies in {@code checkpoints}, and a job goes on from the one that it
 * finds there. Told to end (SIGTERM), a job drops the epoch at work and ends within the two minutes
 * that the service gives it. The model is saved once before it is measured and once with its
 * figures, and loaded again before the job counts as done.
 */
public final class TrainingJob {
  /** The exit status of a job that was told to end: that of the signal. */
  public static final int STOPPED = 143;

  static final String EVALUATION = "evaluation.json";
  static final String REPORT = "training_report.json";

  private static final int FAILED = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(110);
  private static final Gson JSON =
      new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

  private final MlFolder ml;
  private final PrintStream out;
  private final TrainingStop stop;
  private final MetricLines lines;

  private TrainingJob(MlFolder ml, PrintStream out, TrainingStop stop) {
    this.ml = ml;
    this.out = out;
    this.stop = stop;
    this.lines = new MetricLines(out, stop);
  }

  /**
   * Runs the job.
   *
   * @param out where progress and metrics go
   * @return the exit status: 0 for a model that is saved and loads, 1 for a failure, which {@code
   *     output/failure} then states, {@link #STOPPED} when the process was told to end
   */
  public static int run(MlFolder ml, PrintStream out) {
    try (TrainingStop stop =
        new TrainingStop(PATIENCE, () -> out.println("Told to end: stopping after this batch."))) {
      return new TrainingJob(ml, out, stop).run();
    }
  }

  private int run() {
    try {
      Files.deleteIfExists(ml.failure());
      train();
    } catch (IOException | RuntimeException | Error e) {
      if (stop.isWanted() && !(e instanceof TrainingException)) {
        e.printStackTrace(out);
        out.println("While stopping: " + JobFailure.of(e).text());
      }
      if (!stop.isWanted()) {
        JobFailure failure = failure(e);
        e.printStackTrace(out);
        out.println("Failed: " + failure.text());
        failure.write(ml.failure(), out);
        return FAILED;
      }
    }
    if (stop.isWanted()) {
      out.println(
          Files.exists(checkpoint())
              ? "Stopped; a job with the same checkpoints goes on after the last whole epoch."
              : "Stopped; there is no checkpoint, so another job begins anew.");
      return STOPPED;
    }
    return 0;
  }

  private JobFailure failure(Throwable e) {
    JobFailure failure = JobFailure.of(e);
    boolean refused = e instanceof TrainingException && lines.epochs().isEmpty();
    return refused && Files.exists(checkpoint())
        ? failure.withHint(
            "checkpoints are kept in CheckpointConfig's S3Uri: name another or empty it")
        : failure;
  }

  private void train() throws IOException {
    checkHosts();
    TrainingSettings settings = TrainingSettings.of(Hyperparameters.read(ml.config()));
    TrainingChannel channel = TrainingChannel.find(ml);
    LoadedParts.Read read = settings.read(channel.source(settings.format()));
    read.sentences().forEach(out::println);
    LoadedParts parts = read.parts();
    Split split = parts.split();
    Evaluator evaluator = settings.evaluator(parts);
    // Made before the training, which it may refuse.
    TestThenLearn learning = settings.testThenLearn() ? new TestThenLearn(evaluator, split) : null;
    HybridConfig config = settings.config().withValidation(parts.validation());
    HybridRecommender trained =
        new HybridTrainer(config, lines).resumingFrom(checkpoint()).train(split.train());
    trained =
        trained.withProvenance(trained.provenance().withSplit(split.name(), parts.wholeHash()));
    ModelOutput output = new ModelOutput(ml.model());
    output.save(trained);
    EvaluationReport report = split.test().size() == 0 ? null : measure(trained, split, evaluator);
    if (report != null) {
      lines.test(report.model().metrics());
      trained = measured(trained, report);
      output.save(trained);
    }
    Evaluation learned = learning == null ? null : learning.evaluate("hybrid", trained);
    report(output, config, report, learned);
    HybridRecommender.load(ml.model());
    out.println("The model is in " + ml.model() + " and loads.");
  }

  /** A part of the data on each of several hosts would be a model of a part of the data. */
  private void checkHosts() throws IOException {
    JsonObject resources = ConfigFile.read(ml.config().resolve("resourceconfig.json"));
    if (resources.get("hosts") instanceof JsonArray hosts && hosts.size() > 1) {
      throw new IllegalArgumentException(
          "the job has "
              + hosts.size()
              + " instances, and training runs on one; set InstanceCount to 1 and take a larger"
              + " instance type");
    }
  }

  /** A folder of its own: training deletes it, which it must not do to a place of a mount. */
  private Path checkpoint() {
    return ml.checkpoints().resolve("training");
  }

  private EvaluationReport measure(HybridRecommender model, Split split, Evaluator evaluator) {
    Evaluation evaluation = evaluator.evaluate("hybrid", model, split);
    List<Evaluation> baselines = new ArrayList<>();
    for (RecommenderTrainer trainer :
        BaselineTrainers.all(evaluator.relevantFrom(), evaluator.seed())) {
      if (stop.isWanted()) {
        throw new TrainingException("told to end while the model was measured");
      }
      baselines.add(evaluator.evaluate(trainer.name(), trainer.train(split.train()), split));
    }
    EvaluationReport report = new EvaluationReport(evaluation, baselines);
    out.println(report.toText().stripTrailing());
    return report;
  }

  private static HybridRecommender measured(HybridRecommender model, EvaluationReport report) {
    Map<String, Map<String, Double>> baselines = new TreeMap<>();
    report.baselines().forEach(baseline -> baselines.put(baseline.model(), baseline.metrics()));
    return model.withProvenance(
        model.provenance().withMetrics(report.model().metrics()).withBaselines(baselines));
  }

  private void report(
      ModelOutput output,
      HybridConfig config,
      @Nullable EvaluationReport report,
      @Nullable Evaluation learned)
      throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    if (report != null) {
      map.putAll(report.toMap());
      ModelOutput.write(ml.outputData(), EVALUATION, JSON.toJson(report.toMap()));
    }
    if (learned != null) {
      map.put("testThenLearn", learned.toMap());
    }
    map.put("config", config.toMap());
    map.put("epochs", lines.epochs().stream().map(Epoch::toMap).toList());
    String text = JSON.toJson(map);
    ModelOutput.write(ml.outputData(), REPORT, text);
    output.write(REPORT, text);
  }
}
