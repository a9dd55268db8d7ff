package io.recsys.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * User-item events in columns: grouped by user, within a user in order of time, then of item.
 *
 * <p>The positions {@code start(user) .. end(user) - 1} are one user's. A (user, item) pair occurs
 * at most once. Users and items are indices into the vocabularies of a {@link Dataset}; some may
 * have no interaction. An interaction rests in 16 bytes, in 8 without times. Immutable and safe for
 * any number of threads.
 */
public final class Interactions {
  private final int items;
  private final int[] starts;
  private final int[] item;
  private final float[] value;
  private final long[] time;

  private Interactions(int items, int[] starts, int[] item, float[] value, long[] time) {
    this.items = items;
    this.starts = starts;
    this.item = item;
    this.value = value;
    this.time = time;
  }

  /** A builder that takes interactions in any order. */
  public static Builder builder() {
    return new Builder();
  }

  /** The number of users, those without interactions included. */
  public int users() {
    return starts.length - 1;
  }

  /** The number of items, those without interactions included. */
  public int items() {
    return items;
  }

  /** The number of interactions. */
  public int size() {
    return item.length;
  }

  /** Whether the interactions carry times. */
  public boolean hasTimes() {
    return time.length > 0;
  }

  /** The first position of a user. */
  public int start(int user) {
    return starts[user];
  }

  /** The position after a user's last. */
  public int end(int user) {
    return starts[user + 1];
  }

  /** The number of a user's interactions. */
  public int count(int user) {
    return starts[user + 1] - starts[user];
  }

