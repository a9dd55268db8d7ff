package io.recsys.baseline;

import io.recsys.Recommender;
import io.recsys.RecommenderTrainer;
import io.recsys.TopK;
import io.recsys.data.Dataset;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Makes the recommender EASE, a linear model without hidden layer that is hard to beat in rankings:
 * an item's score is the sum over the user's likes of learned weights between items. It predicts no
 * ratings.
 *
 * <p>The weights {@code B} minimize {@code |X - X B|^2 + regularization |B|^2} with a diagonal of
 * zeros, where {@code X} holds users' likes. With {@code P = (X' X + regularization I)^-1}, {@code
 * B_ij = -P_ij / P_jj} off the diagonal. See Steck, Embarrassingly Shallow Autoencoders for Sparse
 * Data, WWW 2019.
 *
 * <p>A user without a like is answered by popularity; one who is unknown has those of the query's
 * history. Training takes time in proportion to the cube of the number of items and 8 bytes of
 * memory a pair of items, of which the recommender keeps 4. Trained on all threads of the common
 * pool, with results that do not depend on their number.
 *
 * @param regularization the ridge, above 0: the larger, the more the ranking follows popularity
 * @param weighting how much a like counts
 * @param relevantFrom the lowest rating that counts as a like; where empty, {@link
 *     io.recsys.data.RatingScale#relevantFrom}
 * @param termWeight what items have in common by their attributes: each term of a list, such as a
 *     genre, counts as one more user, who likes the items that have it so many times as a rating at
 *     the threshold is liked. See Jeunen, Van Balen and Goethals, Closed-Form Models for
 *     Collaborative Filtering with Side-Information, RecSys 2020. 0, the default, for EASE as it is
 * @param normalization how much less a like counts the more its user and its item have, from 0, the
 *     default, for not at all, to 1. In what weights are fitted to, each like is divided by two
 *     norms to this power, those of its user's and of its item's likes, of which each is the root
 *     of the sum of squares and 20; then all are multiplied by what keeps their sum of squares.
 *     Asked, a like counts as if it were divided by its item's norm alone
 */
public record EaseTrainer(
    double regularization,
    Weighting weighting,
    OptionalDouble relevantFrom,
    double termWeight,
    double normalization)
    implements RecommenderTrainer {
  /** Checks the ranges. */
  public EaseTrainer {
    Range.aboveZero("regularization", regularization);
    Range.rating("relevantFrom", relevantFrom);
    Range.fromZero("termWeight", termWeight);
    Range.share("normalization", normalization);
  }

  /**
   * Regularization 300 and likes of equal weight.
   *
   * <p>On validation rows, a random fifth of the training part of a random 80/20 split of MovieLens
   * 100K, NDCG@10 was between 0.232 and 0.235 for regularizations of 200 to 800: it matters little.
   * {@link Weighting#BY_RATING} ranked better there, 0.239 to 0.245; equal weights are the default
   * because they are what the paper has and what figures by others mean by EASE.
   */
  public static EaseTrainer defaults() {
    return new EaseTrainer(300, Weighting.EQUAL, OptionalDouble.empty(), 0, 0);
  }

  /** This trainer with another ridge. */
  public EaseTrainer withRegularization(double regularization) {
    return new EaseTrainer(regularization, weighting, relevantFrom, termWeight, normalization);
  }

  /** This trainer with another weighting of likes. */
  public EaseTrainer withWeighting(Weighting weighting) {
    return new EaseTrainer(regularization, weighting, relevantFrom, termWeight, normalization);
  }

  /** This trainer with another lowest rating that counts as a like. */
  public EaseTrainer withRelevantFrom(double rating) {
    return new EaseTrainer(
        regularization, weighting, OptionalDouble.of(rating), termWeight, normalization);
  }

  /** This trainer with another weight of the terms that items have in common. */
  public EaseTrainer withTermWeight(double termWeight) {
    return new EaseTrainer(regularization, weighting, relevantFrom, termWeight, normalization);
  }

  /** This trainer with another power of the norms that likes are divided by. */
  public EaseTrainer withNormalization(double normalization) {
    return new EaseTrainer(regularization, weighting, relevantFrom, termWeight, normalization);
  }

  @Override
  public String name() {
    return "ease";
  }

  @Override
  public Recommender train(Dataset data) {
    ItemSimilarity.checkMemory(data, 8);
    Likes likes = Likes.of(data, relevantFrom, weighting);
    Likes fitted = fitted(likes, data);
    SymmetricMatrix inverse = inverted(SymmetricMatrix.products(fitted));
    float[][] weights = new float[inverse.size()][];
    IntStream.range(0, weights.length).parallel().forEach(i -> weights[i] = weights(inverse, i));
    scale(weights, likes);
    return new BaselineRecommender(data, new EaseScores(likes.weights(), likes.byUser(), weights));
  }

  /**
   * The weights {@code B} with few of them: each column keeps its {@code most} largest, whatever
   * their sign and as they were fitted, fitted again without the others, which are 0. See Steck,
   * Markov Random Fields for Collaborative Filtering, NeurIPS 2019. Takes 12 bytes of memory a pair
   * of items, and for each item time in proportion to the cube of {@code most}.
   *
   * @param most the most weights of a column, 1 or more
   * @return a square matrix of floats, 0 where an item meets itself: row {@code i} has what a like
   *     of item {@code i} says of each item
   */
  public float[][] weights(Dataset data, int most) {
    Range.atLeastOne("most", most);
    ItemSimilarity.checkMemory(data, 12);
    Likes likes = Likes.of(data, relevantFrom, weighting);
    SymmetricMatrix products = SymmetricMatrix.products(fitted(likes, data));
    SymmetricMatrix inverse = inverted(products.copy());
    float[][] weights = new float[inverse.size()][inverse.size()];
    IntStream.range(0, weights.length)
        .parallel()
        .forEach(
            to -> {
              int[] from = largest(inverse, to, most);
              NormalEquations system = NormalEquations.of(products, from, to);
              for (int i = 0; i < from.length; i++) {
                system.penalize(i, regularization);
              }
              double[] solved = system.solve();
              for (int i = 0; i < from.length; i++) {
                weights[from[i]][to] = (float) solved[i];
              }
            });
    scale(weights, likes);
    return weights;
  }

  /** What weights are fitted to. */
  private Likes fitted(Likes likes, Dataset data) {
    Likes normalized = normalization == 0 ? likes : likes.normalized(normalization);
    return termWeight == 0
        ? normalized
        : normalized.withTerms(data.itemAttributes(), (float) termWeight);
  }

  /** Turns weights of likes as they were fitted into weights of likes as they are asked. */
  private void scale(float[][] weights, Likes likes) {
    if (normalization > 0) {
      double[] shares = likes.normalizedByItem(normalization);
      for (int from = 0; from < weights.length; from++) {
        float share = (float) shares[from];
        for (int to = 0; to < weights.length; to++) {
          weights[from][to] *= share;
        }
      }
    }
  }

  /** The items that have the largest weights to one. */
  private static int[] largest(SymmetricMatrix inverse, int to, int most) {
    TopK largest = new TopK(Math.min(most, inverse.size()));
    for (int from = 0; from < inverse.size(); from++) {
      if (from != to && inverse.at(from, to) != 0) {
        largest.offer(from, (float) Math.abs(inverse.at(from, to)));
      }
    }
    return largest.ascending();
  }

  /** Turns products into the inverse of what they are with the penalty. */
  private SymmetricMatrix inverted(SymmetricMatrix products) {
    products.addToDiagonal(regularization);
    products.invert();
    return products;
  }

  /** The weights from one item to all. */
  private static float[] weights(SymmetricMatrix inverse, int from) {
    float[] weights = new float[inverse.size()];
    for (int to = 0; to < weights.length; to++) {
      weights[to] = to == from ? 0 : (float) (-inverse.at(from, to) / inverse.at(to, to));
    }
    return weights;
  }
}
