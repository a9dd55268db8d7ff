package io.recsys.baseline;

import io.recsys.data.Interactions;
import java.util.function.IntToDoubleFunction;

/** The mean rating, and how far each user and item is off it. Immutable. */
final class Biases implements ItemScores {
  private final Interactions ratings;
  private final double mean;
  private final double[] itemBias;
  private final double userShrinkage;
  private final double[] userBias;

  /**
   * The biases of items, and the best ones of users beside them.
   *
   * @param ratings those of the users
   * @param mean the mean of all ratings
   * @param itemBias kept, not copied
   * @param userShrinkage how many ratings of its mean an unknown user counts as
   */
  Biases(Interactions ratings, double mean, double[] itemBias, double userShrinkage) {
    this.ratings = ratings;
    this.mean = mean;
    this.itemBias = itemBias;
    this.userShrinkage = userShrinkage;
    this.userBias = new double[ratings.users()];
    for (int user = 0; user < userBias.length; user++) {
      double sum = 0;
      for (int position = ratings.start(user); position < ratings.end(user); position++) {
        sum += ratings.value(position) - mean - itemBias[ratings.item(position)];
      }
      int count = ratings.count(user);
      userBias[user] = count == 0 ? 0 : sum / (userShrinkage + count);
    }
  }

  /** How far a user rates above the mean. */
  double user(int user) {
    return userBias[user];
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
  public Biases folded(Interactions one) {
    return new Biases(one, mean, itemBias, userShrinkage);
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
