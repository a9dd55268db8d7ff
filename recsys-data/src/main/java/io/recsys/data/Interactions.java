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

  /**
   * Interactions without times, in the order that they have here: a user's from {@code starts[u]}
   * to before {@code starts[u + 1]}, items ascending. The arrays are copied.
   *
   * @param items the number of items
   * @param starts one more than there are users, from 0 to the number of interactions
   * @throws IllegalArgumentException if they are not in that order, an item is none of the items, a
   *     value is not finite, or the lengths do not fit together
   */
  public static Interactions of(int items, int[] starts, int[] item, float[] value) {
    Interactions all =
        new Interactions(items, starts.clone(), item.clone(), value.clone(), new long[0]);
    if (starts.length == 0
        || starts[0] != 0
        || starts[starts.length - 1] != item.length
        || value.length != item.length) {
      throw new IllegalArgumentException(
          "starts: do not span %d items and %d values".formatted(item.length, value.length));
    }
    for (int user = 0; user < all.users(); user++) {
      all.checkRow(user);
    }
    return all;
  }

  private void checkRow(int user) {
    if (start(user) > end(user) || end(user) > item.length) {
      throw new IllegalArgumentException("starts: do not ascend at user " + user);
    }
    int before = -1;
    for (int position = start(user); position < end(user); position++) {
      if (item[position] <= before || item[position] >= items) {
        throw new IllegalArgumentException(
            "item: %d after %d of user %d, must ascend and stay below %d"
                .formatted(item[position], before, user, items));
      }
      if (!Float.isFinite(value[position])) {
        throw new IllegalArgumentException("value: " + value[position] + " is not finite");
      }
      before = item[position];
    }
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
      int[] mappedItem = mapped(item, itemMap);
      InteractionOrder order =
          InteractionOrder.of(mapped(user, userMap), mappedItem, timed ? time : null, users, items);
      duplicates = size - order.count();
      return new Interactions(
          items,
          order.starts(),
          gathered(mappedItem, order),
          gathered(value, order),
          timed ? gathered(time, order) : new long[0]);
    }

    /** A copy of the rows added, renumbered. */
    private int[] mapped(int[] indices, int @Nullable [] map) {
      int[] mapped = Arrays.copyOf(indices, size);
      for (int row = 0; map != null && row < size; row++) {
        mapped[row] = map[mapped[row]];
      }
      return mapped;
    }

    private static int[] gathered(int[] column, InteractionOrder order) {
      int[] gathered = new int[order.count()];
      for (int position = 0; position < gathered.length; position++) {
        gathered[position] = column[order.row(position)];
      }
      return gathered;
    }

    private static float[] gathered(float[] column, InteractionOrder order) {
      float[] gathered = new float[order.count()];
      for (int position = 0; position < gathered.length; position++) {
        gathered[position] = column[order.row(position)];
      }
      return gathered;
    }

    private static long[] gathered(long[] column, InteractionOrder order) {
      long[] gathered = new long[order.count()];
      for (int position = 0; position < gathered.length; position++) {
        gathered[position] = column[order.row(position)];
      }
      return gathered;
    }

    private void grow(int capacity) {
      user = Arrays.copyOf(user, capacity);
      item = Arrays.copyOf(item, capacity);
      value = Arrays.copyOf(value, capacity);
      time = Arrays.copyOf(time, capacity);
    }
  }
}
