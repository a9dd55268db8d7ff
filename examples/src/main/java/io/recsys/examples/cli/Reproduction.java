package io.recsys.examples.cli;

import io.recsys.Recommender;
import io.recsys.RecommenderTrainer;
import io.recsys.examples.Ablation;
import io.recsys.model.HybridRecommender;
import io.recsys.source.LoadedParts;
import io.recsys.source.RatingsSource;
import io.recsys.source.ReadOptions;
import io.recsys.train.HybridConfig;
import io.recsys.train.HybridTrainer;
import io.recsys.train.TrainingStop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The making of a table: the hybrid once a seed, the models beside it once.
 *
 * @param console where progress goes
 * @param table the table
 * @param data the folder with the releases and splits
 * @param seeds how many trainings of the hybrid
 * @param seed the first training's, and what splits are drawn by; the others' follow it
 * @param out the folder to keep the hybrids in, or null
 */
record Reproduction(
    Console console, Table table, Path data, int seeds, long seed, @Nullable Path out) {
  private static final String HYBRID = "hybrid";

  /** Trains and measures all. */
  TableFigures run() throws IOException {
    List<TableFigures.SplitFigures> splits = new ArrayList<>();
    for (String split : table.splits()) {
      splits.add(figures(split));
    }
    return new TableFigures(table, seed, splits);
  }

  private TableFigures.SplitFigures figures(String name) throws IOException {
    LoadedParts parts = StepBar.during(console, "reading", () -> read(name));
    HybridConfig config =
        HybridConfig.defaults()
            .withValidation(parts.validation())
            .withRelevantFrom(table.relevantFrom());
    List<Trial> hybrids = new ArrayList<>();
    for (long next = seed; next < seed + seeds; next++) {
      HybridConfig seeded = config.withSeed(next);
      hybrids.add(trial(parts, HYBRID, next, () -> kept(train(parts, seeded), parts)));
    }
    Map<String, List<Trial>> trials = new LinkedHashMap<>();
    trials.put(HYBRID, hybrids);
    for (Map.Entry<String, StepBar.Work<Recommender>> other :
        beside(parts, config.withSeed(seed)).entrySet()) {
      trials.put(other.getKey(), List.of(trial(parts, other.getKey(), seed, other.getValue())));
    }
    return new TableFigures.SplitFigures(parts.split().name(), trials);
  }

  /** What trains each of the models that stand beside the hybrid. */
  private Map<String, StepBar.Work<Recommender>> beside(LoadedParts parts, HybridConfig config) {
    Map<String, StepBar.Work<Recommender>> trainings = new LinkedHashMap<>();
    if (table.models() == Table.Beside.VARIANTS) {
      Ablation.variants(config)
          .forEach((name, variant) -> trainings.put(name, () -> train(parts, variant)));
    } else {
      Models models = new Models(OptionalDouble.of(table.relevantFrom()), seed);
      for (String name : Models.YARDSTICKS) {
        RecommenderTrainer trainer = models.trainer(name, parts.validation());
        trainings.put(
            name, () -> StepBar.during(console, name, () -> trainer.train(parts.split().train())));
      }
    }
    return trainings;
  }

  private Trial trial(
      LoadedParts parts, String model, long modelSeed, StepBar.Work<Recommender> training)
      throws IOException {
    long start = System.nanoTime();
    Recommender recommender = training.done();
    Trial trial =
        StepBar.during(console, "measuring", () -> Trial.of(table, parts, model, recommender));
    StringBuilder figures = new StringBuilder();
    for (String measure : table.measures()) {
      Double value = trial.figures().get(measure);
      figures.append(value == null ? "" : String.format(Locale.ROOT, "%s %.4f, ", measure, value));
    }
    console.say(
        "%s, %s seed %d: %strained and measured in %.1f s",
        parts.split().name(), model, modelSeed, figures, (System.nanoTime() - start) / 1e9);
    return trial;
  }

  private HybridRecommender train(LoadedParts parts, HybridConfig config) {
    try (TrainingStop stop = new TrainingStop(() -> console.say("Stopping."));
        TrainingProgress progress = new TrainingProgress(console, stop)) {
      return new HybridTrainer(config, progress).train(parts.split().train());
    }
  }

  /** The model as its folder gives it back, where it is to be kept. */
  private HybridRecommender kept(HybridRecommender trained, LoadedParts parts) throws IOException {
    if (out == null) {
      return trained;
    }
    String split = table.splits().size() > 1 ? "-" + parts.split().name() : "";
    Path folder =
        out.resolve("%s%s-%d".formatted(table.name(), split, trained.provenance().seed()));
    trained
        .withProvenance(trained.provenance().withSplit(parts.split().name(), parts.wholeHash()))
        .save(folder);
    return HybridRecommender.load(folder);
  }

  private LoadedParts read(String split) throws IOException {
    Path release = data.resolve(table.release());
    String name = split.replace("DATA", data.toString());
    return LoadedParts.read(RatingsSource.movieLens(release), name, seed, ReadOptions.defaults())
        .parts();
  }
}
