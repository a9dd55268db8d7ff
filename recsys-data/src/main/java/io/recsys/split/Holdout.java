package io.recsys.split;

import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A strategy that keeps a test part back; its name says all there is to it, so that equal names are
 * equal strategies.
 *
 * @param name the name
 * @param leak what the training part tells of the test part
 * @param timed whether the rule goes by times
 * @param drawn whether the rule draws by the seed
 * @param rule which positions train
 * @param validationName the name of the strategy that cuts validation rows likewise
 */
record Holdout(
    String name, Leak leak, boolean timed, boolean drawn, Rule rule, String validationName)
    implements SplitStrategy {
  private static final String VALIDATION = "random(0.9)";

  /** The choice of the positions that train. */
  @FunctionalInterface
  interface Rule {
    BitSet train(Interactions rows, long seed);
  }

  /** A strategy that draws. */
  static Holdout drawn(String name, Leak leak, Rule rule) {
    return new Holdout(name, leak, false, true, rule, VALIDATION);
  }

  /** A strategy that goes by times and draws nothing. */
  static Holdout timed(String name, Leak leak, Rule rule) {
    return new Holdout(name, leak, true, false, rule, VALIDATION);
  }

  /** The same strategy where validation rows are cut by another one. */
  Holdout validatedBy(String other) {
    return new Holdout(name, leak, timed, drawn, rule, other);
  }

  @Override
  public SplitStrategy validation() {
    return SplitStrategy.parse(validationName);
  }

  @Override
  public Split split(Dataset data, long seed) {
    Interactions rows = data.interactions();
    if (timed && !rows.hasTimes()) {
      throw new IllegalArgumentException(
          String.format(
              "data: '%s' has no times, which %s needs; name its time column, or use random(0.8)",
              data.name(), name));
    }
    BitSet train = rule.train(rows, seed);
    int trainRows = train.cardinality();
    if (trainRows == 0 || trainRows == rows.size()) {
      throw new IllegalArgumentException(
          String.format(
              "data: %s leaves the %s part of '%s' (%d rows) empty; use more data or another split",
              name, trainRows == 0 ? "training" : "test", data.name(), rows.size()));
    }
    return new Split(
        name,
        data.withInteractions(rows.filter(train::get)),
        rows.filter(position -> !train.get(position)),
        leak,
        drawn ? seed : null);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Holdout that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
