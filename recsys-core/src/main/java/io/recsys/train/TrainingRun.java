package io.recsys.train;

import ai.djl.engine.Engine;
import io.recsys.TrainingException;
import io.recsys.TrainingListener;
import io.recsys.TrainingListener.Epoch;
import io.recsys.TrainingListener.Phase;
import io.recsys.TrainingListener.Verdict;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.evaluation.Evaluator;
import io.recsys.evaluation.RankingMetric;
import io.recsys.feature.FeatureSchema;
import io.recsys.feature.TrainingFeatures;
import io.recsys.model.HybridRecommender;
import io.recsys.model.Provenance;
import io.recsys.split.Split;
import io.recsys.train.Checkpoint.ProgressAccount;
import io.recsys.train.TrainingLoop.Pass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One training from its start, or from a checkpoint, to the recommender. */
final class TrainingRun {
  /** The most users whose rankings pick the epoch; more would cost more than the epoch itself. */
  private static final int RANKED_USERS = 500;

  /** What a point of NDCG counts against a star of RMSE when both pick the epoch. */
  private static final double NDCG_WEIGHT = 0.2;

  private static final String NAME = "hybrid";
  private static final int K = 10;
  private static final int MIN_ROWS = 20;

  private final HybridConfig config;
  private final TrainingListener listener;
  private final Dataset data;
  private final @Nullable Path folder;
  private final FeatureSchema schema;
  private final Provenance provenance;
  private final List<Double> rates = new ArrayList<>();
  private final List<Epoch> history = new ArrayList<>();
  private double nextRate;
  private double best = Double.POSITIVE_INFINITY;
  private int bestEpoch;

  TrainingRun(HybridConfig config, TrainingListener listener, Dataset data, @Nullable Path folder) {
    if (data.interactions().size() < MIN_ROWS) {
      throw new TrainingException(
          "training needs at least "
              + MIN_ROWS
              + " interactions, and the data has "
              + data.interactions().size());
    }
    this.config = config;
    this.listener = listener;
    this.data = data;
    this.folder = folder;
    this.schema = config.features() ? FeatureSchema.standard(data) : FeatureSchema.none();
    this.provenance =
        Provenance.of(data)
            .withSeed(config.seed())
            .withConfig(config.toMap())
            .withVersion("djl", Engine.getDjlVersion());
    this.nextRate = config.learningRate();
  }

  HybridRecommender run(boolean resume) throws IOException {
    Checkpoint start = resume && folder != null && Checkpoint.isIn(folder) ? load(folder) : null;
    if (start == null || start.progress().phase() == Phase.SEARCH) {
      search(start);
      start = null;
    }
    HybridRecommender recommender = refit(start);
    if (folder != null) {
      Checkpoint.delete(folder);
    }
    return recommender;
  }

  private Checkpoint load(Path from) throws IOException {
    Checkpoint checkpoint = Checkpoint.read(from);
    ProgressAccount account = checkpoint.progress();
    if (!account.dataHash().equals(provenance.trainHash())
        || !account.config().equals(config.toMap())) {
      throw new TrainingException(
          from
              + ": the checkpoint is of a training with other data or settings; give those, or"
              + " train without resuming");
    }
    rates.addAll(account.rates());
    history.addAll(account.history());
    nextRate = account.nextRate();
    best = account.best();
    bestEpoch = account.bestEpoch();
    history.forEach(listener::onEpoch);
    return checkpoint;
  }

  private void search(@Nullable Checkpoint start) throws IOException {
    Split split = config.validation().split(data, config.seed());
    TrainingFeatures features = TrainingFeatures.fit(schema, split.train(), config.seed());
    Split ranked = sample(split);
    int done = start == null ? 0 : start.progress().epoch();
    try (TrainingLoop loop =
        new TrainingLoop(config, new Pass(Phase.SEARCH, split.train(), features), start)) {
      for (int number = done + 1; number <= config.epochs() && !isOver(number - 1); number++) {
        rates.add(nextRate);
        Map<String, Double> train = train(loop, number, config.epochs(), nextRate);
        Map<String, Double> validation =
            validate(new HybridRecommender(loop.model(provenance)), split, ranked);
        Verdict verdict = judge(number, train, validation);
        write(Phase.SEARCH, number, loop.state());
        if (verdict == Verdict.FINISH) {
          break;
        }
      }
    }
    write(Phase.REFIT, 0, Map.of());
  }

  private boolean isOver(int done) {
    return done - bestEpoch >= config.patience();
  }

