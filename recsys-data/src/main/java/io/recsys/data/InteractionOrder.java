package io.recsys.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows to keep, and their order: by user, then time, then item, one row a (user, item) pair.
 *
 * <p>Within a user a (time, item) pair is packed into one {@code long}, so that sorting allocates
 * no object: the time above, as distance from the user's first, the item below. Where the distances
 * are too wide for the bits that the items leave, the rank of the time takes the distance's place.
 */
final class InteractionOrder {
  private final int[] item;
  private final long @Nullable [] time;
  private final int[] starts;
  private final int[] rows;
  private final int[] lastRow;
  private final long[] keys;
  private int count;

  private InteractionOrder(int[] user, int[] item, long @Nullable [] time, int users, int items) {
    this.item = item;
    this.time = time;
    starts = new int[users + 1];
    for (int u : user) {
      starts[u + 1]++;
    }
    int longest = 0;
    for (int u = 0; u < users; u++) {
      longest = Math.max(longest, starts[u + 1]);
      starts[u + 1] += starts[u];
    }
    keys = new long[longest];
    rows = new int[user.length];
    int[] next = Arrays.copyOf(starts, users);
    for (int row = 0; row < user.length; row++) {
      rows[next[user[row]]++] = row;
    }
    lastRow = new int[items];
  }

  /**
   * The order of rows given as columns; of several rows of one pair the last is kept.
   *
   * @param time the times, at least as long as the other columns, or null where there are none
   */
  static InteractionOrder of(int[] user, int[] item, long @Nullable [] time, int users, int items) {
    InteractionOrder order = new InteractionOrder(user, item, time, users, items);
    int from = 0;
    for (int u = 0; u < users; u++) {
      int to = order.starts[u + 1];
      order.addUser(from, to);
      order.starts[u + 1] = order.count;
      from = to;
    }
    return order;
  }

  /** The first position of each user, then the number of positions. */
  int[] starts() {
    return starts;
  }

  /** The number of rows kept. */
  int count() {
    return count;
  }

  /** The row at a position. */
  int row(int position) {
    return rows[position];
  }

  private void addUser(int from, int to) {
    for (int i = from; i < to; i++) {
      lastRow[item[rows[i]]] = rows[i];
    }
    int first = count;
    boolean sorted = true;
    for (int i = from; i < to; i++) {
      int row = rows[i];
      if (lastRow[item[row]] == row) {
        sorted &= count == first || compare(rows[count - 1], row) < 0;
        rows[count++] = row;
      }
    }
    if (!sorted) {
      sort(first, count);
    }
  }

  private int compare(int a, int b) {
    int byTime = time == null ? 0 : Long.compare(time[a], time[b]);
    return byTime != 0 ? byTime : Integer.compare(item[a], item[b]);
  }

  private void sort(int from, int to) {
    int itemBits = Integer.SIZE - Integer.numberOfLeadingZeros(highestItem(from, to));
    if (time != null) {
      packTimes(time, from, to, itemBits);
    } else {
      Arrays.fill(keys, 0, to - from, 0);
    }
    for (int i = from; i < to; i++) {
      keys[i - from] = keys[i - from] << itemBits | item[rows[i]];
    }
    Arrays.sort(keys, 0, to - from);
    long itemMask = (1L << itemBits) - 1;
    for (int i = from; i < to; i++) {
      rows[i] = lastRow[(int) (keys[i - from] & itemMask)];
    }
  }

  private int highestItem(int from, int to) {
    int highest = 0;
    for (int i = from; i < to; i++) {
      highest = Math.max(highest, item[rows[i]]);
    }
    return highest;
  }

  private void packTimes(long[] time, int from, int to, int itemBits) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (int i = from; i < to; i++) {
      first = Math.min(first, time[rows[i]]);
      last = Math.max(last, time[rows[i]]);
    }
    // A difference below zero is one that overflowed.
    boolean fits = last - first >= 0 && last - first <= Long.MAX_VALUE >> itemBits;
    long[] ranks = fits ? keys : sortedTimes(time, from, to);
    for (int i = from; i < to; i++) {
      long t = time[rows[i]];
      keys[i - from] = fits ? t - first : rank(ranks, t);
    }
  }

  private long[] sortedTimes(long[] time, int from, int to) {
    long[] times = new long[to - from];
    for (int i = from; i < to; i++) {
      times[i - from] = time[rows[i]];
    }
    Arrays.sort(times);
    return times;
  }

  /** The number of times below the one given. */
  private static int rank(long[] sorted, long time) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
