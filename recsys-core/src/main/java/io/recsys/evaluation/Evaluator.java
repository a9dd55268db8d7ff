package io.recsys.evaluation;

import io.recsys.Recommender;
import io.recsys.data.Interactions;
import io.recsys.split.Split;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What to measure of a recommender, and the measuring. It asks the recommender as an application
 * would, and never hands it a test row's rating or time.
 *
 * <p>Rating metrics are over all test rows. Ranking metrics are over the whole catalog without the
 * user's training items, averaged over all users with a relevant test row, cold ones included. An
 * empty list of metrics saves the time to compute them.
 *
 * @param ratingMetrics figures of predicted ratings
 * @param rankingMetrics figures of rankings
 * @param relevantFrom the lowest rating that makes a test row relevant; where empty, three quarters
 *     up the rating scale, which is 4 on a scale of 1 to 5
 */
public record Evaluator(
    List<RatingMetric> ratingMetrics,
    List<RankingMetric> rankingMetrics,
    OptionalDouble relevantFrom) {
  /** Copies the lists and checks the threshold. */
  public Evaluator {
    if (relevantFrom.isPresent() && !Double.isFinite(relevantFrom.getAsDouble())) {
      throw new IllegalArgumentException(
          "relevantFrom: " + relevantFrom.getAsDouble() + " is no rating; give a number");
    }
    ratingMetrics = List.copyOf(ratingMetrics);
    rankingMetrics = List.copyOf(rankingMetrics);
  }

  /** All metrics, rankings to the tenth place. */
  public static Evaluator defaults() {
    return new Evaluator(
            List.of(RatingMetric.rmse(), RatingMetric.mae(), RatingMetric.within(0.5)),
            List.of(),
            OptionalDouble.empty())
        .withK(10);
  }

  /** This evaluator with the four ranking metrics to the {@code k}th place. */
  public Evaluator withK(int k) {
    return withRankingMetrics(
        List.of(
            RankingMetric.ndcg(k),
            RankingMetric.recall(k),
            RankingMetric.precision(k),
            RankingMetric.hitRate(k)));
  }

  /** This evaluator with other rating metrics. */
  public Evaluator withRatingMetrics(List<RatingMetric> metrics) {
    return new Evaluator(metrics, rankingMetrics, relevantFrom);
  }

  /** This evaluator with other ranking metrics. */
  public Evaluator withRankingMetrics(List<RankingMetric> metrics) {
    return new Evaluator(ratingMetrics, metrics, relevantFrom);
  }

  /** This evaluator with another lowest rating that makes a test row relevant. */
  public Evaluator withRelevantFrom(double rating) {
    return new Evaluator(ratingMetrics, rankingMetrics, OptionalDouble.of(rating));
  }

  /**
   * The evaluation of a recommender that was trained on a split's training part. Users are asked
   * about in parallel; the figures do not depend on the number of threads.
   *
   * @param model what the model is called in reports
   * @throws IllegalArgumentException if the split has no test rows
   */
  public Evaluation evaluate(String model, Recommender recommender, Split split) {
    Interactions test = split.test();
    if (test.size() == 0) {
      throw new IllegalArgumentException(
          "split: '" + split.name() + "' has no test rows to measure by; use another split");
    }
    double threshold = relevantFrom.orElse(split.train().scale().relevantFrom());
    UserJudge judge = new UserJudge(recommender, split, this, threshold);
    List<UserJudge.Judgment> judgments =
        IntStream.range(0, test.users())
            .filter(user -> test.count(user) > 0)
            .parallel()
            .mapToObj(judge::judge)
            .toList();
    return new Evaluation(model, new Tally(this, split, threshold, judgments));
  }
}