  private Verdict judge(int number, Map<String, Double> train, Map<String, Double> validation) {
    double metric = metric(validation);
    boolean better = metric < best;
    Epoch epoch =
        new Epoch(Phase.SEARCH, number, rate(number - 1, nextRate), train, validation, better);
    history.add(epoch);
    if (better) {
      best = metric;
      bestEpoch = number;
    } else if (config.schedule() == HybridConfig.Schedule.PLATEAU) {
      nextRate /= 2;
    }
    return uncanceled(listener.onEpoch(epoch), number);
  }

  private HybridRecommender refit(@Nullable Checkpoint start) throws IOException {
    TrainingFeatures features = TrainingFeatures.fit(schema, data, config.seed());
    int done = start == null ? 0 : start.progress().epoch();
    try (TrainingLoop loop =
        new TrainingLoop(config, new Pass(Phase.REFIT, data, features), start)) {
      for (int number = done + 1; number <= bestEpoch; number++) {
        double rate = rates.get(number - 1);
        Map<String, Double> train = train(loop, number, bestEpoch, rate);
        Epoch epoch =
            new Epoch(Phase.REFIT, number, rate(number - 1, rate), train, Map.of(), false);
        history.add(epoch);
        uncanceled(listener.onEpoch(epoch), number);
        write(Phase.REFIT, number, loop.state());
      }
      return new HybridRecommender(loop.model(provenance.withEpochs(bestEpoch)));
    }
  }

  private Map<String, Double> train(TrainingLoop loop, int number, int epochs, double rate) {
    double[] batchRates = new double[loop.batches()];
    for (int i = 0; i < batchRates.length; i++) {
      batchRates[i] = rate(number - 1 + (double) i / batchRates.length, rate);
    }
    double latest = history.isEmpty() ? Double.NaN : best;
    return loop.epoch(
        number,
        batchRates,
        (batch, loss) ->
            uncanceled(
                listener.onBatch(loop.progress(number, epochs, batch, loss, latest)), number));
  }

  /** The learning rate after so many epochs, where a plateau's schedule has got to a rate. */
  private double rate(double epochsDone, double plateauRate) {
    return config.schedule() == HybridConfig.Schedule.COSINE
        ? config.learningRate() * (1 + Math.cos(Math.PI * epochsDone / config.epochs())) / 2
        : plateauRate;
  }

  private static Verdict uncanceled(Verdict verdict, int epoch) {
    if (verdict == Verdict.CANCEL) {
      throw new TrainingException("training was canceled in epoch " + epoch);
    }
    return verdict;
  }

  private void write(Phase phase, int epoch, Map<String, float[]> state) throws IOException {
    if (folder != null) {
      new Checkpoint(
              new ProgressAccount(
                  config.toMap(),
                  provenance.trainHash(),
                  phase,
                  epoch,
                  rates,
                  nextRate,
                  best,
                  bestEpoch,
                  history),
              state)
          .write(folder);
    }
  }

  /** The split with the test rows of some users alone, spread evenly over those who have any. */
  private static Split sample(Split split) {
    Interactions test = split.test();
    int[] tested = IntStream.range(0, test.users()).filter(user -> test.count(user) > 0).toArray();
    if (tested.length <= RANKED_USERS) {
      return split;
    }
    boolean[] chosen = new boolean[test.users()];
    for (int i = 0; i < RANKED_USERS; i++) {
      chosen[tested[(int) ((long) i * tested.length / RANKED_USERS)]] = true;
    }
    return split.withTest(test.filter(position -> chosen[test.user(position)]));
  }

  private Map<String, Double> validate(HybridRecommender recommender, Split split, Split ranked) {
    Evaluator all = Evaluator.defaults().withCatalogMetrics(List.of());
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (config.objective().hasRating()) {
      metrics.putAll(
          all.withRankingMetrics(List.of()).evaluate(NAME, recommender, split).metrics());
    }
    metrics.putAll(
        all.withRatingMetrics(List.of())
            .withRankingMetrics(List.of(RankingMetric.ndcg(K), RankingMetric.recall(K)))
            .evaluate(NAME, recommender, ranked)
            .metrics());
    return metrics;
  }

  /** What the best epoch has least of. */
  private double metric(Map<String, Double> validation) {
    double metric = 0;
    if (config.objective().hasRating()) {
      Double rmse = validation.get("rmse");
      if (rmse == null) {
        throw new TrainingException(
            "training diverged: predictions are no numbers; lower the learning rate, "
                + config.learningRate());
      }
      metric += rmse;
    }
    if (config.objective().hasPreference()) {
      metric -= NDCG_WEIGHT * validation.getOrDefault("ndcg@" + K, 0.0);
    }
    return metric;
  }
}
