package io.recsys.train;

import ai.djl.engine.Engine;
import io.recsys.TrainingException;
import io.recsys.TrainingListener;
import io.recsys.TrainingListener.Epoch;
import io.recsys.TrainingListener.Phase;
import io.recsys.TrainingListener.Verdict;
import io.recsys.data.Dataset;
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
import org.jspecify.annotations.Nullable;

/** One training from its start, or from a checkpoint, to the recommender. */
final class TrainingRun {
  private static final int MIN_ROWS = 20;

  private static final String FRESHNESS = "freshness";

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
  private boolean finish;

  TrainingRun(HybridConfig config, TrainingListener listener, Dataset data, @Nullable Path folder) {
    if (data.interactions().size() < MIN_ROWS) {
      throw new TrainingException(
          "training needs at least "
              + MIN_ROWS
              + " interactions, and the data has "
              + data.interactions().size());
    }
    this.config = config.fittedTo(data);
    this.listener = listener;
    this.data = data;
    this.folder = folder;
    this.schema = config.features() ? FeatureSchema.standard(data) : FeatureSchema.none();
    this.provenance =
        Provenance.of(data)
            .withSeed(config.seed())
            .withConfig(this.config.toMap())
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
    if (split.train().interactions().size() < 2) {
      throw new TrainingException(
          "validation: '" + split.name() + "' leaves one row to train on; give another split");
    }
    TrainingFeatures features = TrainingFeatures.fit(schema, split.train(), config.seed());
    Validation validation = new Validation(config, split);
    int done = start == null ? 0 : start.progress().epoch();
    try (TrainingLoop loop =
        new TrainingLoop(config, new Pass(Phase.SEARCH, split.train(), features), start)) {
      for (int number = done + 1; !isOver(number - 1); number++) {
        rates.add(nextRate);
        Map<String, Double> train = train(loop, number, config.epochs(), nextRate);
        Verdict verdict = judge(number, train, validated(loop, validation));
        if (isOver(number)) {
          // Written at once: a search that was told to finish must not go on when resumed.
          write(Phase.REFIT, 0, Map.of());
        } else {
          write(Phase.SEARCH, number, loop.state());
        }
        uncanceled(verdict, number);
      }
    }
  }

  /** The figures of an epoch with or without freshness, whichever is better, and which that is. */
  private Map<String, Double> validated(TrainingLoop loop, Validation validation) {
    Map<String, Double> figures = validation.of(recommender(loop, config.freshness()));
    if (config.freshness() == 0) {
      return figures;
    }
    // Ratings do not hear of it.
    Map<String, Double> without = new LinkedHashMap<>(figures);
    without.putAll(validation.rankings(recommender(loop, 0)));
    boolean stale = Validation.metric(config, without) < Validation.metric(config, figures);
    Map<String, Double> better = stale ? without : new LinkedHashMap<>(figures);
    better.put(FRESHNESS, stale ? 0 : config.freshness());
    return better;
  }

  private HybridRecommender recommender(TrainingLoop loop, double freshness) {
    return new HybridRecommender(loop.model(provenance, freshness));
  }

  /** The freshness that was better in the best epoch. */
  private double bestFreshness() {
    return history.stream()
        .filter(epoch -> epoch.phase() == Phase.SEARCH && epoch.epoch() == bestEpoch)
        .map(epoch -> epoch.validation().getOrDefault(FRESHNESS, config.freshness()))
        .findFirst()
        .orElse(config.freshness());
  }

  private boolean isOver(int done) {
    return finish || done >= config.epochs() || done - bestEpoch >= config.patience();
  }

  private Verdict judge(int number, Map<String, Double> train, Map<String, Double> validation) {
    double metric = Validation.metric(config, validation);
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
    return heard(listener.onEpoch(epoch));
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
        Verdict verdict = listener.onEpoch(epoch);
        write(Phase.REFIT, number, loop.state());
        uncanceled(verdict, number);
      }
      double freshness = bestFreshness();
      Provenance made =
          provenance.withEpochs(bestEpoch).withConfig(config.withFreshness(freshness).toMap());
      return new HybridRecommender(loop.model(made, freshness));
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
                heard(listener.onBatch(loop.progress(number, epochs, batch, loss, latest))),
                number));
  }

  /** The learning rate after so many epochs, where a plateau's schedule has got to a rate. */
  private double rate(double epochsDone, double plateauRate) {
    return config.schedule() == HybridConfig.Schedule.COSINE
        ? config.learningRate() * (1 + Math.cos(Math.PI * epochsDone / config.epochs())) / 2
        : plateauRate;
  }

  private Verdict heard(Verdict verdict) {
    finish |= verdict == Verdict.FINISH;
    return verdict;
  }

  private static void uncanceled(Verdict verdict, int epoch) {
    if (verdict == Verdict.CANCEL) {
      throw new TrainingException("training was canceled in epoch " + epoch);
    }
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
}
