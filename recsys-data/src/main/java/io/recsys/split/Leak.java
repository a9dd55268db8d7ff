package io.recsys.split;

/**
 * What a training part tells of its test part that a model in service would not know.
 *
 * <p>A split that leaks may well compare models, all of which are helped alike; its figures promise
 * more than service will show.
 */
public enum Leak {
  /** Every test row comes after all training rows. */
  NOTHING("Leaks nothing: no training row is later than a test row."),

  /** Training rows may be later than test rows, a test user's own among them. */
  FUTURE("Leaks the future: training rows, of the same user too, may be later than a test row."),

  /** A test user's own training rows come before the test rows; other users' may be later. */
  FUTURE_OF_OTHERS(
      "Leaks the future of others: their training rows may be later than a user's test rows."),

  /** The split comes from somewhere that does not say how its rows were chosen. */
  UNKNOWN("May leak: nothing says how the test rows were chosen.");

  private final String sentence;

  Leak(String sentence) {
    this.sentence = sentence;
  }

  /** The fact as one sentence for reports. */
  public String sentence() {
    return sentence;
  }
}
