package io.recsys.examples.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers counted in bins of equal width; what lies outside counts in the outermost bins. */
final class Histogram {
  private final double low;
  private final double width;
  private final int[] counts;

  /**
   * Bins without anything in them.
   *
   * @param low the start of the first bin
   * @param high the end of the last bin, above {@code low}
   * @param bins the number of bins, 1 or more
   */
  Histogram(double low, double high, int bins) {
    this.low = low;
    this.width = (high - low) / bins;
    this.counts = new int[bins];
  }

  void add(double number) {
    int bin = (int) Math.floor((number - low) / width);
    counts[Math.max(0, Math.min(counts.length - 1, bin))]++;
  }

  /** The middle of each bin, with as many decimals as the bins' width needs. */
  List<String> names() {
    int decimals = (int) Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(width))));
    List<String> names = new ArrayList<>();
    for (int bin = 0; bin < counts.length; bin++) {
      names.add(Numbers.decimal(low + (bin + 0.5) * width, decimals));
    }
    return names;
  }

  List<Double> counts() {
    List<Double> list = new ArrayList<>();
    for (int count : counts) {
      list.add((double) count);
    }
    return list;
  }

  /** The bins by the keys of the JSON reports. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("low", low);
    map.put("binWidth", width);
    map.put("counts", counts.clone());
    return map;
  }
}
