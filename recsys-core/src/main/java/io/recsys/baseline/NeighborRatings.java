package io.recsys.baseline;

import io.recsys.TopK;
import io.recsys.data.Interactions;

/**
 * Ratings predicted from the user's ratings of similar items.
 *
 * @param neighbors the most items that one prediction is made of
 * @param biases what is predicted of a user who rated nothing similar
 * @param residuals what the ratings of users are above what the biases predict
 * @param similarity how alike items are
 */
record NeighborRatings(
    int neighbors, Biases biases, Interactions residuals, ItemSimilarity similarity) {
  /** The same of one user alone; see {@link ItemScores#folded}. */
  NeighborRatings folded(Interactions one) {
    Biases folded = biases.folded(one);
    return new NeighborRatings(neighbors, folded, folded.residuals(), similarity);
  }

  /** The rating predicted for a user and an item; -1 is one who is unknown. */
  double rating(int user, int item) {
    double base = biases.rating(user, item);
    return user < 0 || item < 0 ? base : base + residual(user, item);
  }

  private double residual(int user, int item) {
    TopK nearest = new TopK(Math.min(neighbors, residuals.count(user)));
    for (int position = residuals.start(user); position < residuals.end(user); position++) {
      float alike = similarity.of(item, residuals.item(position));
      if (alike > 0) {
        nearest.offer(position, alike);
      }
    }
    double weights = 0;
    double sum = 0;
    for (int place = 0; place < nearest.size(); place++) {
      weights += nearest.score(place);
      sum += nearest.score(place) * residuals.value(nearest.index(place));
    }
    return weights == 0 ? 0 : sum / weights;
  }
}
