package io.recsys.split;

import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

/** The arithmetic of cutting rows in two, shared by the split strategies. */
final class Cut {
  private Cut() {}

  /** The split of which the positions given are the training part. */
  static Split split(SplitStrategy strategy, Dataset data, BitSet train) {
    Interactions rows = data.interactions();
    int trainRows = train.cardinality();
    if (trainRows == 0 || trainRows == rows.size()) {
      throw new IllegalArgumentException(
          String.format(
              "data: %s leaves the %s part of '%s' (%d rows) empty; use more data or another split",
              strategy.name(), trainRows == 0 ? "training" : "test", data.name(), rows.size()));
    }
    return new Split(
        strategy.name(),
        data.withInteractions(rows.filter(train::get)),
        rows.filter(position -> !train.get(position)));
  }

  /** The rows of data that has times. */
  static Interactions timed(SplitStrategy strategy, Dataset data) {
    if (!data.interactions().hasTimes()) {
      throw new IllegalArgumentException(
          String.format(
              "data: '%s' has no times, which %s needs; name its time column, or use random(0.8)",
              data.name(), strategy.name()));
    }
    return data.interactions();
  }

  /** As many of the positions below {@code rows} as asked, each as likely as any other. */
  static BitSet draw(int rows, int count, long seed) {
    // java.util.Random, because its numbers are fixed by its specification on every JDK.
    Random random = new Random(seed);
    int[] positions = new int[rows];
    for (int i = 0; i < rows; i++) {
      positions[i] = i;
    }
    BitSet drawn = new BitSet(rows);
    for (int i = 0; i < count; i++) {
      int at = i + random.nextInt(rows - i);
      drawn.set(positions[at]);
      positions[at] = positions[i];
    }
    return drawn;
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

  static void check(double trainShare) {
    if (!(trainShare > 0 && trainShare < 1)) {
      throw new IllegalArgumentException(
          "trainShare: " + trainShare + " is not between 0 and 1; 0.8 trains on 80 % of the rows");
    }
  }

  static double share(String name, String share) {
    try {
      return new BigDecimal(share.strip()).doubleValue();
    } catch (NumberFormatException e) {
      throw unknown(name);
    }
  }

  static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "split: '"
            + name
            + "' is unknown; use random(0.8), temporal(0.8), per-user-temporal(0.8),"
            + " leave-last-out or all, or where the data source has them u1 to u5, ua, ub,"
            + " file:ROWS");
  }
}
