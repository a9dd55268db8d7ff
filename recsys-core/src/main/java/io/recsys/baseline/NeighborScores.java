package io.recsys.baseline;

import io.recsys.data.Interactions;
import java.util.function.IntToDoubleFunction;

/**
 * What similar items tell of an item: a score from likes, a rating from ratings.
 *
 * @param weights how much an interaction counts as a like
 * @param likes weighted likes
 * @param nearest the items that each item's score is made of
 * @param ratings what predicts ratings
 */
record NeighborScores(
    LikeWeights weights, Interactions likes, NearestItems nearest, NeighborRatings ratings)
    implements ItemScores {
  @Override
  public boolean covers(int user) {
    return likes.count(user) > 0;
  }

  @Override
  public ItemScores folded(Interactions one) {
    return new NeighborScores(weights, weights.likes(one), nearest, ratings.folded(one));
  }

  @Override
  public IntToDoubleFunction ranking(int user) {
    double[] liked = new double[likes.items()];
    for (int position = likes.start(user); position < likes.end(user); position++) {
      liked[likes.item(position)] = likes.value(position);
    }
    return item -> nearest.sum(item, liked);
  }

  @Override
  public IntToDoubleFunction ratings(int user) {
    return item -> ratings.rating(user, item);
  }
}
