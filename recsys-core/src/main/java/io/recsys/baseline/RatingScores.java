package io.recsys.baseline;

import io.recsys.data.Interactions;
import java.util.function.IntToDoubleFunction;

/**
 * Ratings predicted from a mean, biases and embeddings.
 *
 * @param trainer what solves for embeddings
 * @param ratings what those of users were learned from
 * @param mean the mean of all ratings
 * @param embeddings those of all users and items, each with a bias as its last component
 */
record RatingScores(AlsTrainer trainer, Interactions ratings, double mean, Embeddings embeddings)
    implements ItemScores {
  @Override
  public boolean covers(int user) {
    return ratings.count(user) > 0;
  }

  @Override
  public ItemScores folded(Interactions one) {
    double[][] items = embeddings.items();
    Embeddings solved = new Embeddings(trainer.solve(one, mean, items), items);
    return new RatingScores(trainer, one, mean, solved);
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
    int size = trainer.embeddingSize();
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
