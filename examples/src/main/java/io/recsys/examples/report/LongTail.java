package io.recsys.examples.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** How unevenly something falls on items: ratings, or places in lists. Immutable. */
public final class LongTail {
  private final long[] most;
  private final int met;
  private final double gini;

  private LongTail(int[] counts) {
    int[] sorted = counts.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double weighted = 0;
    int above = 0;
    most = new long[n + 1];
    for (int i = 0; i < n; i++) {
      weighted += (i + 1.0) * sorted[i];
      above += sorted[i] > 0 ? 1 : 0;
      most[i + 1] = most[i] + sorted[n - 1 - i];
    }
    met = above;
    gini = most[n] == 0 ? 0 : 2 * weighted / ((double) n * most[n]) - (n + 1.0) / n;
  }

  /** How unevenly the counts, one an item, are spread over all items. */
  public static LongTail of(int[] counts) {
    return new LongTail(counts);
  }

  /** The number of items that something falls on. */
  public int met() {
    return met;
  }

  /** The number of all items. */
  public int items() {
    return most.length - 1;
  }

  /**
   * Gini's coefficient over all items: 0 where all have equally much or nothing, near 1 where one
   * has everything.
   */
  public double gini() {
    return gini;
  }

  /** The share of the total on the most popular {@code percent} % of all items, rounded up. */
  public double share(int percent) {
    int items = (int) (((long) percent * items() + 99) / 100);
    return most[items()] == 0 ? 0 : (double) most[items] / most[items()];
  }

  /**
   * The shares of the total, in percent, on the most popular items, by the percent of all items.
   */
  Charts.Points curve(String name) {
    // Close where it is steep. Were all distances equal, XChart would set its ticks by them.
    int[] percents = IntStream.rangeClosed(0, 100).filter(p -> p <= 20 || p % 2 == 0).toArray();
    return Charts.Points.line(
        name,
        IntStream.of(percents).asDoubleStream().boxed().toList(),
        IntStream.of(percents).mapToObj(percent -> 100 * share(percent)).toList());
  }

  /** The share of the total on the least popular 80 % of the items. */
  public double tailShare() {
    return most[items()] == 0 ? 0 : 1 - share(20);
  }

  /** The figures by the keys of the JSON reports. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("itemsMet", met);
    map.put("top1PercentShare", share(1));
    map.put("top10PercentShare", share(10));
    map.put("top20PercentShare", share(20));
    map.put("tail80PercentShare", tailShare());
    map.put("gini", gini);
    return map;
  }
}
