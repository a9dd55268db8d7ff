package io.recsys.examples.cli;

import io.recsys.data.Dataset;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;

/**
 * Data in its two parts.
 *
 * @param split the parts
 * @param wholeHash the hash of both parts together
 * @param validation how to cut validation rows from the training part, so that they relate to the
 *     rest as the test part relates to the training part
 */
record LoadedParts(Split split, String wholeHash, SplitStrategy validation) {
  private static final double TRAIN_SHARE = 0.9;

  /** The parts that a strategy made of a data set. */
  static LoadedParts drawn(Split split, Dataset whole, SplitStrategy strategy) {
    SplitStrategy validation = SplitStrategy.random(TRAIN_SHARE);
    if (strategy instanceof SplitStrategy.Temporal) {
      validation = SplitStrategy.temporal(TRAIN_SHARE);
    } else if (strategy instanceof SplitStrategy.PerUserTemporal
        || strategy instanceof SplitStrategy.LeaveLastOut) {
      validation = SplitStrategy.perUserTemporal(TRAIN_SHARE);
    }
    return new LoadedParts(split, whole.hash(), validation);
  }

  /** The parts that the data's source prescribes. */
  static LoadedParts prescribed(Split split) {
    return new LoadedParts(
        split, split.train().hashWith(split.test()), SplitStrategy.random(TRAIN_SHARE));
  }
}
