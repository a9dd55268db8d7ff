package io.recsys.feature;

import io.recsys.data.Interactions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts, sums and first times of a set of interactions: all that features may know of them.
 *
 * <p>Every method takes the index -1, or that of an entity without interactions, and answers as for
 * nothing: count 0, the mean and spread of the whole. Immutable and safe for any number of threads.
 */
public final class InteractionStatistics {
  /** The weight, in interactions, of the whole's mean in a smoothed statistic. */
  static final double SMOOTHING = 5;

  private static final long RECENT_SECONDS = 30L * 86_400;

  private final Entities users;
  private final Entities items;
  private final int[] itemRecent;
  private final int terms;
  private final int[] userTermCount;
  private final float[] userTermSum;
  private final double[] termShare;
  private final double[] totals;
  private final long[] range;
  private final @Nullable Guest guest;

  /** Sums over the interactions of each user or of each item. */
  private static final class Entities {
    private final int[] count;
    private final double[] sum;
    private final double[] squares;
    private final long[] first;
    private final long[] last;

    Entities(int[] count, double[] sum, double[] squares, long[] first, long[] last) {
      this.count = count;
      this.sum = sum;
      this.squares = squares;
      this.first = first;
      this.last = last;
    }

    static Entities empty(int size) {
      long[] first = new long[size];
      long[] last = new long[size];
      Arrays.fill(first, Long.MAX_VALUE);
      Arrays.fill(last, Long.MIN_VALUE);
      return new Entities(new int[size], new double[size], new double[size], first, last);
    }

    /** At each index what is at another one here, nothing for -1. */
    Entities arranged(int[] from) {
      Entities arranged = empty(from.length);
      for (int i = 0; i < from.length; i++) {
        if (from[i] >= 0) {
          arranged.count[i] = count[from[i]];
          arranged.sum[i] = sum[from[i]];
          arranged.squares[i] = squares[from[i]];
          arranged.first[i] = first[from[i]];
          arranged.last[i] = last[from[i]];
        }
      }
      return arranged;
    }

    void add(int index, double value, long time) {
      count[index]++;
      sum[index] += value;
      squares[index] += value * value;
      first[index] = Math.min(first[index], time);
      last[index] = Math.max(last[index], time);
    }

    int count(int index) {
      return index < 0 ? 0 : count[index];
    }
  }

  private InteractionStatistics(
      Entities users, Entities items, int[] itemRecent, TermSums termSums, long[] range) {
    this.users = users;
    this.items = items;
    this.itemRecent = itemRecent;
    this.terms = termSums.share.length;
    this.userTermCount = termSums.userCount;
    this.userTermSum = termSums.userSum;
    this.termShare = termSums.share;
    this.range = range;
    this.totals = totals(items, itemRecent);
    this.guest = null;
  }

  private InteractionStatistics(InteractionStatistics other, Guest guest) {
    this.users = other.users;
    this.items = other.items;
    this.itemRecent = other.itemRecent;
    this.terms = other.terms;
    this.userTermCount = other.userTermCount;
    this.userTermSum = other.userTermSum;
    this.termShare = other.termShare;
    this.range = other.range;
    this.totals = other.totals;
    this.guest = guest;
  }

  /** One user of whom something else is known than in training. */
  private static final class Guest {
    private final int user;
    private final Entities sums = Entities.empty(1);
    private final int[] termCount;
    private final float[] termSum;

    Guest(int user, int terms) {
      this.user = user;
      this.termCount = new int[terms];
      this.termSum = new float[terms];
    }

    Guest add(History history, int[][] itemTerms) {
      for (int i = 0; i < history.size(); i++) {
        sums.add(0, history.value(i), history.time(i));
        for (int term : itemTerms[history.item(i)]) {
          termCount[term]++;
          termSum[term] += history.value(i);
        }
      }
      return this;
    }
  }

  /** Sums over the interactions of each user with items of each term. */
  private static final class TermSums {
    private final int[] userCount;
    private final float[] userSum;
    private final double[] share;

    TermSums(int[] userCount, float[] userSum, double[] share) {
      this.userCount = userCount;
      this.userSum = userSum;
      this.share = share;
    }
  }

  /**
   * The statistics of the interactions for which the predicate holds.
   *
   * @param itemTerms the indices of each item's terms, below {@code terms}
   * @param terms the number of terms
   */
  static InteractionStatistics of(
      Interactions data, Interactions.PositionPredicate include, int[][] itemTerms, int terms) {
    Entities users = Entities.empty(data.users());
    Entities items = Entities.empty(data.items());
    TermSums sums =
        new TermSums(
            new int[data.users() * terms], new float[data.users() * terms], new double[terms]);
    long[] range = {Long.MAX_VALUE, Long.MIN_VALUE};
    int size = 0;
    for (int user = 0; user < data.users(); user++) {
      for (int position = data.start(user); position < data.end(user); position++) {
        if (include.test(position)) {
          int item = data.item(position);
          users.add(user, data.value(position), data.time(position));
          items.add(item, data.value(position), data.time(position));
          range[0] = Math.min(range[0], data.time(position));
          range[1] = Math.max(range[1], data.time(position));
          for (int term : itemTerms[item]) {
            sums.userCount[user * terms + term]++;
            sums.userSum[user * terms + term] += data.value(position);
            sums.share[term]++;
          }
          size++;
        }
      }
    }
    for (int term = 0; term < terms; term++) {
      sums.share[term] /= Math.max(size, 1);
    }
    if (size == 0) {
      range = new long[] {0, 0};
    }
    return new InteractionStatistics(users, items, recent(data, include, range[1]), sums, range);
  }

