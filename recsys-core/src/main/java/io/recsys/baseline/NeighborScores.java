package io.recsys.baseline;

import io.recsys.data.Interactions;
import java.util.function.IntToDoubleFunction;

/**
 * What similar items tell of an item: a score from likes, a rating from ratings.
 *
 * @param likes weighted likes
 * @param nearest the items that each item's score is made of
 * @param ratings what predicts ratings
 */
record NeighborScores(Interactions likes, NearestItems nearest, NeighborRatings ratings)
    implements ItemScores {
  @Override
  public boolean covers(int user) {
    return likes.count(user) > 0;
  }

  @Override
  public IntToDoubleFunction ranking(int user) {
    double[] weights = new double[likes.items()];
    for (int position = likes.start(user); position < likes.end(user); position++) {
      weights[likes.item(position)] = likes.value(position);
    }
    return item -> nearest.sum(item, weights);
  }

  @Override
  public IntToDoubleFunction ratings(int user) {
    return item -> ratings.rating(user, item);
  }
}
