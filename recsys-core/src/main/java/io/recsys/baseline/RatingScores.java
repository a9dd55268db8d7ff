package io.recsys.baseline;

import io.recsys.data.Interactions;
import java.util.function.IntToDoubleFunction;

/**
 * Ratings predicted from a mean, biases and embeddings.
 *
 * @param ratings what they were learned from
 * @param mean the mean of these ratings
 * @param embeddings those of all users and items, each with a bias as its last component
 * @param size dimensions of the embeddings without the bias
 */
record RatingScores(Interactions ratings, double mean, Embeddings embeddings, int size)
    implements ItemScores {
  @Override
  public boolean covers(int user) {
    return ratings.count(user) > 0;
  }

  @Override
  public IntToDoubleFunction ranking(int user) {
    return ratings(user);
  }

  @Override
  public IntToDoubleFunction ratings(int user) {
    return item -> rating(user, item);
  }

  private double rating(int user, int item) {
    double rating = mean;
    if (user >= 0) {
      rating += embeddings.user(user, size);
    }
    if (item >= 0) {
      rating += embeddings.item(item, size);
    }
    if (user >= 0 && item >= 0) {
      rating += embeddings.dot(user, item, size);
    }
    return rating;
  }
}
