package io.recsys.feature;

import io.recsys.data.Interactions;

/** What one user did, the oldest first: items by index, with a value and a time each. Immutable. */
public final class History {
  private final int[] items;
  private final float[] values;
  private final long[] times;

  private History(int[] items, float[] values, long[] times) {
    this.items = items;
    this.values = values;
    this.times = times;
  }

  /**
   * A history.
   *
   * @param items indices of items
   * @param values a value for each
   * @param times the time of each, epoch seconds
   */
  public static History of(int[] items, float[] values, long[] times) {
    if (values.length != items.length || times.length != items.length) {
      throw new IllegalArgumentException(
          "history: %d values and %d times for %d items; give one each"
              .formatted(values.length, times.length, items.length));
    }
    return new History(items.clone(), values.clone(), times.clone());
  }

  /** The interactions at some positions. */
  public static History of(Interactions interactions, int[] positions) {
    int[] items = new int[positions.length];
    float[] values = new float[positions.length];
    long[] times = new long[positions.length];
    for (int i = 0; i < positions.length; i++) {
      items[i] = interactions.item(positions[i]);
      values[i] = interactions.value(positions[i]);
      times[i] = interactions.time(positions[i]);
    }
    return new History(items, values, times);
  }

  /** The number of interactions. */
  public int size() {
    return items.length;
  }

  /** What each interaction weighs in a sum over the history: 1 / sqrt(size). */
  public double weight() {
    return 1 / Math.sqrt(Math.max(items.length, 1));
  }

  /** The index of an item. */
  public int item(int i) {
    return items[i];
  }

  /** The value of an interaction. */
  public float value(int i) {
    return values[i];
  }

  /** The time of an interaction, epoch seconds. */
  public long time(int i) {
    return times[i];
  }
}
