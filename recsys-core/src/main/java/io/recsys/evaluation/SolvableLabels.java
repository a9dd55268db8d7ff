package io.recsys.evaluation;

import io.recsys.data.Interactions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;

/**
 * Whether features tell ratings that were shuffled, and so have nothing to tell: by a straight line
 * or by the nearest value, in one column, over all rows, within users and within items.
 *
 * <p>Each group's rows fall in two halves at random. One is learned from, the other predicted, and
 * what share of its variance is explained is summed up over the groups. Nothing honest explains any
 * but statistics of a few other rows: from the fold sums of a user one could work out one part in
 * the number of the user's rows in a fold. A leave-one-out mean explains all of it within a user.
 * Groups below {@value #LEAST_GROUP} rows are left out.
 */
final class SolvableLabels {
  private static final int LEAST_GROUP = 20;
  private static final int LEAST_ROWS = 200;
  private static final double EXPLAINED = 0.25;
  private static final String CHECK = "shuffled-labels";

  private final Interactions rows;
  private final FeatureColumns columns;
  private final int[][] all;
  private final int[][] byUser;
  private final int[][] byItem;

  SolvableLabels(Interactions rows, FeatureColumns columns, long seed) {
    this.rows = rows;
    this.columns = columns;
    int[] user = new int[rows.size()];
    int[] item = new int[rows.size()];
    int[] order = new int[rows.size()];
    for (int u = 0; u < rows.users(); u++) {
      for (int position = rows.start(u); position < rows.end(u); position++) {
        user[position] = u;
        item[position] = rows.item(position);
        order[position] = position;
      }
    }
    Random random = new Random(seed);
    for (int left = order.length; left > 1; left--) {
      int drawn = random.nextInt(left);
      int position = order[drawn];
      order[drawn] = order[left - 1];
      order[left - 1] = position;
    }
    this.all = groups(order, new int[order.length], 1);
    this.byUser = groups(order, user, rows.users());
    this.byItem = groups(order, item, rows.items());
  }

  void run(Verdicts verdicts) {
    if (heldOut(all) < LEAST_ROWS) {
      verdicts.notRun(CHECK, "There are fewer than %d training rows.", 2 * LEAST_ROWS);
      return;
    }
    int[] percent = new int[columns.names().size()];
    for (int column = 0; column < percent.length; column++) {
      double most = Math.max(explained(all, column), explained(byUser, column));
      most = Math.max(most, explained(byItem, column));
      percent[column] = most > EXPLAINED ? (int) Math.round(100 * most) : 0;
    }
    String solved = Movement.text(columns.names(), percent, "%s (%d %%)");
    if (solved.isEmpty()) {
      verdicts.clean(
          CHECK,
          "No column explains over %.0f %% of the variance of shuffled training ratings.",
          100 * EXPLAINED);
    } else {
      verdicts.leak(
          CHECK,
          "Take a training row's statistics from other folds or earlier rows, not from all rows and"
              + " not by leaving out the row alone.",
          "Shuffled training ratings, held out, can be told from a column: %s of their variance.",
          solved);
    }
  }

  /** The rows of each group, in the order given; groups too small are empty. */
  private static int[][] groups(int[] order, int[] group, int groups) {
    int[] sizes = new int[groups];
    for (int row : order) {
      sizes[group[row]]++;
    }
    int[][] members = new int[groups][];
    for (int g = 0; g < groups; g++) {
      members[g] = new int[sizes[g] < LEAST_GROUP ? 0 : sizes[g]];
    }
    int[] filled = new int[groups];
    for (int row : order) {
      int[] of = members[group[row]];
      if (of.length > 0) {
        of[filled[group[row]]++] = row;
      }
    }
    return members;
  }

  private static int heldOut(int[][] groups) {
    return Arrays.stream(groups).mapToInt(group -> group.length / 2).sum();
  }

  /** The share of held-out variance that the better learner explains; 0 where too few rows are. */
  private double explained(int[][] groups, int column) {
    if (heldOut(groups) < LEAST_ROWS) {
      return 0;
    }
    double total = 0;
    double byLine = 0;
    double byNearest = 0;
    for (int[] group : groups) {
      if (group.length > 0) {
        double[][] known = points(group, group.length / 2, group.length, column);
        double[][] held = points(group, 0, group.length / 2, column);
        double mean = Arrays.stream(known).mapToDouble(point -> point[1]).average().orElseThrow();
        double[] line = line(known, mean);
        total += squares(held, x -> mean);
        byLine += squares(held, x -> line[0] + line[1] * x);
        byNearest += squares(held, x -> nearest(known, x));
      }
    }
    return total == 0 ? 0 : 1 - Math.min(byLine, byNearest) / total;
  }

  /** Pairs of feature and rating in order of the feature; a missing feature is 0. */
  private double[][] points(int[] group, int from, int to, int column) {
    double[][] points = new double[to - from][];
    for (int i = from; i < to; i++) {
      double x = columns.value(column, group[i]);
      points[i - from] = new double[] {Double.isFinite(x) ? x : 0, rows.value(group[i])};
    }
    Arrays.sort(points, Comparator.comparingDouble(point -> point[0]));
    return points;
  }

  /** Intercept and slope of least squares. */
  private static double[] line(double[][] points, double mean) {
    double center = Arrays.stream(points).mapToDouble(point -> point[0]).average().orElseThrow();
    double squares = 0;
    double products = 0;
    for (double[] point : points) {
      squares += (point[0] - center) * (point[0] - center);
      products += (point[0] - center) * (point[1] - mean);
    }
    double slope = squares > 0 ? products / squares : 0;
    return new double[] {mean - slope * center, slope};
  }

  /** The mean rating of the points with the nearest feature. */
  private static double nearest(double[][] points, double x) {
    int after = firstFrom(points, x);
    boolean up =
        after < points.length && (after == 0 || points[after][0] - x <= x - points[after - 1][0]);
    double value = points[up ? after : after - 1][0];
    double sum = 0;
    int count = 0;
    for (int i = firstFrom(points, value); i < points.length && points[i][0] == value; i++) {
      sum += points[i][1];
      count++;
    }
    return sum / count;
  }

  private static int firstFrom(double[][] points, double x) {
    int low = 0;
    int high = points.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (points[middle][0] < x) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double squares(double[][] points, Learned learned) {
    double squares = 0;
    for (double[] point : points) {
      double error = point[1] - learned.rating(point[0]);
      squares += error * error;
    }
    return squares;
  }

  /** A rating as a function of a feature. */
  @FunctionalInterface
  private interface Learned {
    double rating(double x);
  }
}
