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
 */
public record GroupFigures(String group, int users, Map<String, Double> metrics) {
  /** Copies the map. */
  public GroupFigures {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
