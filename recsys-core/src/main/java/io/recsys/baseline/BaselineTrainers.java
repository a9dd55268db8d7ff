package io.recsys.baseline;

import io.recsys.RecommenderTrainer;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiFunction;

/** The trainers of all baselines, as they stand beside a model that is measured. */
public final class BaselineTrainers {
  private BaselineTrainers() {}

  /**
   * One trainer of each baseline, by default settings.
   *
   * @param relevantFrom the lowest rating that models of likes learn from, empty for their default
   * @param seed what their draws derive from
   */
  public static List<RecommenderTrainer> all(OptionalDouble relevantFrom, long seed) {
    return List.of(
        new PopularityTrainer(),
        BiasTrainer.defaults(),
        likesFrom(relevantFrom, ItemKnnTrainer.defaults(), ItemKnnTrainer::withRelevantFrom),
        likesFrom(relevantFrom, EaseTrainer.defaults(), EaseTrainer::withRelevantFrom),
        AlsTrainer.defaults().withSeed(seed),
        likesFrom(
            relevantFrom,
            ImplicitAlsTrainer.defaults().withSeed(seed),
            ImplicitAlsTrainer::withRelevantFrom));
  }

  private static <T> T likesFrom(
      OptionalDouble relevantFrom, T trainer, BiFunction<T, Double, T> withRelevantFrom) {
    return relevantFrom.isPresent()
        ? withRelevantFrom.apply(trainer, relevantFrom.getAsDouble())
        : trainer;
  }
}
