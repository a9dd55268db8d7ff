package io.recsys.examples.cli;

import io.recsys.RecommenderTrainer;
import io.recsys.baseline.AlsTrainer;
import io.recsys.baseline.BiasTrainer;
import io.recsys.baseline.EaseTrainer;
import io.recsys.baseline.ImplicitAlsTrainer;
import io.recsys.baseline.ItemKnnTrainer;
import io.recsys.baseline.PopularityTrainer;
import io.recsys.split.SplitStrategy;
import io.recsys.train.HybridConfig;
import io.recsys.train.HybridTrainer;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The models by the names that the command line gives them.
 *
 * @param relevantFrom the lowest rating that models of likes learn from, empty for their default
 * @param seed what their draws derive from
 */
record Models(OptionalDouble relevantFrom, long seed) {
  /** The models that stand beside the hybrid. */
  static final List<String> BASELINES =
      List.of("popularity", "bias", "item-knn", "ease", "als", "ials");

  /** All models. */
  static final List<String> ALL =
      List.of("popularity", "bias", "item-knn", "ease", "als", "ials", "hybrid");

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
      case "item-knn" -> itemKnn();
      case "ease" -> ease();
      case "als" -> AlsTrainer.defaults().withSeed(seed);
      case "ials" -> ials();
      case "hybrid" ->
          new HybridTrainer(HybridConfig.defaults().withSeed(seed).withValidation(validation));
      default ->
          throw new IllegalArgumentException(
              "models: there is no '" + name + "', but " + String.join(", ", ALL));
    };
  }

  private RecommenderTrainer itemKnn() {
    ItemKnnTrainer trainer = ItemKnnTrainer.defaults();
    return relevantFrom.isPresent()
        ? trainer.withRelevantFrom(relevantFrom.getAsDouble())
        : trainer;
  }

  private RecommenderTrainer ease() {
    EaseTrainer trainer = EaseTrainer.defaults();
    return relevantFrom.isPresent()
        ? trainer.withRelevantFrom(relevantFrom.getAsDouble())
        : trainer;
  }

  private RecommenderTrainer ials() {
    ImplicitAlsTrainer trainer = ImplicitAlsTrainer.defaults().withSeed(seed);
    return relevantFrom.isPresent()
        ? trainer.withRelevantFrom(relevantFrom.getAsDouble())
        : trainer;
  }
}
