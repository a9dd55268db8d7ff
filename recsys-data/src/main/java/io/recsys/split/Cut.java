package io.recsys.split;

import io.recsys.data.Interactions;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/**
 * The arithmetic of cutting rows in two, in choices that combine freely: whose rows are cut, how
 * many of each user's train, and in which order they are taken.
 */
final class Cut {
  private Cut() {}

  /** The order in which the rows of a user are taken for training. */
  @FunctionalInterface
  interface Order {
    /** The places, from 0, of the {@code count} rows out of {@code rows} that come first. */
    BitSet first(int rows, int count);

    /** By time, then item, as interactions lie. */
    static Order byTime() {
      return (rows, count) -> {
        BitSet first = new BitSet();
        first.set(0, count);
        return first;
      };
    }

    /** By chance. */
    static Order random(long seed) {
      Random random = new Random(seed);
      return (rows, count) -> {
        int[] places = shuffled(rows, random);
        BitSet first = new BitSet(rows);
        for (int i = 0; i < count; i++) {
          first.set(places[i]);
        }
        return first;
      };
    }
  }

  /**
   * The training positions where of each user tested so many rows train, and all of the others'.
   *
   * @param kept the number of training rows out of the number of a user's rows
   */
  static BitSet perUser(Interactions rows, BitSet tested, IntUnaryOperator kept, Order order) {
    BitSet train = new BitSet(rows.size());
    for (int user = 0; user < rows.users(); user++) {
      int start = rows.start(user);
      if (tested.get(user)) {
        int count = rows.count(user);
        order.first(count, kept.applyAsInt(count)).stream().forEach(i -> train.set(start + i));
      } else {
        train.set(start, rows.end(user));
      }
    }
    return train;
  }

  /** The users with more than so many rows. */
  static BitSet users(Interactions rows, int moreThan) {
    BitSet users = new BitSet(rows.users());
    for (int user = 0; user < rows.users(); user++) {
      users.set(user, rows.count(user) > moreThan);
    }
    return users;
  }

  /** The items with a row. */
  static BitSet items(Interactions rows) {
    BitSet items = new BitSet(rows.items());
    for (int position = 0; position < rows.size(); position++) {
      items.set(rows.item(position));
    }
    return items;
  }

  /** The positions of all users but some. */
  static BitSet withoutUsers(Interactions rows, BitSet users) {
    return perUser(rows, users, count -> 0, Order.byTime());
  }

  /** The positions of all items but some. */
  static BitSet withoutItems(Interactions rows, BitSet items) {
    BitSet positions = new BitSet(rows.size());
    for (int position = 0; position < rows.size(); position++) {
      positions.set(position, !items.get(rows.item(position)));
    }
    return positions;
  }

  /** So many of all positions, each as likely as any other. */
  static BitSet rows(Interactions rows, int count, long seed) {
    return Order.random(seed).first(rows.size(), count);
  }

  /** All positions but those of a fold. */
  static BitSet withoutFold(Interactions rows, int fold, int folds, long seed) {
    BitSet all = Order.byTime().first(rows.size(), rows.size());
    all.andNot(fold(all, fold, folds, seed));
    return all;
  }

  /** A share, rounded up, of the members of a set, each as likely as any other. */
  static BitSet draw(BitSet members, double share, long seed) {
    return draw(members, 0, ceil(share, members.cardinality()), seed);
  }

  /** One of as many parts of a set, of sizes that differ by one at most, drawn by the seed. */
  static BitSet fold(BitSet members, int fold, int folds, long seed) {
    long size = members.cardinality();
    return draw(members, (int) (size * (fold - 1) / folds), (int) (size * fold / folds), seed);
  }

  /** The members of a set that stand from one place to before another after a shuffle. */
  private static BitSet draw(BitSet members, int from, int to, long seed) {
    int[] all = members.stream().toArray();
    int[] places = shuffled(all.length, new Random(seed));
    BitSet drawn = new BitSet(members.length());
    for (int i = from; i < to; i++) {
      drawn.set(all[places[i]]);
    }
    return drawn;
  }

  /** The numbers below {@code size} in an order of which each is as likely as any other. */
  // java.util.Random, because its numbers are fixed by its specification on every JDK.
  private static int[] shuffled(int size, Random random) {
    int[] numbers = new int[size];
    Arrays.setAll(numbers, i -> i);
    for (int i = 0; i < size; i++) {
      int at = i + random.nextInt(size - i);
      int number = numbers[at];
      numbers[at] = numbers[i];
      numbers[i] = number;
    }
    return numbers;
  }

  /** The {@code count} first positions in order of time, then user, then item. */
  static BitSet earliest(Interactions rows, int count) {
    BitSet earliest = new BitSet(rows.size());
    if (count == 0) {
      return earliest;
    }
    long[] times = new long[rows.size()];
    Arrays.setAll(times, rows::time);
    Arrays.sort(times);
    long last = times[count - 1];
    int ofLast = count;
    for (int position = 0; position < rows.size(); position++) {
      if (rows.time(position) < last) {
        earliest.set(position);
        ofLast--;
      }
    }
    // Among rows of one second, order of position is order of user, then item.
    for (int position = 0; ofLast > 0; position++) {
      if (rows.time(position) == last) {
        earliest.set(position);
        ofLast--;
      }
    }
    return earliest;
  }

  /** The share of a number of rows, rounded down; exact for the share as it is written. */
  static int floor(double share, int rows) {
    return portion(share, rows, RoundingMode.FLOOR);
  }

  /** The share of a number of rows, rounded up; exact for the share as it is written. */
  static int ceil(double share, int rows) {
    return portion(share, rows, RoundingMode.CEILING);
  }

  private static int portion(double share, int rows, RoundingMode rounding) {
    // In binary 0.29 * 100 is below 29 and 0.7 * 10 above 7; the decimal product is exact.
    return BigDecimal.valueOf(share)
        .multiply(BigDecimal.valueOf(rows))
        .setScale(0, rounding)
        .intValueExact();
  }

  /** Checks a share of rows that train. */
  static void checkTrain(double share) {
    check("trainShare", share, "0.8 trains on 80 % of the rows");
  }

  /** Checks a share of users or items that test. */
  static void checkTest(double share) {
    check("testShare", share, "0.1 tests by 10 % of them");
  }

  /** Checks the numbers of a k-shot split. */
  static void checkShots(int k, double userShare) {
    if (k < 1) {
      throw new IllegalArgumentException(
          "k: " + k + " is below 1; user-cold(0.1) trains on no row of the users it tests by");
    }
    if (userShare != 1) {
      check("userShare", userShare, "0.1 tests by 10 % of the users");
    }
  }

  /** Checks the number of a fold. */
  static void checkFold(int fold, int folds) {
    if (folds < 2 || fold < 1 || fold > folds) {
      throw new IllegalArgumentException(
          "fold: " + fold + " of " + folds + " is none; folds are 2 or more, numbered from 1");
    }
  }

  private static void check(String argument, double share, String example) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          argument + ": " + share + " is not between 0 and 1; " + example);
    }
  }
}
