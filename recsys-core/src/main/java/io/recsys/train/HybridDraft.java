package io.recsys.train;

import io.recsys.split.SplitStrategy;
import java.util.List;
import java.util.OptionalDouble;

/** The settings of a {@link HybridConfig} while they change; at first those of the defaults. */
final class HybridDraft {
  Objective objective = Objective.JOINT;
  int embeddingSize = 128;
  boolean features = true;
  List<Integer> hidden = List.of(256, 128, 64);
  boolean history = true;
  double recency = 5;
  double freshness = 1;
  double neighborWeight = 12;
  boolean productTerm = true;
  boolean batchNorm = true;
  double dropout = 0.3;
  double productDropout = 0.5;
  double idDropout = 0.05;
  OptionalDouble relevantFrom = OptionalDouble.empty();
  double preferenceWeight = 0.4;
  int epochs = 12;
  int patience = 12;
  int batchSize = 384;
  double learningRate = 0.003;
  HybridConfig.Schedule schedule = HybridConfig.Schedule.COSINE;
  double weightDecay = 0.01;
  double embeddingDecay = 0.9;
  double clipNorm = 5;
  SplitStrategy validation = SplitStrategy.random(0.9);
  long seed = 42;

  /** The default settings. */
  HybridDraft() {}

  /** The settings of a configuration. */
  HybridDraft(HybridConfig config) {
    objective = config.objective();
    embeddingSize = config.embeddingSize();
    features = config.features();
    hidden = config.hidden();
    history = config.history();
    recency = config.recency();
    freshness = config.freshness();
    neighborWeight = config.neighborWeight();
    productTerm = config.productTerm();
    batchNorm = config.batchNorm();
    dropout = config.dropout();
    productDropout = config.productDropout();
    idDropout = config.idDropout();
    relevantFrom = config.relevantFrom();
    preferenceWeight = config.preferenceWeight();
    epochs = config.epochs();
    patience = config.patience();
    batchSize = config.batchSize();
    learningRate = config.learningRate();
    schedule = config.schedule();
    weightDecay = config.weightDecay();
    embeddingDecay = config.embeddingDecay();
    clipNorm = config.clipNorm();
    validation = config.validation();
    seed = config.seed();
  }

  /** The configuration as it stands, checked. */
  HybridConfig config() {
    return new HybridConfig(
        objective,
        embeddingSize,
        features,
        hidden,
        history,
        recency,
        freshness,
        neighborWeight,
        productTerm,
        batchNorm,
        dropout,
        productDropout,
        idDropout,
        relevantFrom,
        preferenceWeight,
        epochs,
        patience,
        batchSize,
        learningRate,
        schedule,
        weightDecay,
        embeddingDecay,
        clipNorm,
        validation,
        seed);
  }
}
