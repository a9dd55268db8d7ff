package io.recsys.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an evaluation.
 *
 * @param users ids, in the order of all columns
 * @param rows the number of test rows of each user
 * @param metrics finite values by name
 * @param averagings how each of the metrics comes about
 * @param perUser columns of those metrics that have values of single users
 * @param warm finite values by name over what training has met; empty where that is everything
 * @param cold the same over the rest
 * @param calibration null where the model predicts no ratings
 */
@SuppressWarnings("ArrayRecordComponent") // inside the package, and never compared
record Findings(
    String model,
    Protocol protocol,
    int predictedRows,
    List<String> users,
    int[] rows,
    Map<String, Double> metrics,
    Map<String, Averaging> averagings,
    Map<String, double[]> perUser,
    Map<String, Double> warm,
    Map<String, Double> cold,
    @Nullable Calibration calibration) {
  Findings {
    users = List.copyOf(users);
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    averagings = Collections.unmodifiableMap(new LinkedHashMap<>(averagings));
    perUser = Collections.unmodifiableMap(new LinkedHashMap<>(perUser));
    warm = Collections.unmodifiableMap(new LinkedHashMap<>(warm));
    cold = Collections.unmodifiableMap(new LinkedHashMap<>(cold));
  }

  Findings withModel(String other) {
    return new Findings(
        other,
        protocol,
        predictedRows,
        users,
        rows,
        metrics,
        averagings,
        perUser,
        warm,
        cold,
        calibration);
  }
}
