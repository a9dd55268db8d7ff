package io.recsys.model;

import io.recsys.data.Interactions;
import io.recsys.feature.History;
import java.util.Arrays;

/**
 * What each item in a history says of some others: {@code sum_j g(r_j) w_ji} is added to the
 * preference for item {@code i}, with {@code g} a {@link Liking} and {@code w_ji} the weight from
 * {@code j} to {@code i}, 0 for all but {@code j}'s neighbors. Immutable.
 */
public final class ItemNeighbors {
  private final int[] starts;
  private final int[] items;
  private final float[] weights;
  private final Liking liking;

  /**
   * Neighbors as compressed rows: those of item {@code j} stand from {@code starts[j]} to before
   * {@code starts[j + 1]}. The arrays are kept, not copied.
   *
   * @param starts one more than there are items, ascending from 0
   * @param items the indices of the neighbors
   * @param weights a finite weight for each
   * @param liking what a rating in the history counts
   */
  ItemNeighbors(int[] starts, int[] items, float[] weights, Liking liking) {
    if (starts.length == 0 || starts[0] != 0 || starts[starts.length - 1] != items.length) {
      throw new IllegalArgumentException("neighbor.starts: does not span neighbor.items");
    }
    if (weights.length != items.length) {
      throw new IllegalArgumentException(
          "neighbor.weights: %d for %d items".formatted(weights.length, items.length));
    }
    for (int item = 1; item < starts.length; item++) {
      if (starts[item] < starts[item - 1]) {
        throw new IllegalArgumentException("neighbor.starts: does not ascend");
      }
    }
    for (int i = 0; i < items.length; i++) {
      if (items[i] < 0 || items[i] >= starts.length - 1 || !Float.isFinite(weights[i])) {
        throw new IllegalArgumentException(
            "neighbor.items: %d with weight %s is no neighbor among %d items"
                .formatted(items[i], weights[i], starts.length - 1));
      }
    }
    this.starts = starts;
    this.items = items;
    this.weights = weights;
    this.liking = liking;
  }

  /**
   * Neighbors, a row an item.
   *
   * @param items the indices of each item's neighbors
   * @param weights a finite weight for each
   * @param liking what a rating in the history counts
   */
  public static ItemNeighbors of(int[][] items, float[][] weights, Liking liking) {
    int[] starts = new int[items.length + 1];
    for (int item = 0; item < items.length; item++) {
      starts[item + 1] = Math.addExact(starts[item], items[item].length);
    }
    int[] flat = new int[starts[items.length]];
    float[] flatWeights = new float[flat.length];
    for (int item = 0; item < items.length; item++) {
      int count = items[item].length;
      System.arraycopy(items[item], 0, flat, starts[item], count);
      System.arraycopy(weights[item], 0, flatWeights, starts[item], count);
    }
    return new ItemNeighbors(starts, flat, flatWeights, liking);
  }

  /** No neighbors for any item. */
  public static ItemNeighbors none(int items) {
    return new ItemNeighbors(new int[items + 1], new int[0], new float[0], new Liking(0, 0));
  }

  /** The number of neighbors of all items. */
  public int size() {
    return items.length;
  }

  /** The number of items that may have neighbors. */
  public int catalog() {
    return starts.length - 1;
  }

  /** The weight from an item to another, 0 where that is none of its neighbors. */
  float weight(int from, int to) {
    for (int i = starts[from]; i < starts[from + 1]; i++) {
      if (items[i] == to) {
        return weights[i];
      }
    }
    return 0;
  }

  /**
   * What a history says of all items.
   *
   * @param seen holds what a user did
   * @param user the user's index, -1 for one who did nothing there
   * @param more what the user did beside it
   * @param likes working memory, a place an item
   * @param sums takes a sum an item; both arrays may be empty where no item has neighbors
   */
  void scores(Interactions seen, int user, History more, float[] likes, float[] sums) {
    if (items.length == 0) {
      return;
    }
    Arrays.fill(likes, 0);
    int end = user < 0 ? 0 : seen.end(user);
    for (int position = user < 0 ? 0 : seen.start(user); position < end; position++) {
      likes[seen.item(position)] = liking.of(seen.value(position));
    }
    for (int i = 0; i < more.size(); i++) {
      likes[more.item(i)] = liking.of(more.value(i));
    }
    // In the order of items, so that in whatever order a history is, the sum is the same.
    Arrays.fill(sums, 0);
    for (int item = 0; item < likes.length; item++) {
      for (int i = starts[item]; i < starts[item + 1] && likes[item] > 0; i++) {
        sums[items[i]] += likes[item] * weights[i];
      }
    }
  }

  /** Where each item's neighbors begin, not a copy. */
  int[] starts() {
    return starts;
  }

  /** The neighbors, not a copy. */
  int[] items() {
    return items;
  }

  /** The neighbors' weights, not a copy. */
  float[] weights() {
    return weights;
  }

  /** What a rating in the history counts. */
  Liking liking() {
    return liking;
  }
}
