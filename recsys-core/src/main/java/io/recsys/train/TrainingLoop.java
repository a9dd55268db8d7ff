package io.recsys.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.recsys.TrainingException;
import io.recsys.TrainingListener.Phase;
import io.recsys.TrainingListener.Progress;
import io.recsys.data.Dataset;
import io.recsys.feature.FeatureEncoder;
import io.recsys.feature.TrainingFeatures;
import io.recsys.model.AttributeEffects;
import io.recsys.model.HybridModel;
import io.recsys.model.HybridNetwork;
import io.recsys.model.ItemNeighbors;
import io.recsys.model.Provenance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One pass of training over one data set, epoch by epoch. Everything random in an epoch derives
 * from the seed, the pass and the epoch's number, so that a pass may go on from a checkpoint. Holds
 * native memory until closed; not safe for concurrent use.
 */
final class TrainingLoop implements AutoCloseable {
  /** The steps of an epoch up to which embeddings decay as configured. */
  private static final int DECAY_STEPS = 300;

  private final HybridConfig config;
  private final Dataset data;
  private final Phase phase;
  private final TrainingFeatures features;
  private final Batches batches;
  private final NDManager manager;
  private final HybridBlock block;
  private final Adam adam;
  private final ParameterStore store;
  private final NDList catalog;
  private final ItemNeighbors neighbors;
  private final AttributeEffects effects;
  private final float mean;

  /**
   * What a pass is over.
   *
   * @param phase which pass it is
   * @param data the rows to train on
   * @param features fitted on them
   */
  record Pass(Phase phase, Dataset data, TrainingFeatures features) {}

  /** A pass from its start, or from a checkpoint of the same pass. */
  TrainingLoop(HybridConfig config, Pass pass, @Nullable Checkpoint start) {
    this.config = config;
    this.data = pass.data;
    this.phase = pass.phase;
    this.features = pass.features;
    this.batches = new Batches(data, features, config);
    this.mean = (float) features.encoder().statistics().mean();
    // Before native memory is taken, for it may fail.
    this.neighbors = new EaseNeighbors(config, data).fit();
    this.effects = new AttributeRegression(config, data, features.encoder()).fit();
    this.manager = NDManager.newBaseManager();
    this.block = new HybridBlock(config, shapes());
    this.store = new ParameterStore(manager, false);
    this.catalog = batches.catalog(manager);
    HybridConfig decaying = config.withEmbeddingDecay(embeddingDecay(batches.count()));
    if (start == null || start.state().isEmpty()) {
      block.initialize(manager, random("weights", 0));
      this.adam = new Adam(decaying, block.byName());
    } else {
      block.initialize(manager, start.state());
      this.adam = new Adam(decaying, block.byName());
      adam.restore((long) start.progress().epoch() * batches.count(), start.state());
    }
  }

  /** The decay of a step: data that takes more steps an epoch asks for less of it. */
  private double embeddingDecay(int steps) {
    return config.embeddingDecay() * Math.min(1, (double) DECAY_STEPS / steps);
  }

  /** The shape of the network. */
  HybridBlock.Shapes shapes() {
    FeatureEncoder encoder = features.encoder();
    List<Integer> userCategories = new ArrayList<>();
    for (int c = 0; c < encoder.userCategories(); c++) {
      userCategories.add(encoder.userCategorySize(c));
    }
    List<Integer> itemCategories = new ArrayList<>();
    for (int c = 0; c < encoder.itemCategories(); c++) {
      itemCategories.add(encoder.itemCategorySize(c));
    }
    return new HybridBlock.Shapes(
        data.users().size(),
        data.items().size(),
        userCategories,
        itemCategories,
        encoder.userWidth(),
        encoder.itemWidth(),
        encoder.pairWidth());
  }

  private SplittableRandom random(String purpose, int epoch) {
    return new SplittableRandom(
        config.seed() * 1_000_003
            + purpose.hashCode() * 31L
            + phase.name().hashCode() * 7L
            + epoch);
  }

