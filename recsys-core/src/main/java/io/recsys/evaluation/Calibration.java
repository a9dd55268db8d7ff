package io.recsys.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What users gave where a model predicted a star: rows grouped by the prediction rounded to whole
 * stars. A calibrated model's mean prediction is the mean rating in every group.
 *
 * @param stars the groups with a row or more, in order of star
 */
public record Calibration(List<Star> stars) {
  /** Copies the list. */
  public Calibration {
    stars = List.copyOf(stars);
  }

  /**
   * The rows predicted nearest to a star.
   *
   * @param star the star, a whole number
   * @param rows the number of rows
   * @param predicted the mean prediction
   * @param actual the mean rating given
   */
  public record Star(int star, int rows, double predicted, double actual) {}

  /** The calibration of rows; those without a prediction are left out. */
  public static Calibration of(RatedRows rows) {
    Map<Integer, double[]> sums = new TreeMap<>();
    for (int row = 0; row < rows.size(); row++) {
      double predicted = rows.predicted(row);
      if (!Double.isNaN(predicted)) {
        double[] sum = sums.computeIfAbsent((int) Math.round(predicted), star -> new double[3]);
        sum[0]++;
        sum[1] += predicted;
        sum[2] += rows.actual(row);
      }
    }
    List<Star> stars = new ArrayList<>();
    sums.forEach(
        (star, sum) -> stars.add(new Star(star, (int) sum[0], sum[1] / sum[0], sum[2] / sum[0])));
    return new Calibration(stars);
  }

  /** The groups as maps of numbers that any JSON writer takes. */
  public List<Map<String, Object>> toList() {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Star star : stars) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("star", star.star);
      map.put("rows", star.rows);
      map.put("predicted", star.predicted);
      map.put("actual", star.actual);
      list.add(map);
    }
    return list;
  }
}
