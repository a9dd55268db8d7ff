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
  /** What is added to the likes since an item came, of all: a few likes make no trend. */
  private static final double SMOOTHING = 0.2;

  /** The share of all likes, the last ones, that every item is taken to have been there for. */
  private static final double SETTLED = 0.05;

  private final long[] first;
  private final long settled;
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
    settled = settled(rows, liking);
  }

  /** The time from which on there are so many of all likes. */
  private static long settled(Interactions rows, Liking liking) {
    int[] latest =
        IntStream.range(0, rows.size())
            .boxed()
            .sorted((a, b) -> Long.compare(rows.time(b), rows.time(a)))
            .mapToInt(position -> position)
            .toArray();
    double all = 0;
    for (int position : latest) {
      all += liking.of(rows.value(position));
    }
    double since = 0;
    for (int position : latest) {
      since += liking.of(rows.value(position));
      if (since >= SETTLED * all) {
        return rows.time(position);
      }
    }
    return Long.MIN_VALUE;
  }

  private double[] lateness(Interactions rows, Liking liking) {
    double[] joining = new double[latestFirst.length];
    for (int position = 0; position < rows.size(); position++) {
      joining[firstAtMost(rows.time(position))] += liking.of(rows.value(position));
    }
    double all = 0;
    for (double likes : joining) {
      all += likes;
    }
    double more = SMOOTHING * all;
    double[] logs = new double[first.length];
    double since = 0;
    for (int i = 0; i < latestFirst.length && all > 0; i++) {
      since += joining[i];
      logs[latestFirst[i]] = Math.log((all + more) / (since + more));
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

  /**
   * Does something for every item that came after a time, the latest first; items without
   * interactions never came. Nothing came so late that hardly anybody could have liked it since.
   */
  void after(long time, IntConsumer action) {
    boolean over = time >= settled;
    for (int i = 0; i < latestFirst.length && first[latestFirst[i]] > time && !over; i++) {
      action.accept(latestFirst[i]);
    }
  }

  /**
   * The log of how many times as many likes there were in all as since an item came, both with a
   * fifth of all added: from 0 for an item that was there from the start to 1.8 for one that has
   * just come; 0 for one without interactions.
   */
  double lateness(int item) {
    return lateness[item];
  }
}
