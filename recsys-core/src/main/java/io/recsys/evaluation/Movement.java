package io.recsys.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;

/**
 * How far features moved between two runs, in deviations of the column; what does not move by more
 * than rounding counts as 0.
 */
final class Movement {
  private static final double ROUNDING = 1e-7;
  private static final int NAMED = 5;

  private final FeatureColumns before;
  private final double[] deviation;

  Movement(FeatureColumns before) {
    this.before = before;
    this.deviation = new double[before.names().size()];
    for (int column = 0; column < deviation.length; column++) {
      deviation[column] = before.deviation(column);
    }
  }

  /** How far one number moved; infinite where it came or went. */
  double of(FeatureColumns after, int column, int row, int rowAfter) {
    double old = before.value(column, row);
    double now = after.value(column, rowAfter);
    if (Double.compare(old, now) == 0) {
      return 0;
    }
    double distance = Math.abs(now - old);
    if (Double.isNaN(distance)) {
      return Double.POSITIVE_INFINITY;
    }
    double rounding = ROUNDING * (deviation[column] + Math.abs(old));
    return distance <= rounding ? 0 : distance / deviation[column];
  }

  /**
   * In how many rows each column moved.
   *
   * @param rowAfter a row's place after the change, or -1 where it is gone
   */
  int[] moved(FeatureColumns after, IntUnaryOperator rowAfter) {
    int[] moved = new int[deviation.length];
    for (int row = 0; row < before.rows(); row++) {
      int now = rowAfter.applyAsInt(row);
      for (int column = 0; now >= 0 && column < moved.length; column++) {
        moved[column] += of(after, column, row, now) > 0 ? 1 : 0;
      }
    }
    return moved;
  }

  /** The columns with a count, and the count of each, as text; empty where there is none. */
  static String text(List<String> names, int[] count, String format) {
    List<String> parts = new ArrayList<>();
    int more = 0;
    for (int column = 0; column < count.length; column++) {
      if (count[column] > 0 && parts.size() < NAMED) {
        parts.add(String.format(Locale.ROOT, format, names.get(column), count[column]));
      } else if (count[column] > 0) {
        more++;
      }
    }
    if (more > 0) {
      parts.add("and " + more + " more");
    }
    return String.join(", ", parts);
  }
}
