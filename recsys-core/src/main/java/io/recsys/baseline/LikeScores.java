package io.recsys.baseline;

import io.recsys.data.Interactions;
import java.util.function.IntToDoubleFunction;

/**
 * Scores that are products of embeddings.
 *
 * @param trainer what solves for embeddings
 * @param weights how much an interaction counts as a like
 * @param likes what the embeddings of users were learned from
 * @param embeddings those of all users and items
 * @param unobserved what a user's equations have before the first like; only copied
 */
record LikeScores(
    ImplicitAlsTrainer trainer,
    LikeWeights weights,
    Interactions likes,
    Embeddings embeddings,
    NormalEquations unobserved)
    implements ItemScores {
  @Override
  public boolean covers(int user) {
    return likes.count(user) > 0;
  }

  @Override
  public ItemScores folded(Interactions one) {
    Interactions liked = weights.likes(one);
    double[][] items = embeddings.items();
    Embeddings solved = new Embeddings(trainer.solve(liked, items, unobserved), items);
    return new LikeScores(trainer, weights, liked, solved, unobserved);
  }

  @Override
  public IntToDoubleFunction ranking(int user) {
    return item -> embeddings.dot(user, item, trainer.embeddingSize());
  }
}