  /** The user at a position, found in {@code O(log users)}. */
  public int user(int position) {
    int low = 0;
    int high = users();
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (starts[middle] <= position) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The item at a position. */
  public int item(int position) {
    return item[position];
  }

  /** The value at a position, a rating where the data has ratings. */
  public float value(int position) {
    return value[position];
  }

  /** The time at a position in epoch seconds, or 0 where there are no times. */
  public long time(int position) {
    return time.length == 0 ? 0 : time[position];
  }

  /** Whether a user has interacted with an item, found in {@code O(count(user))}. */
  public boolean contains(int user, int item) {
    for (int position = start(user); position < end(user); position++) {
      if (this.item[position] == item) {
        return true;
      }
    }
    return false;
  }

  /** The mean value, or NaN if there is no interaction. */
  public double meanValue() {
    double sum = 0;
    for (float v : value) {
      sum += v;
    }
    return sum / value.length;
  }

  /** A copy that keeps the positions for which the predicate holds. */
  public Interactions filter(PositionPredicate keep) {
    int[] newStarts = new int[starts.length];
    int[] kept = new int[size()];
    int count = 0;
    for (int user = 0; user < users(); user++) {
      for (int position = start(user); position < end(user); position++) {
        if (keep.test(position)) {
          kept[count++] = position;
        }
      }
      newStarts[user + 1] = count;
    }
    int[] newItem = new int[count];
    float[] newValue = new float[count];
    long[] newTime = new long[hasTimes() ? count : 0];
    for (int i = 0; i < count; i++) {
      newItem[i] = item[kept[i]];
      newValue[i] = value[kept[i]];
      if (hasTimes()) {
        newTime[i] = time[kept[i]];
      }
    }
    return new Interactions(items, newStarts, newItem, newValue, newTime);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Interactions that
        && items == that.items
        && Arrays.equals(starts, that.starts)
        && Arrays.equals(item, that.item)
        && Arrays.equals(value, that.value)
        && Arrays.equals(time, that.time);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(starts) * 31 + Arrays.hashCode(item);
  }

  @Override
  public String toString() {
    return "Interactions[" + size() + " of " + users() + " users and " + items + " items]";
  }

  /** A test on the position of an interaction. */
  @FunctionalInterface
  public interface PositionPredicate {
    /** Whether the interaction at the position is meant. */
    boolean test(int position);
  }

  /**
   * Gathers interactions in any order. Where a (user, item) pair comes more than once, the one
   * added last is kept and the others are counted. Not safe for concurrent use.
   */
  public static final class Builder {
    private int[] user = new int[1024];
    private int[] item = new int[1024];
    private float[] value = new float[1024];
    private long[] time = new long[1024];
    private int size;
    private int duplicates;

    private Builder() {}

    /** Adds an interaction; the time is in epoch seconds. */
    public Builder add(int user, int item, float value, long time) {
      if (user < 0 || item < 0) {
        throw new IllegalArgumentException(
            "user and item: " + user + ", " + item + " is negative; give indices from 0 on");
      }
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("value: " + value + " is not finite");
      }
      if (size == this.item.length) {
        grow(size + (size >> 1));
      }
      this.user[size] = user;
      this.item[size] = item;
      this.value[size] = value;
      this.time[size] = time;
      size++;
      return this;
    }

    /** The number of interactions added so far, duplicates included. */
    public int size() {
      return size;
    }

    /** How many interactions {@link #build} dropped because a later one had the same pair. */
    public int duplicates() {
      return duplicates;
    }

    /**
     * The interactions added.
     *
     * @param users the number of users; every user added is below it
     * @param items the number of items; every item added is below it
     * @param timed whether the times mean something
     */
    public Interactions build(int users, int items, boolean timed) {
      return build(users, items, timed, null, null);
    }

    /**
     * The interactions added, with users and items renumbered: an interaction of user {@code u} is
     * built as one of user {@code userMap[u]}.
     */
    public Interactions build(
        int users, int items, boolean timed, int @Nullable [] userMap, int @Nullable [] itemMap) {
      // Counting sort by user keeps the order of addition within a user.
      int[] starts = new int[users + 1];
      for (int i = 0; i < size; i++) {
        starts[map(userMap, user[i]) + 1]++;
      }
      for (int u = 0; u < users; u++) {
        starts[u + 1] += starts[u];
      }
      int[] next = Arrays.copyOf(starts, users);
      int[] order = new int[size];
      for (int i = 0; i < size; i++) {
        order[next[map(userMap, user[i])]++] = i;
      }
      int[] outStarts = new int[users + 1];
      int[] outItem = new int[size];
      float[] outValue = new float[size];
      long[] outTime = new long[timed ? size : 0];
      int[] lastSeen = new int[items];
      Arrays.fill(lastSeen, -1);
      int count = 0;
      for (int u = 0; u < users; u++) {
        int from = starts[u];
        int to = starts[u + 1];
        for (int i = from; i < to; i++) {
          lastSeen[map(itemMap, item[order[i]])] = i;
        }
        int kept = 0;
        for (int i = from; i < to; i++) {
          if (lastSeen[map(itemMap, item[order[i]])] == i) {
            order[from + kept] = order[i];
            kept++;
          }
        }
        sortByTimeThenItem(order, from, kept, timed, itemMap);
        for (int i = 0; i < kept; i++) {
          int row = order[from + i];
          outItem[count] = map(itemMap, item[row]);
          outValue[count] = value[row];
          if (timed) {
            outTime[count] = time[row];
          }
          count++;
        }
        outStarts[u + 1] = count;
      }
      duplicates = size - count;
      return new Interactions(
          items,
          outStarts,
          Arrays.copyOf(outItem, count),
          Arrays.copyOf(outValue, count),
          timed ? Arrays.copyOf(outTime, count) : outTime);
    }

    private void sortByTimeThenItem(
        int[] order, int from, int count, boolean timed, int @Nullable [] itemMap) {
      Integer[] rows = new Integer[count];
      for (int i = 0; i < count; i++) {
        rows[i] = order[from + i];
      }
      Arrays.sort(
          rows,
          (a, b) -> {
            int byTime = timed ? Long.compare(time[a], time[b]) : 0;
            return byTime != 0
                ? byTime
                : Integer.compare(map(itemMap, item[a]), map(itemMap, item[b]));
          });
      for (int i = 0; i < count; i++) {
        order[from + i] = rows[i];
      }
    }

    private static int map(int @Nullable [] map, int index) {
      return map == null ? index : map[index];
    }

    private void grow(int capacity) {
      user = Arrays.copyOf(user, capacity);
      item = Arrays.copyOf(item, capacity);
      value = Arrays.copyOf(value, capacity);
      time = Arrays.copyOf(time, capacity);
    }
  }
}
