package io.recsys.baseline;

import io.recsys.Recommender;
import io.recsys.RecommenderTrainer;
import io.recsys.data.Dataset;

/**
 * Makes the recommender that ranks items by how many training interactions they have, the same for
 * everyone but for what each has seen. It predicts no ratings. A model worth its keep ranks better.
 */
public final class PopularityTrainer implements RecommenderTrainer {
  /** A trainer; there is nothing to set. */
  public PopularityTrainer() {}

  @Override
  public String name() {
    return "popularity";
  }

  @Override
  public Recommender train(Dataset data) {
    return new BaselineRecommender(data, Popularity.of(data.interactions()));
  }
}
