package io.recsys.sagemaker.training;

import io.recsys.data.RatingScale;
import io.recsys.evaluation.Candidates;
import io.recsys.evaluation.Evaluator;
import io.recsys.source.DelimitedFile;
import io.recsys.source.LoadedParts;
import io.recsys.source.RatingsSource;
import io.recsys.source.ReadOptions;
import io.recsys.split.CandidateLists;
import io.recsys.train.HybridConfig;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the hyperparameters of a job ask for.
 *
 * @param config how the model is built and trained, but for its validation, which the split tells
 * @param split the name of the division into training and test part, or null for what fits the data
 * @param format how to read a delimited file, or null where nothing is said of it
 * @param reading how tolerant reading is
 * @param evaluator what is measured, but for candidates that come with the data
 * @param listed whether the split's own candidate lists compete in rankings
 * @param testThenLearn whether to also predict test rows with the user's earlier ones as history
 */
public record TrainingSettings(
    HybridConfig config,
    @Nullable String split,
    DelimitedFile.@Nullable Format format,
    ReadOptions reading,
    Evaluator evaluator,
    boolean listed,
    boolean testThenLearn) {
  private static final long SEED = 42;
  private static final String LISTED = "file";

  /**
   * The settings that hyperparameters ask for.
   *
   * @throws IllegalArgumentException if a value is not allowed
   */
  public static TrainingSettings of(Hyperparameters asked) {
    Integer skipped = asked.integer("skip-bad-lines");
    HybridConfig config = config(asked);
    boolean listed = asked.text("candidates", "").equals(LISTED);
    return new TrainingSettings(
        config,
        asked.text("split"),
        format(asked),
        new ReadOptions(skipped == null ? 0 : skipped),
        evaluator(asked, listed).withSeed(config.seed()),
        listed,
        asked.flag("test-then-learn"));
  }

  private static HybridConfig config(Hyperparameters asked) {
    HybridConfig config =
        switch (asked.text("preset", "defaults")) {
          case "defaults" -> HybridConfig.defaults();
          case "original" -> HybridConfig.original();
          default ->
              throw new IllegalArgumentException(
                  "hyperparameter 'preset' is '%s'; give defaults or original"
                      .formatted(asked.text("preset")));
        };
    Long seed = asked.longInteger("seed");
    config = config.withSeed(seed == null ? SEED : seed);
    Integer epochs = asked.integer("epochs");
    config = epochs == null ? config : config.withEpochs(epochs);
    Integer batchSize = asked.integer("batch-size");
    config = batchSize == null ? config : config.withBatchSize(batchSize);
    Double learningRate = asked.number("lr");
    config = learningRate == null ? config : config.withLearningRate(learningRate);
    Double recency = asked.number("recency");
    config = recency == null ? config : config.withRecency(recency);
    Double relevant = asked.number("relevant");
    return relevant == null ? config : config.withRelevantFrom(relevant);
  }

  private static DelimitedFile.@Nullable Format format(Hyperparameters asked) {
    String columns = asked.text("columns");
    String delimiter = asked.text("delimiter");
    String scale = asked.text("scale");
    if (columns == null && delimiter == null && scale == null) {
      return null;
    }
    DelimitedFile.Format format = DelimitedFile.Format.defaults();
    format = columns == null ? format : format.withColumns(columns);
    format = delimiter == null ? format : format.withDelimiter(delimiter);
    return scale == null ? format : format.withScale(RatingScale.parse(scale));
  }

  private static Evaluator evaluator(Hyperparameters asked, boolean listed) {
    Evaluator evaluator = Evaluator.defaults();
    String k = asked.text("k");
    if (k != null) {
      try {
        evaluator =
            evaluator.withK(
                Arrays.stream(k.split(",", -1))
                    .map(String::strip)
                    .mapToInt(Integer::parseInt)
                    .toArray());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "hyperparameter 'k' is '" + k + "'; give a whole number, or several such as 5,10");
      }
    }
    Double relevant = asked.number("relevant");
    evaluator = relevant == null ? evaluator : evaluator.withRelevantFrom(relevant);
    return listed
        ? evaluator
        : evaluator.withCandidates(Candidates.parse(asked.text("candidates", "full")));
  }

  /** The parts of a source that training and measuring take. */
  LoadedParts.Read read(RatingsSource source) throws IOException {
    return split == null
        ? LoadedParts.read(source, config.seed(), reading)
        : LoadedParts.read(source, split, config.seed(), reading);
  }

  /** What measures on such parts. */
  Evaluator evaluator(LoadedParts parts) {
    if (!listed) {
      return evaluator;
    }
    CandidateLists lists = parts.candidates();
    String name = parts.split().name();
    if (lists == null) {
      throw new IllegalArgumentException(
          "hyperparameter 'candidates' is 'file', and split "
              + name
              + " brings no lists; give full or sampled(99)");
    }
    return evaluator.withCandidates(Candidates.listed(name, lists));
  }
}