  /** The number of batches of an epoch. */
  int batches() {
    return batches.count();
  }

  /**
   * Trains one epoch.
   *
   * @param number its number, from 1
   * @param rates the learning rate of each batch
   * @return the metrics of the rows as they were trained on
   */
  Map<String, Double> epoch(int number, double[] rates, EpochWatch watch) {
    SplittableRandom random = random("epoch", number);
    block.drawFrom(random.split());
    batches.shuffle(random);
    TrainingTally tally = new TrainingTally();
    adam.startEpoch();
    for (int i = 0; i < batches.count(); i++) {
      step(i, random, rates[i], tally);
      if (!Double.isFinite(tally.loss())) {
        throw new TrainingException(
            "training diverged: the loss of epoch "
                + number
                + " is no number after batch "
                + (i + 1)
                + "; lower the learning rate, "
                + config.learningRate());
      }
      watch.batch(i + 1, tally.loss());
    }
    return tally.metrics();
  }

  /** Is told of each batch. */
  @FunctionalInterface
  interface EpochWatch {
    void batch(int done, double loss);
  }

  private void step(int number, SplittableRandom random, double rate, TrainingTally tally) {
    try (NDManager scope = manager.newSubManager()) {
      // What is computed from an array belongs to the array's manager, so that of parameters would
      // pile up until the end of the training; attached to the step, it ends with it.
      block.byName().values().forEach(parameter -> parameter.getArray().tempAttach(scope));
      catalog.forEach(array -> array.tempAttach(scope));
      Batches.Batch batch = batches.batch(number, scope, random);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        batch.inputs().addAll(catalog);
        NDArray loss = loss(block.forward(store, batch.inputs(), true), batch, scope, tally);
        collector.backward(loss);
        tally.add(loss.getFloat(), batch.rows());
      }
      adam.step(rate);
    }
  }

  /**
   * The batch's loss. Numbers in it are arrays of the scope: one that DJL makes of a Java number is
   * freed at once, although the way back may still need it.
   */
  private NDArray loss(NDList out, Batches.Batch batch, NDManager scope, TrainingTally tally) {
    NDArray loss = null;
    if (config.objective().hasRating()) {
      float[] target = batch.ratings().values.clone();
      for (int i = 0; i < target.length; i++) {
        target[i] -= mean;
      }
      NDArray ratings = scope.create(target);
      NDArray hidden = out.get("hidden");
      NDArray wide = out.get("wide");
      NDArray first = (hidden == null ? wide : hidden).sub(ratings);
      loss = first.square().mean();
      if (hidden != null && wide != null) {
        NDArray second = wide.sub(ratings);
        loss = loss.add(second.square().mean()).mul(scope.create(0.5f));
        float share = WeightExport.HIDDEN_SHARE;
        first = first.mul(scope.create(share)).add(second.mul(scope.create(1 - share)));
      }
      tally.addErrors(first.toFloatArray());
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

  /**
   * The model of the latest epoch: its weights are the means of those after each step; running
   * statistics are those of the last steps.
   *
   * @param freshness how much more an item that came late is preferred
   */
  HybridModel model(Provenance provenance, double freshness) {
    Map<String, float[]> trained = block.values();
    trained.putAll(adam.averages());
    HybridNetwork network =
        WeightExport.export(
            config.withFreshness(freshness), trained, data, features.encoder(), batches.arrivals());
    return new HybridModel(data, features.encoder(), network, neighbors, effects, provenance);
  }

  /** All state that the next epoch, or the model of the latest one, depends on. */
  Map<String, float[]> state() {
    Map<String, float[]> state = new LinkedHashMap<>(block.values());
    state.putAll(adam.state());
    return state;
  }

  @Override
  public void close() {
    manager.close();
  }

  /** The listener's view of a batch. */
  Progress progress(int epoch, int epochs, int done, double loss, double validation) {
    return new Progress(phase, epoch, epochs, done, batches.count(), loss, validation);
  }
}
