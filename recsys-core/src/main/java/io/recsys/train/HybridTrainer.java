package io.recsys.train;

import io.recsys.RecommenderTrainer;
import io.recsys.TrainingException;
import io.recsys.TrainingListener;
import io.recsys.data.Dataset;
import io.recsys.model.HybridRecommender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Trains the hybrid model in two passes: one on a part of the data that finds the best epoch on the
 * rest, and one on all of it for as many epochs.
 *
 * <p>Needs DJL's PyTorch engine on the class path. One training runs at a time in a JVM; others
 * wait. Two trainings with the same configuration and data, on one machine, give the same weights
 * to the bit. Immutable and safe for any number of threads.
 */
public final class HybridTrainer implements RecommenderTrainer {
  /** DJL collects gradients for one training at a time. */
  private static final ReentrantLock ENGINE = new ReentrantLock();

  private final HybridConfig config;
  private final TrainingListener listener;
  private final @Nullable Path checkpoint;
  private final boolean resume;

  private HybridTrainer(
      HybridConfig config, TrainingListener listener, @Nullable Path checkpoint, boolean resume) {
    this.config = config;
    this.listener = listener;
    this.checkpoint = checkpoint;
    this.resume = resume;
  }

  /** A trainer with a configuration, watched by a listener. */
  public HybridTrainer(HybridConfig config, TrainingListener listener) {
    this(config, listener, null, false);
  }

  /** A trainer with a configuration. */
  public HybridTrainer(HybridConfig config) {
    this(config, TrainingListener.NONE);
  }

  /**
   * The artifacts that training needs and the class path lacks, by group and name; empty where a
   * training can start. Loads no class of the engine.
   */
  public static List<String> missingArtifacts() {
    return TrainingEngine.missing();
  }

  /**
   * This trainer, keeping a checkpoint of the last whole epoch in a folder. A training that ends
   * well deletes it.
   */
  public HybridTrainer withCheckpoint(Path folder) {
    return new HybridTrainer(config, listener, folder, false);
  }

  /**
   * This trainer, keeping a checkpoint in a folder, and going on from the one that is there, if one
   * is. The result is the same as if training had never stopped. The listener is told again of the
   * epochs done before.
   */
  public HybridTrainer resumingFrom(Path folder) {
    return new HybridTrainer(config, listener, folder, true);
  }

  @Override
  public String name() {
    return "hybrid";
  }

  /**
   * {@inheritDoc}
   *
   * @throws TrainingException if the loss diverges, the listener cancels, the engine is missing,
   *     memory cannot hold the neighbors, or a checkpoint is of another training
   * @throws IllegalArgumentException if settings do not suit the data: no rating counts as a like,
   *     or validation rows cannot be cut off as the settings say
   * @throws UncheckedIOException if a checkpoint cannot be read or written
   */
  @Override
  public HybridRecommender train(Dataset data) {
    TrainingEngine.require();
    ENGINE.lock();
    try {
      return new TrainingRun(config, listener, data, checkpoint).run(resume);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      ENGINE.unlock();
    }
  }
}
