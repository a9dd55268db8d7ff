package io.recsys.baseline;

import io.recsys.Recommender;
import io.recsys.RecommenderTrainer;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import java.util.OptionalDouble;

/**
 * Makes the recommender that judges an item by similar items. It predicts ratings, and it ranks, in
 * two ways, for what predicts ratings well ranks badly.
 *
 * <p><b>Ratings.</b> To what {@link BiasTrainer#defaults} predicts is added the mean of what the
 * user's ratings of the {@code neighbors} most similar items are off their own predictions by,
 * weighted by similarity, of the items that the user rated and whose similarity is above 0.
 * Similarity is the correlation of residuals over the users who rated both items, times {@code n /
 * (n + shrinkage)} for {@code n} such users. See Koren, Factor in the Neighbors: Scalable and
 * Accurate Collaborative Filtering, ACM TKDD 4(1), 2010, sections 2.2 and 3.
 *
 * <p><b>Rankings.</b> An item's score is the sum, over the {@code rankingNeighbors} items most
 * similar to it, of similarity times the user's like, weighted {@link Weighting#BY_RATING}.
 * Similarity is {@code sum_u w_ui w_uj / (|w_i| |w_j| + rankingShrinkage)}, the cosine of likes,
 * shrunk where they are few. See Deshpande, Karypis, Item-Based Top-N Recommendation Algorithms,
 * ACM TOIS 22(1), 2004.
 *
 * <p>A user without a like is ranked for by popularity, but the ratings predicted are the user's
 * own. A query's history counts like training data of its user. Training takes 6 bytes of memory a
 * pair of items, of which the recommender keeps 2. Trained on all threads of the common pool, with
 * results that do not depend on their number.
 *
 * @param neighbors the most items that a rating is predicted from, at least 1
 * @param shrinkage how many users a correlation is distrusted by, 0 or more
 * @param rankingNeighbors the most items that a score is made of, at least 1
 * @param rankingShrinkage what is added to the product of two norms of likes, 0 or more
 * @param relevantFrom the rating that counts as one like; where empty, {@link
 *     io.recsys.data.RatingScale#relevantFrom}
 */
public record ItemKnnTrainer(
    int neighbors,
    double shrinkage,
    int rankingNeighbors,
    double rankingShrinkage,
    OptionalDouble relevantFrom)
    implements RecommenderTrainer {
  /** Checks the ranges. */
  public ItemKnnTrainer {
    Range.atLeastOne("neighbors", neighbors);
    Range.fromZero("shrinkage", shrinkage);
    Range.atLeastOne("rankingNeighbors", rankingNeighbors);
    Range.fromZero("rankingShrinkage", rankingShrinkage);
    Range.rating("relevantFrom", relevantFrom);
  }

  /**
   * 40 neighbors and shrinkage 100 for ratings, 200 and 20 for rankings.
   *
   * <p>Picked on validation rows: a random fifth of the training part of a random 80/20 split of
   * MovieLens 100K. Of 20 to 200 neighbors, 200 ranked best.
   */
  public static ItemKnnTrainer defaults() {
    return new ItemKnnTrainer(40, 100, 200, 20, OptionalDouble.empty());
  }

  /** This trainer with another number of items that a rating is predicted from. */
  public ItemKnnTrainer withNeighbors(int neighbors) {
    return new ItemKnnTrainer(
        neighbors, shrinkage, rankingNeighbors, rankingShrinkage, relevantFrom);
  }

  /** This trainer with another shrinkage of correlations. */
  public ItemKnnTrainer withShrinkage(double shrinkage) {
    return new ItemKnnTrainer(
        neighbors, shrinkage, rankingNeighbors, rankingShrinkage, relevantFrom);
  }

  /** This trainer with another number of items that a score is made of. */
  public ItemKnnTrainer withRankingNeighbors(int rankingNeighbors) {
    return new ItemKnnTrainer(
        neighbors, shrinkage, rankingNeighbors, rankingShrinkage, relevantFrom);
  }

  /** This trainer with another shrinkage of cosines. */
  public ItemKnnTrainer withRankingShrinkage(double rankingShrinkage) {
    return new ItemKnnTrainer(
        neighbors, shrinkage, rankingNeighbors, rankingShrinkage, relevantFrom);
  }

  /** This trainer with another rating that counts as one like. */
  public ItemKnnTrainer withRelevantFrom(double rating) {
    return new ItemKnnTrainer(
        neighbors, shrinkage, rankingNeighbors, rankingShrinkage, OptionalDouble.of(rating));
  }

  @Override
  public String name() {
    return "item-knn";
  }

  @Override
  public Recommender train(Dataset data) {
    Biases biases = BiasTrainer.defaults().fit(data);
    Likes likes = Likes.of(data, relevantFrom, Weighting.BY_RATING);
    ItemSimilarity.checkMemory(data, 6);
    NearestItems nearest =
        NearestItems.of(ItemSimilarity.cosines(likes, rankingShrinkage), rankingNeighbors);
    Interactions residuals = biases.residuals();
    ItemSimilarity correlations = ItemSimilarity.correlations(residuals, shrinkage);
    NeighborRatings ratings = new NeighborRatings(neighbors, biases, residuals, correlations);
    return new BaselineRecommender(
        data, new NeighborScores(likes.weights(), likes.byUser(), nearest, ratings));
  }
}
