package io.recsys.baseline;

import io.recsys.TrainingException;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import java.util.OptionalDouble;

/**
 * The interactions of a data set that count as likes, each valued by its weight.
 *
 * @param weights how much which counts
 * @param byUser the likes as they are
 * @param byItem the same with users and items exchanged: grouped by item
 */
record Likes(LikeWeights weights, Interactions byUser, Interactions byItem) {
  /** The likes of a data set. */
  static Likes of(Dataset data, OptionalDouble relevantFrom, Weighting weighting) {
    LikeWeights weights = LikeWeights.of(data.scale(), relevantFrom, weighting);
    Interactions byUser = weights.likes(data.interactions());
    if (byUser.size() == 0) {
      throw new TrainingException(
          "data: '"
              + data.name()
              + "' has no interaction that is a like where "
              + weights.from()
              + " is one; lower relevantFrom");
    }
    return new Likes(weights, byUser, transposed(byUser));
  }

  /** The same interactions with users and items exchanged, without times. */
  static Interactions transposed(Interactions interactions) {
    Interactions.Builder transposed = Interactions.builder();
    for (int user = 0; user < interactions.users(); user++) {
      for (int position = interactions.start(user); position < interactions.end(user); position++) {
        transposed.add(interactions.item(position), user, interactions.value(position), 0);
      }
    }
    return transposed.build(interactions.items(), interactions.users(), false);
  }
}
