package io.recsys.examples.cli;

import io.recsys.data.DataFormatException;
import io.recsys.evaluation.RatedRows;
import io.recsys.evaluation.RatingMetric;
import io.recsys.source.TableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ratings that some system predicted, beside those given.
 *
 * @param rows the rows, grouped by user
 * @param missing the number of rows without a prediction
 */
record PredictionsFile(RatedRows rows, int missing) {
  private static final List<RatingMetric> METRICS =
      List.of(
          RatingMetric.rmse(),
          RatingMetric.mae(),
          RatingMetric.userRmse(),
          RatingMetric.userMae(),
          RatingMetric.rSquared(),
          RatingMetric.within(0.5));
  private static final List<TableFile.Column> COLUMNS =
      List.of(
          TableFile.Column.USER,
          TableFile.Column.ITEM,
          new TableFile.Column(
              "predicted", Set.of("prediction", "predictedrating", "est", "estimate", "score")),
          new TableFile.Column("actual", Set.of("rating", "value", "rui", "true", "truth")));

  /** Reads user, item, predicted and actual rating; an empty prediction is a missing one. */
  static PredictionsFile read(Path file) throws IOException {
    Map<String, List<double[]>> byUser = new LinkedHashMap<>();
    int size = 0;
    int missing = 0;
    try (TableFile table = TableFile.open(file, COLUMNS)) {
      while (table.hasRow()) {
        double[] row = {table.numberOrMissing(2), table.number(3)};
        table.text(1);
        byUser.computeIfAbsent(table.text(0), user -> new ArrayList<>()).add(row);
        missing += Double.isNaN(row[0]) ? 1 : 0;
        size++;
        table.advance();
      }
    }
    if (size == 0) {
      throw new DataFormatException(file, "holds no row; give user,item,predicted,actual");
    }
    double[] predicted = new double[size];
    double[] actual = new double[size];
    int[] starts = new int[byUser.size() + 1];
    int user = 0;
    int at = 0;
    for (List<double[]> rows : byUser.values()) {
      for (double[] row : rows) {
        predicted[at] = row[0];
        actual[at++] = row[1];
      }
      starts[++user] = at;
    }
    return new PredictionsFile(RatedRows.of(predicted, actual, starts), missing);
  }

  /** The figures by name; none where a prediction is missing. */
  Map<String, Double> metrics() {
    Map<String, Double> values = new LinkedHashMap<>();
    for (RatingMetric metric : METRICS) {
      double value = metric.value(rows);
      if (missing == 0 && Double.isFinite(value)) {
        values.put(metric.name(), value);
      }
    }
    return values;
  }
}
