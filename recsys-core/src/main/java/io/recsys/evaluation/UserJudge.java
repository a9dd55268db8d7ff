package io.recsys.evaluation;

import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.Recommender;
import io.recsys.data.Interactions;
import io.recsys.data.Vocabulary;
import io.recsys.split.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Asks a recommender about one user at a time and judges its answers by the user's test rows. */
final class UserJudge {
  private final Recommender recommender;
  private final Split split;
  private final Evaluator evaluator;
  private final float relevantFrom;
  private final int k;

  UserJudge(Recommender recommender, Split split, Evaluator evaluator, double relevantFrom) {
    this.recommender = recommender;
    this.split = split;
    this.evaluator = evaluator;
    // Values are floats: compared as doubles, a stored 3.3 would lie below a threshold of 3.3.
    this.relevantFrom = (float) relevantFrom;
    this.k = evaluator.rankingMetrics().stream().mapToInt(RankingMetric::k).max().orElse(0);
  }

  /** The judgment on one user, who has a test row or more. */
  Judgment judge(int user) {
    List<String> items = new ArrayList<>();
    Set<String> relevant = new HashSet<>();
    Interactions test = split.test();
    Vocabulary vocabulary = split.train().items();
    for (int position = test.start(user); position < test.end(user); position++) {
      String item = vocabulary.id(test.item(position));
      items.add(item);
      if (test.value(position) >= relevantFrom) {
        relevant.add(item);
      }
    }
    String id = split.train().users().id(user);
    double[] predicted = evaluator.ratingMetrics().isEmpty() ? new double[0] : predict(id, items);
    return new Judgment(
        user,
        (int) Arrays.stream(predicted).filter(rating -> !Double.isNaN(rating)).count(),
        losses(predicted, test.start(user)),
        !relevant.isEmpty(),
        relevant.isEmpty() ? new double[0] : rankings(id, relevant));
  }

  private double[] predict(String user, List<String> items) {
    double[] predicted = recommender.predict(user, items);
    if (predicted.length != items.size()) {
      throw new IllegalArgumentException(
          String.format(
              "recommender: predict gave %d ratings for %d items of user '%s'; it must give one each",
              predicted.length, items.size(), user));
    }
    return predicted;
  }

  /** The sum of losses for each rating metric. */
  private double[] losses(double[] predicted, int start) {
    List<RatingMetric> metrics = evaluator.ratingMetrics();
    double[] sums = new double[metrics.size()];
    for (int m = 0; m < sums.length; m++) {
      for (int i = 0; i < predicted.length; i++) {
        sums[m] += metrics.get(m).loss(predicted[i], split.test().value(start + i));
      }
    }
    return sums;
  }

  /** The value of each ranking metric. */
  private double[] rankings(String user, Set<String> relevant) {
    List<RankingMetric> metrics = evaluator.rankingMetrics();
    if (metrics.isEmpty()) {
      return new double[0];
    }
    List<String> ranked = new ArrayList<>(k);
    for (Recommendation item : recommender.recommend(Query.forUser(user).withK(k))) {
      ranked.add(item.item());
    }
    JudgedRanking ranking = JudgedRanking.of(ranked, relevant);
    return metrics.stream().mapToDouble(metric -> metric.value(ranking)).toArray();
  }

  /** What came out for one user; arrays in the order of the evaluator's metrics. */
  static final class Judgment {
    final int user;
    final int predictedRows;
    final double[] losses;
    final boolean ranked;
    final double[] rankings;

    Judgment(int user, int predictedRows, double[] losses, boolean ranked, double[] rankings) {
      this.user = user;
      this.predictedRows = predictedRows;
      this.losses = losses;
      this.ranked = ranked;
      this.rankings = rankings;
    }
  }
}
