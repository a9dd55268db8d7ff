package io.recsys.examples.cli;

import io.recsys.TrainingListener.Epoch;
import io.recsys.evaluation.Evaluator;
import io.recsys.evaluation.TestThenLearn;
import io.recsys.model.HybridRecommender;
import io.recsys.source.LoadedParts;
import io.recsys.train.HybridConfig;
import io.recsys.train.HybridTrainer;
import io.recsys.train.TrainingStop;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A training from data to a saved and measured model.
 *
 * @param console where progress goes
 * @param config the model's settings
 * @param options what is measured
 * @param testThenLearn whether to also predict test rows with the user's earlier ones as history
 * @param model the folder to save in; {@code MODEL.checkpoint} beside it lasts until training ends
 * @param resume whether to go on from the checkpoint that a broken training left
 */
record ModelTraining(
    Console console,
    HybridConfig config,
    EvaluatorOptions options,
    boolean testThenLearn,
    Path model,
    boolean resume) {
  private static final String CHECKPOINT = ".checkpoint";
  static final String REPORT = "training_report.json";

  /** Trains, measures and saves. */
  Result run(LoadedParts parts) throws IOException {
    long start = System.nanoTime();
    checkFree();
    Evaluator evaluator =
        options
            .evaluator(console, config.seed())
            .withCandidates(options.candidates(console, parts));
    // Made before the training, which it may refuse.
    TestThenLearn learning = testThenLearn ? new TestThenLearn(evaluator, parts.split()) : null;
    HybridRecommender recommender;
    List<Epoch> epochs;
    try (TrainingStop stop = new TrainingStop(this::sayStopped);
        TrainingProgress progress = new TrainingProgress(console, stop)) {
      recommender = trainer(progress).train(parts.split().train());
      epochs = progress.epochs();
    }
    HybridRecommender trained = recommender;
    Measurement measurement =
        StepBar.during(
            console,
            "measuring",
            () -> Measurement.of(trained, parts, evaluator).with(learning, trained));
    HybridRecommender documented =
        recommender.withProvenance(
            recommender
                .provenance()
                .withSplit(parts.split().name(), parts.wholeHash())
                .withMetrics(measurement.metrics())
                .withBaselines(measurement.baselines()));
    documented.save(model);
    Result result = new Result(documented, measurement, (System.nanoTime() - start) / 1e9);
    writeReport(result, epochs);
    return result;
  }

  private void sayStopped() {
    console.say(
        "Stopping; %s keeps the last whole epoch, if one was done; train --resume goes on from it.",
        sibling(CHECKPOINT));
  }

  /** Refuses a place that the save would refuse, which is better heard before the training. */
  private void checkFree() throws IOException {
    String advice = "; give another --out, or move that away";
    if (Files.exists(model) && !Files.isDirectory(model)) {
      throw new FileAlreadyExistsException(
          model.toString(), null, "is in the way of a model and no folder" + advice);
    }
    if (Files.isDirectory(model) && !Files.exists(model.resolve("manifest.json"))) {
      try (Stream<Path> content = Files.list(model)) {
        if (content.findAny().isPresent()) {
          throw new FileAlreadyExistsException(
              model.toString(), null, "is neither empty nor a model folder" + advice);
        }
      }
    }
  }

  private HybridTrainer trainer(TrainingProgress progress) {
    HybridTrainer trainer = new HybridTrainer(config, progress);
    Path checkpoint = sibling(CHECKPOINT);
    if (resume && !Files.exists(checkpoint)) {
      console.say("No checkpoint %s: training from the start.", checkpoint);
    }
    if (!resume && Files.exists(checkpoint)) {
      console.say("%s of a broken training is replaced; --resume would go on with it", checkpoint);
    }
    return resume ? trainer.resumingFrom(checkpoint) : trainer.withCheckpoint(checkpoint);
  }

  private void writeReport(Result result, List<Epoch> epochs) throws IOException {
    Map<String, Object> report = new LinkedHashMap<>(result.toMap(model));
    report.put("config", config.toMap());
    report.put("epochs", epochs.stream().map(Epoch::toMap).toList());
    // Written beside the folder first: a model folder holds whole files alone.
    Path part = sibling("." + REPORT + ".part");
    Files.writeString(part, Json.text(report) + "\n");
    Files.move(part, model.resolve(REPORT), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path sibling(String ending) {
    Path absolute = model.toAbsolutePath().normalize();
    return absolute.resolveSibling(absolute.getFileName() + ending);
  }

  /**
   * What came out of a training.
   *
   * @param recommender the model
   * @param measurement the figures
   * @param seconds what training, measuring and saving took
   */
  record Result(HybridRecommender recommender, Measurement measurement, double seconds) {
    Map<String, Object> toMap(Path model) {
      return measurement.toMap(model.toString(), seconds);
    }
  }
}
