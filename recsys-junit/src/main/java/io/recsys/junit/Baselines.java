package io.recsys.junit;

import io.recsys.RecommenderTrainer;
import io.recsys.baseline.AlsTrainer;
import io.recsys.baseline.BiasTrainer;
import io.recsys.baseline.EaseTrainer;
import io.recsys.baseline.ImplicitAlsTrainer;
import io.recsys.baseline.ItemKnnTrainer;
import io.recsys.baseline.PopularityTrainer;
import io.recsys.evaluation.Evaluation;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Evaluations of yardstick models on the same split by the same protocol as the model under test.
 * Each is trained when first asked for and kept. Safe for any number of threads.
 */
public final class Baselines {
  private final QualityCase quality;
  private final ConcurrentMap<String, Evaluation> evaluations = new ConcurrentHashMap<>();

  Baselines(QualityCase quality) {
    this.quality = quality;
  }

  /** The ranking by number of interactions, {@link PopularityTrainer}. */
  public Evaluation popularity() {
    return of(new PopularityTrainer());
  }

  /** The mean plus a bias for user and item, {@link BiasTrainer}. */
  public Evaluation bias() {
    return of(BiasTrainer.defaults());
  }

  /** Neighbors of the items that a user rated, {@link ItemKnnTrainer}. */
  public Evaluation itemKnn() {
    return of(ItemKnnTrainer.defaults());
  }

  /** The linear autoencoder EASE, {@link EaseTrainer}. */
  public Evaluation ease() {
    return of(EaseTrainer.defaults());
  }

  /** Embeddings fitted to ratings, {@link AlsTrainer}. */
  public Evaluation als() {
    return of(AlsTrainer.defaults());
  }

  /** Embeddings fitted to likes, {@link ImplicitAlsTrainer}. */
  public Evaluation ials() {
    return of(ImplicitAlsTrainer.defaults());
  }

  /**
   * Any other yardstick.
   *
   * @param trainer kept by its {@link RecommenderTrainer#name name}, so give each another
   */
  public Evaluation of(RecommenderTrainer trainer) {
    return evaluations.computeIfAbsent(trainer.name(), name -> quality.evaluate(trainer));
  }
}
