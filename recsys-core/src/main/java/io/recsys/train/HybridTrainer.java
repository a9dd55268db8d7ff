package io.recsys.train;

import io.recsys.RecommenderTrainer;
import io.recsys.TrainingException;
import io.recsys.TrainingListener;
import io.recsys.TrainingListener.Epoch;
import io.recsys.TrainingListener.Phase;
import io.recsys.TrainingListener.Verdict;
import io.recsys.data.Dataset;
import io.recsys.evaluation.Evaluator;
import io.recsys.feature.FeatureSchema;
import io.recsys.feature.TrainingFeatures;
import io.recsys.model.HybridRecommender;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains the hybrid model in two passes: one on a part of the data that finds the best epoch on the
 * rest, and one on all of it for as many epochs.
 */
public final class HybridTrainer implements RecommenderTrainer {
  private final HybridConfig config;
  private final TrainingListener listener;

  /** A trainer with a configuration, watched by a listener. */
  public HybridTrainer(HybridConfig config, TrainingListener listener) {
    this.config = config;
    this.listener = listener;
  }

  /** A trainer with a configuration. */
  public HybridTrainer(HybridConfig config) {
    this(config, TrainingListener.NONE);
  }

  @Override
  public String name() {
    return "hybrid";
  }

  @Override
  public HybridRecommender train(Dataset data) {
    FeatureSchema schema = config.features() ? FeatureSchema.standard(data) : FeatureSchema.none();
    Split split = SplitStrategy.random(1 - config.validation()).split(data, config.seed());
    List<Double> rates = search(split, schema);
    TrainingFeatures features = TrainingFeatures.fit(schema, data, config.seed());
    try (TrainingLoop loop = new TrainingLoop(config, data, features, Phase.REFIT)) {
      for (int epoch = 1; epoch <= rates.size(); epoch++) {
        Map<String, Double> train =
            run(loop, epoch, rates.size(), rates.get(epoch - 1), Double.NaN);
        listener.onEpoch(
            new Epoch(Phase.REFIT, epoch, rates.get(epoch - 1), train, Map.of(), false));
      }
      loop.recalibrate();
      return new HybridRecommender(loop.model());
    }
  }

  /** The learning rates of the epochs up to the best. */
  private List<Double> search(Split split, FeatureSchema schema) {
    TrainingFeatures features = TrainingFeatures.fit(schema, split.train(), config.seed());
    List<Double> rates = new ArrayList<>();
    double best = Double.POSITIVE_INFINITY;
    int bestEpoch = 0;
    double rate = config.learningRate();
    try (TrainingLoop loop = new TrainingLoop(config, split.train(), features, Phase.SEARCH)) {
      for (int epoch = 1; epoch <= config.epochs(); epoch++) {
        rates.add(rate);
        Map<String, Double> train = run(loop, epoch, config.epochs(), rate, best);
        HybridRecommender recommender = new HybridRecommender(loop.model());
        Map<String, Double> validation =
            new LinkedHashMap<>(
                Evaluator.defaults().evaluate("hybrid", recommender, split).metrics());
        double metric = metric(validation);
        boolean better = metric < best;
        Verdict verdict =
            listener.onEpoch(new Epoch(Phase.SEARCH, epoch, rate, train, validation, better));
        if (better) {
          best = metric;
          bestEpoch = epoch;
        } else if (config.schedule() == HybridConfig.Schedule.PLATEAU) {
          rate /= 2;
        }
        if (verdict == Verdict.CANCEL) {
          throw new TrainingException("training was canceled after epoch " + epoch);
        }
        if (verdict == Verdict.FINISH || epoch - bestEpoch >= config.patience()) {
          break;
        }
      }
    }
    return rates.subList(0, bestEpoch);
  }

  private double metric(Map<String, Double> validation) {
    double metric = 0;
    if (config.objective().hasRating()) {
      metric += validation.getOrDefault("rmse", 0.0);
    }
    if (config.objective().hasPreference()) {
      metric -= 0.2 * validation.getOrDefault("ndcg@10", 0.0);
    }
    return metric;
  }

  private Map<String, Double> run(
      TrainingLoop loop, int epoch, int epochs, double rate, double validation) {
    double[] rates = new double[loop.batches()];
    for (int i = 0; i < rates.length; i++) {
      double done = (epoch - 1 + (double) i / rates.length) / config.epochs();
      rates[i] =
          config.schedule() == HybridConfig.Schedule.COSINE
              ? config.learningRate() * (1 + Math.cos(Math.PI * done)) / 2
              : rate;
    }
    return loop.epoch(
        epoch,
        rates,
        (done, loss) -> {
          Verdict verdict = listener.onBatch(loop.progress(epoch, epochs, done, loss, validation));
          if (verdict == Verdict.CANCEL) {
            throw new TrainingException("training was canceled in epoch " + epoch);
          }
        });
  }
}
