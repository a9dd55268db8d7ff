package io.recsys.train;

import io.recsys.TrainingException;
import io.recsys.data.Interactions;
import io.recsys.evaluation.Evaluator;
import io.recsys.evaluation.RankingMetric;
import io.recsys.model.HybridRecommender;
import io.recsys.split.Split;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The part of the training rows that is held back to pick the epoch on. */
final class Validation {
  /** The most users whose rankings pick the epoch; more would cost more than the epoch itself. */
  private static final int RANKED_USERS = 500;

  /** What a point of NDCG counts against a star of RMSE when both pick the epoch. */
  private static final double NDCG_WEIGHT = 0.2;

  private static final String NAME = "hybrid";
  private static final int K = 10;

  private final HybridConfig config;
  private final Split split;
  private final Split ranked;

  Validation(HybridConfig config, Split split) {
    this.config = config;
    this.split = split;
    this.ranked = sample(split);
  }

  /** The split with the test rows of some users alone, spread evenly over those who have any. */
  private static Split sample(Split split) {
    Interactions test = split.test();
    int[] tested = IntStream.range(0, test.users()).filter(user -> test.count(user) > 0).toArray();
    if (tested.length <= RANKED_USERS) {
      return split;
    }
    boolean[] chosen = new boolean[test.users()];
    for (int i = 0; i < RANKED_USERS; i++) {
      chosen[tested[(int) ((long) i * tested.length / RANKED_USERS)]] = true;
    }
    return split.withTest(test.filter(position -> chosen[test.user(position)]));
  }

  /** The figures of a model that learned from the rest. */
  Map<String, Double> of(HybridRecommender recommender) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (config.objective().hasRating()) {
      metrics.putAll(
          Evaluator.defaults()
              .withCatalogMetrics(List.of())
              .withRankingMetrics(List.of())
              .evaluate(NAME, recommender, split)
              .metrics());
    }
    metrics.putAll(rankings(recommender));
    return metrics;
  }

  /** Those of its rankings alone. */
  Map<String, Double> rankings(HybridRecommender recommender) {
    return Evaluator.defaults()
        .withCatalogMetrics(List.of())
        .withRatingMetrics(List.of())
        .withRankingMetrics(List.of(RankingMetric.ndcg(K), RankingMetric.recall(K)))
        .evaluate(NAME, recommender, ranked)
        .metrics();
  }

  /** What the best epoch has least of, made of an epoch's figures. */
  static double metric(HybridConfig config, Map<String, Double> figures) {
    double metric = 0;
    if (config.objective().hasRating()) {
      Double rmse = figures.get("rmse");
      if (rmse == null) {
        throw new TrainingException(
            "training diverged: predictions are no numbers; lower the learning rate, "
                + config.learningRate());
      }
      metric += rmse;
    }
    if (config.objective().hasPreference()) {
      metric -= NDCG_WEIGHT * figures.getOrDefault("ndcg@" + K, 0.0);
    }
    return metric;
  }
}
