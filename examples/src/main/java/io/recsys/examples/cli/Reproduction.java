package io.recsys.examples.cli;

import io.recsys.Recommender;
import io.recsys.data.Dataset;
import io.recsys.examples.Ablation;
import io.recsys.model.HybridRecommender;
import io.recsys.source.MovieLens;
import io.recsys.source.ReadOptions;
import io.recsys.split.SplitStrategy;
import io.recsys.train.HybridConfig;
import io.recsys.train.HybridTrainer;
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
    HybridConfig config = HybridConfig.defaults().withSeed(seed).withValidation(parts.validation());
    Map<String, List<Trial>> trials = new LinkedHashMap<>();
    for (int i = 0; i < seeds; i++) {
      HybridConfig seeded = config.withSeed(seed + i);
      trials
          .computeIfAbsent(HYBRID, model -> new ArrayList<>())
          .add(trial(parts, HYBRID, seeded.seed(), () -> kept(train(parts, seeded), parts)));
    }
    if (table.models() == Table.Beside.VARIANTS) {
      for (Map.Entry<String, HybridConfig> variant : Ablation.variants(config).entrySet()) {
        HybridConfig without = variant.getValue();
        trials.put(
            variant.getKey(),
            List.of(trial(parts, variant.getKey(), seed, () -> train(parts, without))));
      }
    } else {
      Models models = new Models(OptionalDouble.of(table.relevantFrom()), seed);
      for (String model : Models.YARDSTICKS) {
        trials.put(
            model,
            List.of(
                trial(
                    parts,
                    model,
                    seed,
                    () -> models.trainer(model, parts.validation()).train(parts.split().train()))));
      }
    }
    return new TableFigures.SplitFigures(parts.split().name(), trials);
  }

  private Trial trial(
      LoadedParts parts, String model, long modelSeed, StepBar.Work<Recommender> training)
      throws IOException {
    long start = System.nanoTime();
    Recommender recommender =
        model.equals(HYBRID) || table.models() == Table.Beside.VARIANTS
            ? training.done()
            : StepBar.during(console, model, training);
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
    if (MovieLens.readsSplit(name)) {
      return LoadedParts.prescribed(MovieLens.readSplit(release, name, ReadOptions.defaults()));
    }
    Dataset whole = MovieLens.read(release, ReadOptions.defaults()).dataset();
    SplitStrategy strategy = SplitStrategy.parse(name);
    return LoadedParts.drawn(strategy.split(whole, seed), whole, strategy);
  }
}
