package io.recsys.baseline;

import io.recsys.data.Interactions;
import java.util.function.IntToDoubleFunction;

/** The mean rating, and how far each user and item is off it. The arrays are not changed. */
final class Biases implements ItemScores {
  private final Interactions ratings;
  private final double mean;
  private final double[] userBias;
  private final double[] itemBias;

  Biases(Interactions ratings, double mean, double[] userBias, double[] itemBias) {
    this.ratings = ratings;
    this.mean = mean;
    this.userBias = userBias;
    this.itemBias = itemBias;
  }

  /** The rating predicted for a user and an item; -1 is one who is unknown. */
  double rating(int user, int item) {
    return mean + (user < 0 ? 0 : userBias[user]) + (item < 0 ? 0 : itemBias[item]);
  }

  /** The ratings with what the biases predict taken off. */
  Interactions residuals() {
    Interactions.Builder residuals = Interactions.builder();
    for (int user = 0; user < ratings.users(); user++) {
      for (int position = ratings.start(user); position < ratings.end(user); position++) {
        int item = ratings.item(position);
        residuals.add(user, item, (float) (ratings.value(position) - rating(user, item)), 0);
      }
    }
    return residuals.build(ratings.users(), ratings.items(), false);
  }

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
}