  private static int[] recent(
      Interactions data, Interactions.PositionPredicate include, long lastTime) {
    int[] recent = new int[data.items()];
    for (int position = 0; position < data.size(); position++) {
      if (include.test(position) && data.time(position) > lastTime - RECENT_SECONDS) {
        recent[data.item(position)]++;
      }
    }
    return recent;
  }

  /** Count, mean, deviation and recent share of the whole. */
  private static double[] totals(Entities items, int[] itemRecent) {
    long count = 0;
    double sum = 0;
    double squares = 0;
    double recent = 0;
    for (int item = 0; item < itemRecent.length; item++) {
      count += items.count[item];
      sum += items.sum[item];
      squares += items.squares[item];
      recent += itemRecent[item];
    }
    double n = Math.max(count, 1);
    double variance = Math.max(0, squares / n - (sum / n) * (sum / n));
    return new double[] {count, sum / n, Math.sqrt(variance), recent / n};
  }

  /**
   * These statistics, but for one user those of a history in place of what training knew of them;
   * shares all the rest.
   *
   * @param user the user's index, -1 for someone unknown
   * @param itemTerms the indices of each item's terms
   */
  InteractionStatistics withHistory(int user, History history, int[][] itemTerms) {
    return new InteractionStatistics(this, new Guest(user, terms).add(history, itemTerms));
  }

  /** The same, but what training knew of the user counts as well. */
  InteractionStatistics withMore(int user, History history, int[][] itemTerms) {
    Guest known = new Guest(user, terms);
    if (userCount(user) > 0) {
      known.sums.count[0] = users.count[user];
      known.sums.sum[0] = users.sum[user];
      known.sums.squares[0] = users.squares[user];
      known.sums.first[0] = users.first[user];
      known.sums.last[0] = users.last[user];
      System.arraycopy(userTermCount, user * terms, known.termCount, 0, terms);
      System.arraycopy(userTermSum, user * terms, known.termSum, 0, terms);
    }
    return new InteractionStatistics(this, known.add(history, itemTerms));
  }

  private Entities sums(int user) {
    return guest != null && guest.user == user ? guest.sums : users;
  }

  private int row(int user) {
    return guest != null && guest.user == user ? 0 : user;
  }

  /** These statistics without those of users. */
  public InteractionStatistics withoutUsers() {
    return new InteractionStatistics(
        Entities.empty(0),
        items,
        itemRecent,
        new TermSums(new int[0], new float[0], termShare),
        range);
  }

  /**
   * These statistics of a catalog in another order, or with more items.
   *
   * @param from the present index of each item, -1 for one without interactions
   */
  public InteractionStatistics withItems(int[] from) {
    int[] recent = new int[from.length];
    for (int item = 0; item < from.length; item++) {
      recent[item] = from[item] < 0 ? 0 : itemRecent[from[item]];
    }
    return new InteractionStatistics(
        users,
        items.arranged(from),
        recent,
        new TermSums(userTermCount, userTermSum, termShare),
        range);
  }

  /** The number of users. */
  public int users() {
    return users.count.length;
  }

  /** The number of items. */
  public int items() {
    return items.count.length;
  }

  /** The number of interactions of the whole. */
  public int count() {
    return (int) totals[0];
  }

  /** The mean value of the whole. */
  public double mean() {
    return totals[1];
  }

  /** The time of the first interaction of the whole, epoch seconds. */
  public long firstTime() {
    return range[0];
  }

  /** The time of the last interaction of the whole, epoch seconds. */
  public long lastTime() {
    return range[1];
  }

  /** The number of a user's interactions. */
  public int userCount(int user) {
    return sums(user).count(row(user));
  }

  /** The number of an item's interactions. */
  public int itemCount(int item) {
    return items.count(item);
  }

  /** The time of a user's last interaction, {@link #lastTime()} for a user who has none. */
  public long userLastTime(int user) {
    return userCount(user) == 0 ? lastTime() : sums(user).last[row(user)];
  }

  /** The time of a user's first interaction, {@code time} for a user who has none. */
  long userFirstTime(int user, long time) {
    return userCount(user) == 0 ? time : sums(user).first[row(user)];
  }

  /** The time of an item's first interaction, {@code time} for an item that has none. */
  long itemFirstTime(int item, long time) {
    return items.count(item) == 0 ? time : items.first[item];
  }

  /** A user's mean value, smoothed towards that of the whole by five interactions' worth. */
  public double userMean(int user) {
    return smoothedMean(sums(user), row(user));
  }

  /** An item's mean value, smoothed as {@link #userMean} is. */
  public double itemMean(int item) {
    return smoothedMean(items, item);
  }

