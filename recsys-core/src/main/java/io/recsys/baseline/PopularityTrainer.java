package io.recsys.baseline;

import io.recsys.Recommender;
import io.recsys.RecommenderTrainer;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;

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
    Interactions interactions = data.interactions();
    int[] counts = new int[interactions.items()];
    for (int position = 0; position < interactions.size(); position++) {
      counts[interactions.item(position)]++;
    }
    return new PopularityRecommender(data, counts);
  }
}
