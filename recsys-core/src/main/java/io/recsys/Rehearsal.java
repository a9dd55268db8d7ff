package io.recsys;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a recommender must answer before it answers anyone: lists and ratings for someone of whom
 * nothing is known, and for someone who rated what was recommended first. A {@link Recommender}
 * names no users, so none that it knows is asked about; a loaded one has scored some already.
 */
final class Rehearsal {
  private static final int ITEMS = 100;
  private static final int RATED = 10;

  /** Enough for the JVM to compile what a query runs through, and a bound for small models. */
  private static final int ROUNDS = 200;

  /** The bound for large ones. */
  private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Recommender recommender;

  private Rehearsal(Recommender recommender) {
    this.recommender = recommender;
  }

  /**
   * Lets a recommender rehearse.
   *
   * @throws IllegalArgumentException if it throws or its answers cannot be used
   */
  static void of(Recommender recommender) {
    Rehearsal rehearsal = new Rehearsal(recommender);
    long start = System.nanoTime();
    for (int round = 0; round < ROUNDS && System.nanoTime() - start < NANOS; round++) {
      try {
        rehearsal.play();
      } catch (RuntimeException e) {
        throw new IllegalArgumentException("recommender: fails when it is asked, " + e, e);
      }
    }
  }

  private void play() {
    Query anyone = Query.forAnyone().withK(ITEMS);
    Recommendations first = ask(anyone);
    if (first.isEmpty()) {
      throw new IllegalStateException("it recommends nothing to someone unknown");
    }
    ask(anyone.rankedBy(Query.Order.PREDICTED_RATING));
    Map<String, Double> history = new LinkedHashMap<>();
    for (Recommendation found : first.items().subList(0, Math.min(RATED, first.size()))) {
      // Any number will do as a rating where a model knows of none.
      double rating = found.predictedRating();
      history.put(found.item(), Double.isNaN(rating) ? 1 : rating);
    }
    ask(anyone.withHistory(history));
  }

  private Recommendations ask(Query query) {
    Recommendations answer = recommender.recommend(query);
    List<String> items = answer.items().stream().map(Recommendation::item).toList();
    double[] ratings = recommender.predict(query, items);
    for (int i = 0; i < ratings.length; i++) {
      Recommendation found = answer.items().get(i);
      check("score", found.score(), false, found.item());
      // A model that predicts no ratings says so of all items.
      check("rating", ratings[i], Double.isNaN(ratings[0]), found.item());
      check("rating", found.predictedRating(), Double.isNaN(ratings[0]), found.item());
    }
    return answer;
  }

  private static void check(String name, double number, boolean missing, String item) {
    if (missing ? !Double.isNaN(number) : !Double.isFinite(number)) {
      throw new IllegalStateException("its %s of item '%s' is %s".formatted(name, item, number));
    }
  }
}
