package io.recsys.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One group's part in an evaluation.
 *
 * @param group the group's name
 * @param users the number of its users in the evaluation
 * @param metrics each metric's value over the group's users, finite, in the order of the evaluation
 * @param intervals the 95 % interval of those metrics that have one, over the group's users; see
 *     {@link Evaluation#interval}
 */
public record GroupFigures(
    String group, int users, Map<String, Double> metrics, Map<String, Interval> intervals) {
  /** Copies the maps. */
  public GroupFigures {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    intervals = Collections.unmodifiableMap(new LinkedHashMap<>(intervals));
  }
}
