package io.recsys.baseline;

import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import java.util.OptionalDouble;

/**
 * How much an interaction counts as a like.
 *
 * @param from the value that counts as one
 * @param half half the width of the scale
 * @param weighting how the weight follows the value
 */
record LikeWeights(double from, double half, Weighting weighting) {
  /**
   * The weights on a scale.
   *
   * @param relevantFrom the value that counts as one; where empty, the scale's own
   */
  static LikeWeights of(RatingScale scale, OptionalDouble relevantFrom, Weighting weighting) {
    double from = relevantFrom.orElse(scale.relevantFrom());
    return new LikeWeights(from, scale.width() / 2, weighting);
  }

  /** The weight of an interaction, above 0 where it is a like. */
  private double of(float value) {
    return switch (weighting) {
      // As a float, or a threshold that no float equals would leave out ratings equal to it.
      case EQUAL -> value >= (float) from ? 1 : 0;
      case BY_RATING -> 1 + (value - from) / half;
    };
  }

  /** The interactions that are likes, each valued by its weight. */
  Interactions likes(Interactions all) {
    Interactions.Builder likes = Interactions.builder();
    for (int user = 0; user < all.users(); user++) {
      for (int position = all.start(user); position < all.end(user); position++) {
        double weight = of(all.value(position));
        if (weight > 0) {
          likes.add(user, all.item(position), (float) weight, all.time(position));
        }
      }
    }
    return likes.build(all.users(), all.items(), all.hasTimes());
  }
}
