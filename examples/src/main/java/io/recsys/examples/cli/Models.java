package io.recsys.examples.cli;

import io.recsys.RecommenderTrainer;
import io.recsys.baseline.BaselineTrainers;
import io.recsys.baseline.EaseTrainer;
import io.recsys.baseline.Weighting;
import io.recsys.split.SplitStrategy;
import io.recsys.train.HybridConfig;
import io.recsys.train.HybridTrainer;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The models by the names that the command line gives them.
 *
 * @param relevantFrom the lowest rating that models of likes learn from, empty for their default
 * @param seed what their draws derive from
 */
record Models(OptionalDouble relevantFrom, long seed) {
  /** All models, the hybrid last. */
  static final List<String> ALL =
      List.of("popularity", "bias", "item-knn", "ease", "als", "ials", "hybrid");

  /** EASE that learns from all ratings, each weighted; asked for by name alone. */
  private static final String EASE_BY_RATING = "ease-by-rating";

  /** The models that stand beside the hybrid. */
  static final List<String> BASELINES = ALL.subList(0, ALL.size() - 1);

  /** The baselines, and that of them which is asked for by name alone. */
  static final List<String> YARDSTICKS =
      Stream.concat(BASELINES.stream(), Stream.of(EASE_BY_RATING)).toList();

  /**
   * What trains a model.
   *
   * @param validation how the hybrid cuts off the part that its epoch is picked on
   * @throws IllegalArgumentException if there is no model of that name
   */
  RecommenderTrainer trainer(String name, SplitStrategy validation) {
    if (name.equals("hybrid")) {
      HybridConfig config = HybridConfig.defaults().withSeed(seed).withValidation(validation);
      return new HybridTrainer(
          relevantFrom.isPresent() ? config.withRelevantFrom(relevantFrom.getAsDouble()) : config);
    }
    if (name.equals(EASE_BY_RATING)) {
      EaseTrainer ease = EaseTrainer.defaults().withWeighting(Weighting.BY_RATING);
      return relevantFrom.isPresent() ? ease.withRelevantFrom(relevantFrom.getAsDouble()) : ease;
    }
    return BaselineTrainers.all(relevantFrom, seed).stream()
        .filter(trainer -> trainer.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "models: there is no '%s', but %s, %s"
            .formatted(name, String.join(", ", ALL), EASE_BY_RATING));
  }
}
