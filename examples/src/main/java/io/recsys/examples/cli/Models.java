package io.recsys.examples.cli;

import io.recsys.RecommenderTrainer;
import io.recsys.baseline.AlsTrainer;
import io.recsys.baseline.BiasTrainer;
import io.recsys.baseline.EaseTrainer;
import io.recsys.baseline.ImplicitAlsTrainer;
import io.recsys.baseline.ItemKnnTrainer;
import io.recsys.baseline.PopularityTrainer;
import io.recsys.baseline.Weighting;
import io.recsys.split.SplitStrategy;
import io.recsys.train.HybridConfig;
import io.recsys.train.HybridTrainer;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
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
    return switch (name) {
      case "popularity" -> new PopularityTrainer();
      case "bias" -> BiasTrainer.defaults();
      case "item-knn" -> likesFrom(ItemKnnTrainer.defaults(), ItemKnnTrainer::withRelevantFrom);
      case "ease" -> likesFrom(EaseTrainer.defaults(), EaseTrainer::withRelevantFrom);
      case EASE_BY_RATING ->
          likesFrom(
              EaseTrainer.defaults().withWeighting(Weighting.BY_RATING),
              EaseTrainer::withRelevantFrom);
      case "als" -> AlsTrainer.defaults().withSeed(seed);
      case "ials" ->
          likesFrom(
              ImplicitAlsTrainer.defaults().withSeed(seed), ImplicitAlsTrainer::withRelevantFrom);
      case "hybrid" ->
          new HybridTrainer(
              likesFrom(
                  HybridConfig.defaults().withSeed(seed).withValidation(validation),
                  HybridConfig::withRelevantFrom));
      default ->
          throw new IllegalArgumentException(
              "models: there is no '"
                  + name
                  + "', but "
                  + String.join(", ", ALL)
                  + ", "
                  + EASE_BY_RATING);
    };
  }

  private <T> T likesFrom(T trainer, BiFunction<T, Double, T> withRelevantFrom) {
    return relevantFrom.isPresent()
        ? withRelevantFrom.apply(trainer, relevantFrom.getAsDouble())
        : trainer;
  }
}
