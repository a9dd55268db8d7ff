package io.recsys.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
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
import io.recsys.model.HybridModel;
import io.recsys.model.HybridNetwork;
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
  private final HybridConfig config;
  private final Dataset data;
  private final Phase phase;
  private final TrainingFeatures features;
  private final Batches batches;
  private final NDManager manager;
  private final HybridBlock block;
  private final Adam adam;
  private final ParameterStore store;
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
    this.manager = NDManager.newBaseManager();
    this.block = new HybridBlock(config, shapes());
    this.store = new ParameterStore(manager, false);
    if (start == null || start.state().isEmpty()) {
      block.initialize(manager, random("weights", 0));
      this.adam = new Adam(config, block.byName());
    } else {
      block.initialize(manager, start.state());
      this.adam = new Adam(config, block.byName());
      adam.restore((long) start.progress().epoch() * batches.count(), start.state());
    }
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
        encoder.pairWidth(),
        WeightExport.outputs(config.objective()).size());
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
    Engine.getInstance().setRandomSeed(random.nextInt());
    batches.shuffle(random);
    TrainingTally tally = new TrainingTally();
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
      Batches.Batch batch = batches.batch(number, scope, random);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray out = block.forward(store, batch.inputs(), true).singletonOrThrow();
        NDArray loss = loss(out, batch, scope, tally);
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
  private NDArray loss(NDArray out, Batches.Batch batch, NDManager scope, TrainingTally tally) {
    NDArray loss = null;
    int preference = 0;
    if (config.objective().hasRating()) {
      float[] target = batch.ratings().values.clone();
      for (int i = 0; i < target.length; i++) {
        target[i] -= mean;
      }
      NDArray error = out.get("0:" + batch.rows() + ", 0").sub(scope.create(target));
      tally.addErrors(error.toFloatArray());
      loss = error.square().mean();
      preference = 1;
    }
    if (config.objective().hasPreference() && batch.liked() > 0) {
      NDArray ranking = rankingLoss(out, batch, preference);
      loss =
          loss == null
              ? ranking
              : loss.add(ranking.mul(scope.create((float) config.preferenceWeight())));
    }
    return loss == null ? out.sum().mul(scope.create(0f)) : loss;
  }

  /** Softmax of each liked item among its negatives: the negative log of its share. */
  private NDArray rankingLoss(NDArray out, Batches.Batch batch, int output) {
    NDArray liked = out.get("0:" + batch.liked() + ", " + output).reshape(-1, 1);
    NDArray others =
        out.get(batch.rows() + ":, " + output).reshape(batch.liked(), config.negatives());
    NDArray scores = NDArrays.concat(new NDList(liked, others), 1);
    return scores.logSoftmax(1).get(":, 0").mean().neg();
  }

  /** The model as it stands. */
  HybridModel model(Provenance provenance) {
    HybridNetwork network =
        WeightExport.export(config, block.values(), data, features.encoder().statistics());
    return new HybridModel(data, features.encoder(), network, provenance);
  }

  /** All state that the next epoch depends on. */
  Map<String, float[]> state() {
    Map<String, float[]> state = new LinkedHashMap<>(block.values());
    state.putAll(adam.moments());
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
