package io.recsys.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/**
 * The loss of a batch. Numbers in it are arrays of the batch's scope: one that DJL makes of a Java
 * number is freed at once, although the way back may still need it.
 */
final class TrainingLoss {
  private final HybridConfig config;
  private final RatingLevels levels;
  private final float mean;

  /**
   * The loss of a training.
   *
   * @param levels what a distribution of ratings is over
   * @param mean the mean rating, which the parts predict ratings less
   */
  TrainingLoss(HybridConfig config, RatingLevels levels, float mean) {
    this.config = config;
    this.levels = levels;
    this.mean = mean;
  }

  /** The loss of what the network says of a batch; its errors are added to the tally. */
  NDArray of(NDList out, Batches.Batch batch, NDManager scope, TrainingTally tally) {
    NDArray loss = null;
    if (config.objective().hasRating()) {
      loss = ratings(out, batch.ratings().values, scope, tally);
    }
    Batches.Targets chosen = batch.chosen();
    if (config.objective().hasPreference() && chosen.indices.length > 0) {
      // Softmax over all items that the user has not met before: the negative log of its share.
      NDArray ranking =
          out.get("preference")
              .logSoftmax(1)
              .reshape(-1)
              .gather(scope.create(chosen.indices), 0)
              .mul(scope.create(chosen.weights))
              .sum()
              .neg();
      loss =
          loss == null
              ? ranking
              : loss.add(ranking.mul(scope.create((float) config.preferenceWeight())));
    }
    return loss == null ? out.get(0).sum().mul(scope.create(0f)) : loss;
  }

  private NDArray ratings(NDList out, float[] given, NDManager scope, TrainingTally tally) {
    float[] target = given.clone();
    for (int i = 0; i < target.length; i++) {
      target[i] -= mean;
    }
    NDArray ratings = scope.create(target);
    NDArray hidden = out.get("hidden");
    NDArray wide = out.get("wide");
    NDArray error = (hidden == null ? wide : hidden).sub(ratings);
    NDArray loss = error.square().mean();
    if (hidden != null && wide != null) {
      NDArray second = wide.sub(ratings);
      loss = loss.add(second.square().mean()).mul(scope.create(0.5f));
      float share = WeightExport.HIDDEN_SHARE;
      error = error.mul(scope.create(share)).add(second.mul(scope.create(1 - share)));
    }
    tally.addErrors(error.toFloatArray());
    NDArray distribution = out.get("levels");
    if (distribution != null) {
      // The negative log of the share of the level that the rating has.
      NDArray surprise =
          distribution
              .logSoftmax(1)
              .reshape(-1)
              .gather(scope.create(levels.cells(given)), 0)
              .mean()
              .neg();
      loss = loss.add(surprise.mul(scope.create((float) config.distributionWeight())));
    }
    return loss;
  }
}
