package io.recsys;

import io.recsys.data.Dataset;

/** Makes a recommender from data. Training changes neither the trainer nor the data. */
public interface RecommenderTrainer {
  /** A short name for tables, for example {@code popularity}. */
  String name();

  /**
   * Trains on all interactions of a data set, which is the training part alone where something is
   * to be measured.
   *
   * @throws TrainingException if no usable model results
   */
  Recommender train(Dataset data);
}
