package io.recsys.model;

import io.recsys.Basis;
import io.recsys.Query;
import io.recsys.data.Interactions;
import io.recsys.data.Vocabulary;
import io.recsys.feature.History;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** The one a query is about, with all that a model knows and the query says. For one thread. */
final class HybridAsker {
  private static final History NO_HISTORY = History.of(new int[0], new float[0], new long[0]);

  private final HybridModel model;
  private final HybridScorer scorer;
  private final boolean byRating;
  private final int ratingOutput;
  private final int rankingOutput;
  private final int user;
  private final Basis basis;
  private final HybridScorer.Request request;

  /**
   * The one a query is about.
   *
   * @param ranked whether preferences are asked for, not ratings alone
   */
  HybridAsker(HybridModel model, HybridScorer scorer, Query query, boolean ranked) {
    this.model = model;
    this.scorer = scorer;
    List<HybridNetwork.Output> meanings = model.network().outputs();
    boolean rates = meanings.contains(HybridNetwork.Output.RATING);
    user = query.user() == null ? -1 : model.data().users().indexOf(query.user());
    boolean known = model.encoder().statistics().userCount(user) > 0;
    boolean learned = model.encoder().attributeWidth() > 0;
    boolean described = !known && learned && !query.attributes().isEmpty();
    Instant time = query.time();
    HybridScorer.Subject subject =
        new HybridScorer.Subject(
            described ? -1 : user,
            described ? model.encoder().withAttributes(query.attributes()) : model.encoder(),
            history(query, user),
            time == null ? OptionalLong.empty() : OptionalLong.of(time.getEpochSecond()));
    byRating = rates && query.order() == Query.Order.PREDICTED_RATING;
    request = scorer.request(subject, ranked && !byRating);
    ratingOutput = request.ratingOutput();
    int preference = meanings.indexOf(HybridNetwork.Output.PREFERENCE);
    rankingOutput = preference >= 0 ? preference : ratingOutput;
    basis = known ? Basis.USER : basis(subject);
  }

  private Basis basis(HybridScorer.Subject unmet) {
    float[] attributes = new float[unmet.encoder().attributeWidth()];
    if (request.learnedMore()) {
      return Basis.HISTORY;
    }
    // Without effects there is one order by preference for all who have no history.
    boolean moved = byRating || model.effects().width() > 0;
    return moved && unmet.encoder().encodeAttributes(unmet.user(), attributes)
        ? Basis.ATTRIBUTES
        : Basis.POPULARITY;
  }

  /** The index of the query's user, -1 for one whom the model does not know. */
  int user() {
    return user;
  }

  /** How informed an answer is. */
  Basis basis() {
    return basis;
  }

  /** Whether ratings are predicted. */
  boolean rates() {
    return ratingOutput >= 0;
  }

  /** What computes the network's outputs. */
  HybridScorer.Request request() {
    return request;
  }

  /** The score of an item, -1 for an unknown one, in the order that a query has by default. */
  float score(int item) {
    int[] items = {item};
    float[] scores = new float[1];
    if (item >= 0 && rankingOutput != ratingOutput && scorer.hasPlainPreference()) {
      request.preferences(items, 1, scores);
    } else {
      request.score(items, 1, rankingOutput, scores);
    }
    return scores[0];
  }

  /** Writes what to rank the first {@code count} items by. */
  void rankingScores(int[] items, int count, float[] scores) {
    boolean byPreference = !byRating && rankingOutput != ratingOutput;
    // The highest ratings predicted for someone unknown are those of items that few have rated.
    boolean met = basis == Basis.USER || basis == Basis.HISTORY;
    if (byPreference && scorer.hasPlainPreference()) {
      request.preferences(items, count, scores);
    } else if (byRating || byPreference || met) {
      request.score(items, count, byRating ? ratingOutput : rankingOutput, scores);
    } else {
      for (int i = 0; i < count; i++) {
        scores[i] = model.encoder().statistics().itemCount(items[i]);
      }
    }
  }

  /** The predicted ratings of items, NaN where the model predicts none. */
  double[] ratings(int[] items) {
    double[] ratings = new double[items.length];
    Arrays.fill(ratings, Double.NaN);
    float[] scores = ratingOutput < 0 ? new float[0] : request.score(items, ratingOutput);
    for (int i = 0; i < scores.length; i++) {
      ratings[i] = model.data().scale().clip(scores[i]);
    }
    return ratings;
  }

  /** A query's history without what the model knows of already. */
  private History history(Query query, int user) {
    if (query.history().isEmpty()) {
      return NO_HISTORY;
    }
    Interactions seen = model.data().interactions();
    Vocabulary ids = model.data().items();
    List<String> known =
        query.history().keySet().stream()
            .filter(id -> ids.indexOf(id) >= 0)
            .filter(id -> user < 0 || !seen.contains(user, ids.indexOf(id)))
            .toList();
    int[] items = known.stream().mapToInt(ids::indexOf).toArray();
    float[] ratings = new float[items.length];
    long[] times = new long[items.length];
    for (int i = 0; i < items.length; i++) {
      Double rating = query.history().get(known.get(i));
      ratings[i] = (float) model.data().scale().clip(rating == null ? Double.NaN : rating);
      times[i] = model.encoder().statistics().lastTime();
    }
    return History.of(items, ratings, times);
  }
}
