package io.recsys.feature;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A schema with what fitting found, the interactions' statistics apart: a few numbers and lists
 * that a person can read in a model's manifest.
 *
 * @param schema the features
 * @param scaling the mean and deviation of each standardized column over the training rows
 * @param values the known values, in index order, of each attribute that is a category or has
 *     terms, by {@code user.} or {@code item.} and its name
 */
public record FittedFeatures(
    FeatureSchema schema, Map<String, Scaling> scaling, Map<String, List<String>> values) {
  /** Copies the maps. */
  public FittedFeatures {
    scaling = Map.copyOf(scaling);
    Map<String, List<String>> copy = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> entry : values.entrySet()) {
      copy.put(entry.getKey(), List.copyOf(entry.getValue()));
    }
    values = Map.copyOf(copy);
  }

  /**
   * The scaling of one column.
   *
   * @param mean subtracted from a value
   * @param deviation what the difference is divided by, above 0
   */
  public record Scaling(double mean, double deviation) {
    /** Leaves values as they are. */
    public static final Scaling NONE = new Scaling(0, 1);

    /** Checks that both are numbers and that one can divide by the deviation. */
    public Scaling {
      if (!Double.isFinite(mean) || !Double.isFinite(deviation) || deviation <= 0) {
        throw new IllegalArgumentException(
            "scaling: a mean of %s and a deviation of %s are not allowed; give two numbers, the deviation above 0"
                .formatted(mean, deviation));
      }
    }
  }
}
