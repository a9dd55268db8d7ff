package io.recsys.evaluation;

import io.recsys.Recommender;
import io.recsys.data.Interactions;
import io.recsys.split.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a model that was trained on shuffled ratings knows the test ratings, which nothing but a
 * leak can have told it.
 *
 * <p>Its squared error is held against that of the best constant, the mean of the test ratings. The
 * gain must exceed five standard errors, clustered by user and by item (Cameron, Gelbach, Miller,
 * Robust Inference with Multiway Clustering, 2011), and the luck of the shuffle: fitted to {@code
 * N} ratings of variance {@code s^2} at random, least squares over columns that could explain the
 * share {@code R^2} of the test ratings gains at most {@code 2 R s^2 / sqrt(N)} by one standard
 * deviation of luck. The limit is {@code 4 s^2 / sqrt(N)}: at {@code R^2 = 0.2} more than four
 * deviations.
 */
final class ShuffledTraining {
  static final String CHECK = "shuffled-labels";

  private static final int LEAST_ROWS = 100;
  private static final double STANDARD_ERRORS = 5;
  private static final double LUCK = 4;

  private final Split split;
  private final Recommender model;

  ShuffledTraining(Split split, Recommender model) {
    this.split = split;
    this.model = model;
  }

  void run(Verdicts verdicts) {
    Interactions test = split.test();
    if (test.size() < LEAST_ROWS) {
      verdicts.notRun(CHECK, "There are fewer than %d test rows.", LEAST_ROWS);
      return;
    }
    double[] gain = gains();
    if (gain.length == 0) {
      verdicts.notRun(CHECK, "The model predicts no ratings, so shuffling them tells nothing.");
      return;
    }
    double mean = test.meanValue();
    double variance = 0;
    double total = 0;
    for (int row = 0; row < gain.length; row++) {
      variance += (test.value(row) - mean) * (test.value(row) - mean) / gain.length;
      total += gain[row] / gain.length;
    }
    double error = standardError(gain, total);
    double luck = LUCK * variance / Math.sqrt(split.train().interactions().size());
    double rmse = Math.sqrt(Math.max(0, variance - total));
    if (total > STANDARD_ERRORS * error && total > luck) {
      verdicts.leak(
          CHECK,
          "Find where the trainer reads ratings other than those of the data it is given.",
          "Trained on shuffled ratings, its RMSE on %d test rows is %.4f where their mean has"
              + " %.4f.",
          gain.length,
          rmse,
          Math.sqrt(variance));
    } else {
      verdicts.clean(
          CHECK,
          "Trained on shuffled ratings, its RMSE on %d test rows is %.4f; their mean has %.4f.",
          gain.length,
          rmse,
          Math.sqrt(variance));
    }
  }

  /** By how much each row's squared error is below that of the mean; empty without predictions. */
  private double[] gains() {
    Interactions test = split.test();
    double mean = test.meanValue();
    double[] gain = new double[test.size()];
    for (int user = 0; user < test.users(); user++) {
      List<String> items = new ArrayList<>();
      for (int position = test.start(user); position < test.end(user); position++) {
        items.add(split.train().items().id(test.item(position)));
      }
      double[] predicted =
          items.isEmpty() ? new double[0] : model.predict(split.train().users().id(user), items);
      for (int i = 0; i < predicted.length; i++) {
        if (Double.isNaN(predicted[i])) {
          return new double[0];
        }
        double value = test.value(test.start(user) + i);
        gain[test.start(user) + i] =
            (value - mean) * (value - mean) - (value - predicted[i]) * (value - predicted[i]);
      }
    }
    return gain;
  }

  private double standardError(double[] gain, double mean) {
    Interactions test = split.test();
    double[] byUser = new double[test.users()];
    double[] byItem = new double[test.items()];
    double single = 0;
    for (int user = 0; user < test.users(); user++) {
      for (int position = test.start(user); position < test.end(user); position++) {
        double off = gain[position] - mean;
        byUser[user] += off;
        byItem[test.item(position)] += off;
        single += off * off;
      }
    }
    double sum = squares(byUser) + squares(byItem) - single;
    return Math.sqrt(Math.max(sum, single)) / gain.length;
  }

  private static double squares(double[] sums) {
    double squares = 0;
    for (double sum : sums) {
      squares += sum * sum;
    }
    return squares;
  }
}
