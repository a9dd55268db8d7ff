package io.recsys.train;

import io.recsys.data.Interactions;
import io.recsys.model.Liking;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * When items came, by their first training interactions. A count of likes is no measure of an item
 * that came late: nobody could choose it before, and of what comes next it will have a larger share
 * than it had of the whole. Immutable.
 */
final class Arrivals {
  private final long[] first;
  private final int[] latestFirst;
  private final double[] lateness;

  /** The arrivals of the items that rows with times tell of. */
  Arrivals(Interactions rows, Liking liking) {
    first = new long[rows.items()];
    Arrays.fill(first, Long.MAX_VALUE);
    for (int position = 0; position < rows.size(); position++) {
      int item = rows.item(position);
      first[item] = Math.min(first[item], rows.time(position));
    }
    latestFirst =
        IntStream.range(0, first.length)
            .filter(item -> first[item] < Long.MAX_VALUE)
            .boxed()
            .sorted((a, b) -> Long.compare(first[b], first[a]))
            .mapToInt(item -> item)
            .toArray();
    lateness = lateness(rows, liking);
  }

  /** From the likes since each item came, with one more an item (Laplace's rule). */
  private double[] lateness(Interactions rows, Liking liking) {
    double[] joining = new double[latestFirst.length];
    for (int position = 0; position < rows.size(); position++) {
      joining[firstAtMost(rows.time(position))] += liking.of(rows.value(position));
    }
    double[] logs = new double[first.length];
    double likes = latestFirst.length;
    for (int i = 0; i < latestFirst.length; i++) {
      likes += joining[i];
      logs[latestFirst[i]] = Math.log(likes);
    }
    for (int item : latestFirst) {
      logs[item] = Math.log(likes) - logs[item];
    }
    return logs;
  }

  /** The place of the first of the items, the latest first, that had come at a time. */
  private int firstAtMost(long time) {
    int low = 0;
    int high = latestFirst.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (first[latestFirst[middle]] > time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Tells of every item that came after a time; items without interactions never came. */
  void after(long time, IntConsumer told) {
    for (int i = 0; i < latestFirst.length && first[latestFirst[i]] > time; i++) {
      told.accept(latestFirst[i]);
    }
  }

  /**
   * The log of how many times as many likes there were in all as since an item came, from 0 for an
   * item that was there from the start; 0 for one without interactions.
   */
  double lateness(int item) {
    return lateness[item];
  }
}
