package io.recsys.baseline;

import io.recsys.Recommender;
import io.recsys.RecommenderTrainer;
import io.recsys.TrainingException;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import java.util.function.IntToDoubleFunction;

/**
 * Makes the recommender that predicts a rating as {@code mu + b_u + b_i}: the mean of all ratings,
 * how far the user rates above it, and how far the item is rated above it. A user or an item
 * without training data has bias 0, but that a user's is solved for from a query's history.
 *
 * <p>The biases minimize the squared error plus {@code userShrinkage * b_u^2} a user and {@code
 * itemShrinkage * b_i^2} an item, by alternating least squares: {@code b_i = sum_u (r_ui - mu -
 * b_u) / (itemShrinkage + n_i)}, then the like for users. See Koren, Bell, Volinsky, Matrix
 * Factorization Techniques for Recommender Systems, IEEE Computer 42(8), 2009. Items are ranked by
 * predicted rating, so all users get one ranking but for what each has seen.
 *
 * @param userShrinkage how many ratings of its mean an unknown user counts as, 0 or more
 * @param itemShrinkage how many ratings of its mean an unknown item counts as, 0 or more
 * @param rounds how often items, then users are solved for, 1 or more
 */
public record BiasTrainer(double userShrinkage, double itemShrinkage, int rounds)
    implements RecommenderTrainer {
  /** Checks the ranges. */
  public BiasTrainer {
    Range.fromZero("userShrinkage", userShrinkage);
    Range.fromZero("itemShrinkage", itemShrinkage);
    Range.atLeastOne("rounds", rounds);
  }

  /** Shrinkage 10 for users and 25 for items, 10 rounds. */
  public static BiasTrainer defaults() {
    return new BiasTrainer(10, 25, 10);
  }

  /** This trainer with another shrinkage of users. */
  public BiasTrainer withUserShrinkage(double userShrinkage) {
    return new BiasTrainer(userShrinkage, itemShrinkage, rounds);
  }

  /** This trainer with another shrinkage of items. */
  public BiasTrainer withItemShrinkage(double itemShrinkage) {
    return new BiasTrainer(userShrinkage, itemShrinkage, rounds);
  }

  /** This trainer with another number of rounds. */
  public BiasTrainer withRounds(int rounds) {
    return new BiasTrainer(userShrinkage, itemShrinkage, rounds);
  }

  @Override
  public String name() {
    return "bias";
  }

  @Override
  public Recommender train(Dataset data) {
    Biases biases = fit(data);
    return new BaselineRecommender(data, biases, biases.ratings(-1));
  }

  /** The biases of a data set's ratings. */
  Biases fit(Dataset data) {
    Interactions ratings = data.interactions();
    if (ratings.size() == 0) {
      throw new TrainingException(
          "data: '" + data.name() + "' has no interactions; the " + name() + " model needs some");
    }
    double mean = ratings.meanValue();
    Biases biases = new Biases(ratings, mean, items(ratings, mean, user -> 0), userShrinkage);
    for (int round = 1; round < rounds; round++) {
      double[] items = items(ratings, mean, biases::user);
      biases = new Biases(ratings, mean, items, userShrinkage);
    }
    return biases;
  }

  /** The best biases of items, given those of users. */
  private double[] items(Interactions ratings, double mean, IntToDoubleFunction users) {
    double[] sums = new double[ratings.items()];
    int[] counts = new int[ratings.items()];
    for (int user = 0; user < ratings.users(); user++) {
      double bias = users.applyAsDouble(user);
      for (int position = ratings.start(user); position < ratings.end(user); position++) {
        sums[ratings.item(position)] += ratings.value(position) - mean - bias;
        counts[ratings.item(position)]++;
      }
    }
    double[] biases = new double[ratings.items()];
    for (int item = 0; item < biases.length; item++) {
      biases[item] = counts[item] == 0 ? 0 : sums[item] / (itemShrinkage + counts[item]);
    }
    return biases;
  }
}
