package io.recsys.sagemaker.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a training job.
 *
 * @param status how it ended
 * @param failureReason why it failed, at most 1,024 characters; empty where it did not
 * @param metrics the values that the shipped metric definitions found in its log, in their order,
 *     by the names of the metrics
 * @param time how long the container ran
 */
public record TrainingOutcome(
    Status status, String failureReason, Map<String, List<Double>> metrics, Duration time) {
  /** How a job ends, in the service's words. */
  public enum Status {
    /** There is a model. */
    COMPLETED,
    /** There is a reason. */
    FAILED,
    /** It was told to end; there may be checkpoints. */
    STOPPED
  }

  /** Copies the metrics. */
  public TrainingOutcome {
    Map<String, List<Double>> copy = new LinkedHashMap<>();
    metrics.forEach((name, values) -> copy.put(name, List.copyOf(new ArrayList<>(values))));
    metrics = Collections.unmodifiableMap(copy);
  }
}
