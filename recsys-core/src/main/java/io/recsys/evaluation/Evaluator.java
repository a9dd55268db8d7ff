package io.recsys.evaluation;

import io.recsys.Recommender;
import io.recsys.data.Interactions;
import io.recsys.split.Split;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What to measure of a recommender, and the measuring. It asks the recommender as an application
 * would, and never hands it a test row's rating or time.
 *
 * <p>Rating metrics are over all test rows. Ranking metrics are averaged over all users with a
 * relevant test row, cold ones included. Catalog metrics are over the lists of all users with a
 * test row, and only where the whole catalog competes: lists of sampled candidates say nothing of
 * it. An empty list of metrics saves the time to compute them.
 *
 * @param ratingMetrics figures of predicted ratings
 * @param rankingMetrics figures of rankings
 * @param catalogMetrics figures of what is recommended
 * @param relevantFrom the lowest rating that makes a test row relevant; where empty, three quarters
 *     up the rating scale, which is 4 on a scale of 1 to 5
 * @param candidates the items that compete in a ranking
 * @param seed what sampled candidates are drawn by
 */
public record Evaluator(
    List<RatingMetric> ratingMetrics,
    List<RankingMetric> rankingMetrics,
    List<CatalogMetric> catalogMetrics,
    OptionalDouble relevantFrom,
    Candidates candidates,
    long seed) {
  private static final long SEED = 42;

  /** Copies the lists and checks the threshold. */
  public Evaluator {
    if (relevantFrom.isPresent() && !Double.isFinite(relevantFrom.getAsDouble())) {
      throw new IllegalArgumentException(
          "relevantFrom: " + relevantFrom.getAsDouble() + " is no rating; give a number");
    }
    ratingMetrics = List.copyOf(ratingMetrics);
    rankingMetrics = List.copyOf(rankingMetrics);
    catalogMetrics = List.copyOf(catalogMetrics);
  }

  /** The usual metrics, to the tenth place, over the full catalog. */
  public static Evaluator defaults() {
    return new Evaluator(
            List.of(RatingMetric.rmse(), RatingMetric.mae(), RatingMetric.within(0.5)),
            List.of(),
            List.of(),
            OptionalDouble.empty(),
            Candidates.full(),
            SEED)
        .withK(10);
  }

  /**
   * This evaluator with the usual ranking and catalog metrics to the {@code k}th place, for each
   * {@code k} given, one or more.
   */
  public Evaluator withK(int... lengths) {
    List<RankingMetric> ranking = new ArrayList<>();
    List<CatalogMetric> catalog = new ArrayList<>();
    for (int k : lengths) {
      ranking.add(RankingMetric.ndcg(k));
      ranking.add(RankingMetric.recall(k));
      ranking.add(RankingMetric.precision(k));
      ranking.add(RankingMetric.hitRate(k));
      ranking.add(RankingMetric.mrr(k));
      ranking.add(RankingMetric.map(k));
      catalog.add(CatalogMetric.coverage(k));
      catalog.add(CatalogMetric.gini(k));
      catalog.add(CatalogMetric.novelty(k));
      catalog.add(CatalogMetric.diversity(k));
      catalog.add(CatalogMetric.popularity(k));
    }
    return withRankingMetrics(ranking).withCatalogMetrics(catalog);
  }

  /** This evaluator with other rating metrics. */
  public Evaluator withRatingMetrics(List<RatingMetric> metrics) {
    return new Evaluator(metrics, rankingMetrics, catalogMetrics, relevantFrom, candidates, seed);
  }

  /** This evaluator with other ranking metrics. */
  public Evaluator withRankingMetrics(List<? extends RankingMetric> metrics) {
    return new Evaluator(
        ratingMetrics, List.copyOf(metrics), catalogMetrics, relevantFrom, candidates, seed);
  }

  /** This evaluator with other catalog metrics. */
  public Evaluator withCatalogMetrics(List<? extends CatalogMetric> metrics) {
    return new Evaluator(
        ratingMetrics, rankingMetrics, List.copyOf(metrics), relevantFrom, candidates, seed);
  }

  /** This evaluator with another lowest rating that makes a test row relevant. */
  public Evaluator withRelevantFrom(double rating) {
    return new Evaluator(
        ratingMetrics, rankingMetrics, catalogMetrics, OptionalDouble.of(rating), candidates, seed);
  }

  /** This evaluator with other items that compete in a ranking. */
  public Evaluator withCandidates(Candidates candidates) {
    return new Evaluator(
        ratingMetrics, rankingMetrics, catalogMetrics, relevantFrom, candidates, seed);
  }

  /** This evaluator with another seed. */
  public Evaluator withSeed(long seed) {
    return new Evaluator(
        ratingMetrics, rankingMetrics, catalogMetrics, relevantFrom, candidates, seed);
  }

  /**
   * The evaluation of a recommender that was trained on a split's training part. Users are asked
   * about in parallel; the figures do not depend on the number of threads.
   *
   * @param model what the model is called in reports
   * @throws IllegalArgumentException if the split has no test rows
   */
  public Evaluation evaluate(String model, Recommender recommender, Split split) {
    return evaluate(model, recommender, split, Scope.of(split));
  }

  /**
   * The same with a scope of catalog metrics of its own, which lists made elsewhere may need.
   *
   * @throws IllegalArgumentException if the split has no test rows
   */
  public Evaluation evaluate(String model, Recommender recommender, Split split, Scope scope) {
    requireTestRows(split);
    UserJudge judge = new UserJudge(recommender, split, this);
    List<UserJudge.Judgment> judgments =
        scope.users(split.test()).stream().parallel().mapToObj(judge::judge).toList();
    return new Evaluation(
        new Tally(this, split, scope, Protocol.STATIC, judgments).findings(model));
  }

  static void requireTestRows(Split split) {
    if (split.test().size() == 0) {
      throw new IllegalArgumentException(
          "split: '" + split.name() + "' has no test rows to measure by; use another split");
    }
  }

  /** The lowest rating that makes a test row of a split relevant. */
  double threshold(Split split) {
    return relevantFrom.orElse(split.train().scale().relevantFrom());
  }

  /** The most places that any metric looks at, no more than there are items; 0 without metrics. */
  int places(Split split) {
    int ranked = rankingMetrics.stream().mapToInt(RankingMetric::k).max().orElse(0);
    return Math.min(Math.max(ranked, listedPlaces()), split.train().items().size());
  }

  /** The most places that a catalog metric looks at; 0 where none does. */
  int listedPlaces() {
    return candidates instanceof Candidates.Full
        ? catalogMetrics.stream().mapToInt(CatalogMetric::k).max().orElse(0)
        : 0;
  }

  /**
   * What catalog metrics are about.
   *
   * @param listedUsers users, by index, whose lists count beside those of users with a test row
   * @param catalog the number of items that could be recommended
   */
  public record Scope(BitSet listedUsers, int catalog) {
    /** Copies the set. */
    public Scope {
      listedUsers = (BitSet) listedUsers.clone();
    }

    /** The users with a test row, and all items of the data. */
    public static Scope of(Split split) {
      return new Scope(new BitSet(), split.train().items().size());
    }

    private BitSet users(Interactions test) {
      BitSet users = (BitSet) listedUsers.clone();
      for (int user = 0; user < test.users(); user++) {
        users.set(user, users.get(user) || test.count(user) > 0);
      }
      return users;
    }
  }
}
