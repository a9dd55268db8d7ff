package io.recsys.evaluation;

import io.recsys.data.Interactions;
import io.recsys.split.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What moves when one training rating changes: the row's own features, which may not, and those of
 * earlier rows, which may as much as those of later rows do.
 *
 * <p>A shared constant, such as a global mean or a scaler's deviation, moves with every rating and
 * tells nothing of one row. So a number counts as moved where it moved ten times as far as in nine
 * of ten rows that share neither user nor item with the changed one.
 *
 * <p>Statistics of other folds draw on earlier and later rows alike. A feature that looks ahead
 * shows by moving in earlier rows and hardly in later ones. Were rows drawn in without regard to
 * time, each of the {@code M} rows that moved would be an earlier one with the share {@code p} of
 * earlier rows among the user's (or the item's); the deviation of their number from {@code M p},
 * summed over the probes, is held against its standard error.
 */
final class RowProbes {
  private static final double FAR = 10;
  private static final double UNRELATED_SHARE = 0.9;
  private static final int UNRELATED_ROWS = 2000;
  private static final int LEAST_UNRELATED = 100;
  private static final double STANDARD_ERRORS = 5;
  private static final double LATER_SHARE = 0.25;

  private final Split split;
  private final Interactions rows;
  private final FeatureColumns base;
  private final Movement movement;
  private final Random random;
  private final int[] user;
  private final int[] own;
  private final Ahead[] ahead;

  RowProbes(Split split, FeatureColumns base, Movement movement, long seed) {
    this.split = split;
    this.rows = split.train().interactions();
    this.base = base;
    this.movement = movement;
    this.random = new Random(seed);
    this.user = new int[rows.size()];
    for (int u = 0; u < rows.users(); u++) {
      Arrays.fill(user, rows.start(u), rows.end(u), u);
    }
    this.own = new int[base.names().size()];
    this.ahead = new Ahead[own.length];
    Arrays.setAll(ahead, column -> new Ahead());
  }

  /** Changes so many ratings, one at a time. */
  void run(int probes, Function<Split, FeatureColumns> encode, Verdicts verdicts) {
    int made = 0;
    for (int probe = 0; probe < probes && rows.size() > 0; probe++) {
      int position = random.nextInt(rows.size());
      int[] unrelated = unrelated(position);
      if (unrelated.length >= LEAST_UNRELATED) {
        made++;
        probe(position, unrelated, encode.apply(Altered.trainRating(split, position)));
      }
    }
    if (made == 0) {
      String reason = "For no training row are there %d that share neither its user nor its item.";
      verdicts.notRun("own-rating", reason, LEAST_UNRELATED);
      verdicts.notRun("later-rows", reason, LEAST_UNRELATED);
      return;
    }
    judgeOwn(made, verdicts);
    if (rows.hasTimes()) {
      judgeAhead(made, verdicts);
    } else {
      verdicts.notRun("later-rows", "The data has no times.");
    }
  }

  private void probe(int changed, int[] unrelated, FeatureColumns after) {
    int[] ofUser = others(changed, true);
    int[] ofItem = others(changed, false);
    for (int column = 0; column < own.length; column++) {
      double least = FAR * shared(unrelated, after, column);
      own[column] += far(after, column, changed, least) ? 1 : 0;
      if (rows.hasTimes()) {
        count(column, changed, ofUser, after, least);
        count(column, changed, ofItem, after, least);
      }
    }
  }

  private boolean far(FeatureColumns after, int column, int row, double least) {
    double moved = movement.of(after, column, row, row);
    return moved > 0 && moved > least;
  }

  /** The distance within which nine of ten unrelated rows moved. */
  private double shared(int[] unrelated, FeatureColumns after, int column) {
    double[] moved = new double[unrelated.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = movement.of(after, column, unrelated[i], unrelated[i]);
    }
    Arrays.sort(moved);
    return moved[(int) (UNRELATED_SHARE * (moved.length - 1))];
  }

  private int[] unrelated(int changed) {
    // A small part is gone through; of a large one, a draw will do.
    IntStream candidates =
        rows.size() <= UNRELATED_ROWS
            ? IntStream.range(0, rows.size())
            : random.ints(2L * UNRELATED_ROWS, 0, rows.size());
    return candidates
        .filter(row -> user[row] != user[changed] && rows.item(row) != rows.item(changed))
        .limit(UNRELATED_ROWS)
        .toArray();
  }

  private int[] others(int changed, boolean sameUser) {
    int[] others = new int[rows.size()];
    int count = 0;
    for (int row = 0; row < others.length; row++) {
      boolean shares = sameUser ? user[row] == user[changed] : rows.item(row) == rows.item(changed);
      if (shares && rows.time(row) != rows.time(changed)) {
        others[count++] = row;
      }
    }
    return Arrays.copyOf(others, count);
  }

  private void count(int column, int changed, int[] others, FeatureColumns after, double least) {
    int earlier = 0;
    int earlierMoved = 0;
    int moved = 0;
    for (int row : others) {
      boolean before = rows.time(row) < rows.time(changed);
      boolean far = far(after, column, row, least);
      earlier += before ? 1 : 0;
      earlierMoved += before && far ? 1 : 0;
      moved += far ? 1 : 0;
    }
    if (others.length > 0) {
      ahead[column].add((double) earlier / others.length, earlierMoved, moved);
    }
  }

  private void judgeOwn(int probes, Verdicts verdicts) {
    String moved = Movement.text(base.names(), own, "%s (%d)");
    if (moved.isEmpty()) {
      verdicts.clean(
          "own-rating", "None of %d changed training ratings moved its own row.", probes);
      return;
    }
    verdicts.leak(
        "own-rating",
        "Take a training row's statistics from other folds or from earlier rows.",
        "Of %d changed training ratings, so many moved a feature of their own row: %s.",
        probes,
        moved);
  }

  private void judgeAhead(int probes, Verdicts verdicts) {
    List<String> looking = new ArrayList<>();
    List<String> timeless = new ArrayList<>();
    for (int column = 0; column < ahead.length; column++) {
      if (ahead[column].looksAhead()) {
        looking.add(base.names().get(column));
      } else if (ahead[column].earlierMoved > 0) {
        timeless.add(base.names().get(column));
      }
    }
    if (!looking.isEmpty()) {
      verdicts.leak(
          "later-rows",
          "Take a training row's statistics from earlier rows, or from other folds whatever their"
              + " time.",
          "Of %d changed training ratings, earlier rows saw it and later ones hardly: %s.",
          probes,
          String.join(", ", looking));
    } else if (!timeless.isEmpty()) {
      verdicts.note(
          "later-rows",
          "Training rows draw on earlier and later training rows alike, as statistics of other"
              + " folds do: %s.",
          String.join(", ", timeless));
    } else {
      verdicts.clean(
          "later-rows", "None of %d changed training ratings moved an earlier row.", probes);
    }
  }

  /** How many of the moved rows were earlier than what they moved with. */
  private static final class Ahead {
    private double expected;
    private double variance;
    private double laterExpected;
    private int earlierMoved;
    private int laterMoved;

    void add(double earlierShare, int earlier, int moved) {
      expected += moved * earlierShare;
      laterExpected += moved * (1 - earlierShare);
      variance += moved * earlierShare * (1 - earlierShare);
      earlierMoved += earlier;
      laterMoved += moved - earlier;
    }

    boolean looksAhead() {
      return variance > 0
          && earlierMoved - expected > STANDARD_ERRORS * Math.sqrt(variance)
          && laterMoved < LATER_SHARE * laterExpected;
    }
  }
}