  double userSpread(int user) {
    return smoothedSpread(sums(user), row(user));
  }

  double itemSpread(int item) {
    return smoothedSpread(items, item);
  }

  double itemRecentShare(int item) {
    int recent = item < 0 ? 0 : itemRecent[item];
    return (recent + SMOOTHING * totals[3]) / (items.count(item) + SMOOTHING);
  }

  /** The number of terms of the items' attribute that the sums are kept by. */
  int terms() {
    return terms;
  }

  double termShare(int term) {
    return termShare[term];
  }

  /** How much more a user likes things with a term than others; 0 where nothing is known. */
  double affinity(int user, int term) {
    int count;
    float sum;
    if (guest != null && guest.user == user) {
      count = guest.termCount[term];
      sum = guest.termSum[term];
    } else if (user < 0) {
      return 0;
    } else {
      count = userTermCount[user * terms + term];
      sum = userTermSum[user * terms + term];
    }
    return (sum - count * userMean(user)) / (count + SMOOTHING);
  }

  private double smoothedMean(Entities entities, int index) {
    double sum = index < 0 ? 0 : entities.sum[index];
    return (sum + SMOOTHING * totals[1]) / (entities.count(index) + SMOOTHING);
  }

  private double smoothedSpread(Entities entities, int index) {
    int count = entities.count(index);
    double deviations =
        count == 0
            ? 0
            : Math.max(
                0, entities.squares[index] - entities.sum[index] * entities.sum[index] / count);
    return Math.sqrt((deviations + SMOOTHING * totals[2] * totals[2]) / (count + SMOOTHING));
  }

  /** Copies of all sums by name, to be stored; {@link #of(Map)} is the way back. */
  public Map<String, Object> arrays() {
    Map<String, Object> arrays = new LinkedHashMap<>();
    put(arrays, "user", users);
    put(arrays, "item", items);
    arrays.put("item.recent", itemRecent.clone());
    arrays.put("user.term.count", userTermCount.clone());
    arrays.put("user.term.sum", userTermSum.clone());
    arrays.put("term.share", termShare.clone());
    arrays.put("range", range.clone());
    return arrays;
  }

  /**
   * The statistics whose {@link #arrays()} are given.
   *
   * @throws IllegalArgumentException if an array is missing, its length does not fit the others, or
   *     a count is negative
   */
  public static InteractionStatistics of(Map<String, Object> arrays) {
    Entities users = entities(arrays, "user");
    Entities items = entities(arrays, "item");
    double[] share = array(arrays, "term.share", double[].class).clone();
    TermSums sums =
        new TermSums(
            array(arrays, "user.term.count", int[].class).clone(),
            array(arrays, "user.term.sum", float[].class).clone(),
            share);
    int[] recent = array(arrays, "item.recent", int[].class).clone();
    long[] range = array(arrays, "range", long[].class).clone();
    check("user.term.count", sums.userCount.length, (long) users.count.length * share.length);
    check("user.term.sum", sums.userSum.length, (long) users.count.length * share.length);
    check("item.recent", recent.length, items.count.length);
    check("range", range.length, 2);
    checkCounts("user.count", users.count);
    checkCounts("item.count", items.count);
    checkCounts("item.recent", recent);
    checkCounts("user.term.count", sums.userCount);
    return new InteractionStatistics(users, items, recent, sums, range);
  }

  private static void put(Map<String, Object> arrays, String side, Entities entities) {
    arrays.put(side + ".count", entities.count.clone());
    arrays.put(side + ".sum", entities.sum.clone());
    arrays.put(side + ".squares", entities.squares.clone());
    arrays.put(side + ".first", entities.first.clone());
    arrays.put(side + ".last", entities.last.clone());
  }

  private static Entities entities(Map<String, Object> arrays, String side) {
    Entities entities =
        new Entities(
            array(arrays, side + ".count", int[].class).clone(),
            array(arrays, side + ".sum", double[].class).clone(),
            array(arrays, side + ".squares", double[].class).clone(),
            array(arrays, side + ".first", long[].class).clone(),
            array(arrays, side + ".last", long[].class).clone());
    int size = entities.count.length;
    check(side + ".sum", entities.sum.length, size);
    check(side + ".squares", entities.squares.length, size);
    check(side + ".first", entities.first.length, size);
    check(side + ".last", entities.last.length, size);
    return entities;
  }

  private static void checkCounts(String name, int[] counts) {
    for (int count : counts) {
      if (count < 0) {
        throw new IllegalArgumentException("arrays: '" + name + "' has " + count + ", no count");
      }
    }
  }

  private static <T> T array(Map<String, Object> arrays, String name, Class<T> type) {
    Object array = arrays.get(name);
    if (!type.isInstance(array)) {
      throw new IllegalArgumentException("arrays: '" + name + "' is missing or of another type");
    }
    return type.cast(array);
  }

  private static void check(String name, long length, long expected) {
    if (length != expected) {
      throw new IllegalArgumentException(
          "arrays: '" + name + "' has " + length + " values where " + expected + " belong");
    }
  }
}
