package io.recsys.baseline;

import io.recsys.data.Interactions;
import io.recsys.kernel.Kernels;
import java.util.function.IntToDoubleFunction;

/** Scores that a user's likes add up from a row of weights each. */
final class EaseScores implements ItemScores {
  private final LikeWeights liking;
  private final Interactions likes;
  private final float[][] weights;

  EaseScores(LikeWeights liking, Interactions likes, float[][] weights) {
    this.liking = liking;
    this.likes = likes;
    this.weights = weights;
  }

  @Override
  public boolean covers(int user) {
    return likes.count(user) > 0;
  }

  @Override
  public ItemScores folded(Interactions one) {
    return new EaseScores(liking, liking.likes(one), weights);
  }

  @Override
  public IntToDoubleFunction ranking(int user) {
    float[] scores = new float[weights.length];
    for (int position = likes.start(user); position < likes.end(user); position++) {
      float[] row = weights[likes.item(position)];
      Kernels.axpy(likes.value(position), row, 0, scores, 0, scores.length);
    }
    return item -> scores[item];
  }
}
