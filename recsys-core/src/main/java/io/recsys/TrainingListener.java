package io.recsys;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Watches a training and may end it. Called on the training thread, so it should return quickly.
 */
public interface TrainingListener {
  /** A listener that lets training run to its end. */
  TrainingListener NONE = new TrainingListener() {};

  /** What training does next. */
  enum Verdict {
    /** Goes on. */
    CONTINUE,
    /**
     * Stops looking for a better epoch when the running one is over, and makes the model of the
     * best so far. A refit, which looks for nothing, goes on.
     */
    FINISH,
    /** Ends with a {@link TrainingException}; a checkpoint keeps the last whole epoch. */
    CANCEL
  }

  /** The two passes of a training. */
  enum Phase {
    /** Trains on a part of the data and looks for the best epoch on the rest. */
    SEARCH,
    /** Trains on all data for as many epochs as were best. */
    REFIT
  }

  /**
   * Where training stands after a batch.
   *
   * @param phase the pass
   * @param epoch the running epoch, from 1
   * @param epochs the most epochs that the pass may take
   * @param batch the batches done in this epoch
   * @param batches the batches of an epoch
   * @param loss the mean loss of the epoch so far
   * @param validation the latest value of the metric that picks the epoch, NaN before the first
   */
  record Progress(
      Phase phase, int epoch, int epochs, int batch, int batches, double loss, double validation) {}

  /**
   * A finished epoch.
   *
   * @param phase the pass
   * @param epoch its number, from 1
   * @param learningRate the learning rate it began with
   * @param train metrics over the training rows as they were trained on, dropout included
   * @param validation metrics over the validation rows, empty in a refit
   * @param best whether no epoch before it was better on validation
   */
  record Epoch(
      Phase phase,
      int epoch,
      double learningRate,
      Map<String, Double> train,
      Map<String, Double> validation,
      boolean best) {
    /**
     * The epoch as maps, texts and numbers that any JSON writer takes. Metrics that are not finite
     * are left out.
     */
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("phase", phase.name().toLowerCase(Locale.ROOT));
      map.put("epoch", epoch);
      map.put("learningRate", learningRate);
      map.put("train", finite(train));
      map.put("validation", finite(validation));
      map.put("best", best);
      return map;
    }

    private static Map<String, Double> finite(Map<String, Double> metrics) {
      Map<String, Double> finite = new LinkedHashMap<>(metrics);
      finite.values().removeIf(value -> !Double.isFinite(value));
      return finite;
    }
  }

  /** Called after each batch. */
  default Verdict onBatch(Progress progress) {
    return Verdict.CONTINUE;
  }

  /** Called after each epoch. */
  default Verdict onEpoch(Epoch epoch) {
    return Verdict.CONTINUE;
  }
}
