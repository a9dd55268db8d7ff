package io.recsys.baseline;

import io.recsys.data.Interactions;
import java.util.function.IntToDoubleFunction;

/**
 * Scores that are products of embeddings.
 *
 * @param likes what they were learned from
 * @param embeddings those of all users and items
 * @param size dimensions of the embeddings
 */
record LikeScores(Interactions likes, Embeddings embeddings, int size) implements ItemScores {
  @Override
  public boolean covers(int user) {
    return likes.count(user) > 0;
  }

  @Override
  public IntToDoubleFunction ranking(int user) {
    return item -> embeddings.dot(user, item, size);
  }
}
