package io.recsys.examples.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How some numbers are spread. Quantiles lie between the two nearest numbers in proportion, as
 * spreadsheets have them. All are 0 where there is no number.
 *
 * @param mean the mean
 * @param min the least
 * @param p10 a tenth are at most this
 * @param p25 a quarter are at most this
 * @param median half are at most this
 * @param p75 three quarters are at most this
 * @param p90 nine tenths are at most this
 * @param max the largest
 */
public record Distribution(
    double mean,
    double min,
    double p10,
    double p25,
    double median,
    double p75,
    double p90,
    double max) {
  /** The spread of the numbers given. */
  public static Distribution of(double[] numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    return new Distribution(
        Arrays.stream(sorted).average().orElse(0),
        quantile(sorted, 0),
        quantile(sorted, 0.1),
        quantile(sorted, 0.25),
        quantile(sorted, 0.5),
        quantile(sorted, 0.75),
        quantile(sorted, 0.9),
        quantile(sorted, 1));
  }

  private static double quantile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return 0;
    }
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** The figures by the keys of the JSON reports. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("mean", mean);
    map.put("min", min);
    map.put("p10", p10);
    map.put("p25", p25);
    map.put("median", median);
    map.put("p75", p75);
    map.put("p90", p90);
    map.put("max", max);
    return map;
  }
}
