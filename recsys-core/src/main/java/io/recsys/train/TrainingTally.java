package io.recsys.train;

import java.util.LinkedHashMap;
import java.util.Map;

/** Sums over the rows of an epoch, as they were trained on. */
final class TrainingTally {
  private double lossSum;
  private long lossRows;
  private double squares;
  private double absolutes;
  private long within;
  private long rows;

  void add(double loss, int batchRows) {
    lossSum += loss * batchRows;
    lossRows += batchRows;
  }

  void addErrors(float[] errors) {
    for (float error : errors) {
      squares += error * error;
      absolutes += Math.abs(error);
      within += Math.abs(error) <= 0.5 ? 1 : 0;
    }
    rows += errors.length;
  }

  /** The mean loss so far. */
  double loss() {
    return lossSum / lossRows;
  }

  Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("loss", loss());
    if (rows > 0) {
      metrics.put("rmse", Math.sqrt(squares / rows));
      metrics.put("mae", absolutes / rows);
      metrics.put("within0.5", (double) within / rows);
    }
    return metrics;
  }
}
