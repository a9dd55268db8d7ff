package io.recsys;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The question put to a recommender.
 *
 * @param user the user's id; one the model does not know is answered with a lower {@link Basis}
 * @param k the largest number of items wanted, 0 or more
 * @param excludeSeen whether to leave out what the user interacted with in training, and what is in
 *     {@code history}
 * @param exclude ids of items to leave out; unknown ids are ignored
 * @param candidates ids of the only items that may be ranked, or null for the whole catalog;
 *     unknown ids are ignored
 * @param history what the user rated since training, or all of it for a user whom the model does
 *     not know: ids of items with a rating each, on the data's scale, the oldest first where the
 *     map has an order; unknown ids are ignored, and so is the history by a model that learns
 *     nothing from one ({@link Basis} tells)
 * @param order what the answer is ranked by
 */
public record Query(
    @Nullable String user,
    int k,
    boolean excludeSeen,
    Set<String> exclude,
    @Nullable Set<String> candidates,
    Map<String, Double> history,
    Order order) {
  /** What an answer is ranked by. */
  public enum Order {
    /** How likely the user is to choose and like the item: what makes good lists. */
    PREFERENCE,
    /**
     * The stars that the user would give: what a person would think of it, having chosen it. A
     * model that predicts no ratings ranks by preference.
     */
    PREDICTED_RATING
  }

  /** Checks {@code k} and the ratings, and copies the collections. */
  public Query {
    if (k < 0) {
      throw new IllegalArgumentException("k: " + k + " is negative; ask for 0 items or more");
    }
    exclude = Set.copyOf(exclude);
    candidates = candidates == null ? null : Set.copyOf(candidates);
    // The order is kept: the latest may say most.
    history = Collections.unmodifiableMap(new LinkedHashMap<>(history));
    history.forEach(
        (item, rating) -> {
          if (!Double.isFinite(rating)) {
            throw new IllegalArgumentException(
                "history: the rating of item '" + item + "' is " + rating + "; give a number");
          }
        });
  }

  /** Ten items for a user, leaving out what the user has seen. */
  public static Query forUser(String user) {
    return forAnyone().withUser(user);
  }

  /** Ten items for someone of whom nothing is known. */
  public static Query forAnyone() {
    return new Query(null, 10, true, Set.of(), null, Map.of(), Order.PREFERENCE);
  }

  /**
   * Ten other items for someone who rated these.
   *
   * @param history ids of items with a rating each, on the data's scale, the oldest first
   */
  public static Query forHistory(Map<String, Double> history) {
    return forAnyone().withHistory(history);
  }

  /** This query for a user, or for someone unknown. */
  public Query withUser(@Nullable String user) {
    return new Query(user, k, excludeSeen, exclude, candidates, history, order);
  }

  /** This query for at most {@code k} items. */
  public Query withK(int k) {
    return new Query(user, k, excludeSeen, exclude, candidates, history, order);
  }

  /** This query, leaving out what the user has seen or not. */
  public Query withExcludeSeen(boolean excludeSeen) {
    return new Query(user, k, excludeSeen, exclude, candidates, history, order);
  }

  /** This query without the items given. */
  public Query withExclude(Set<String> exclude) {
    return new Query(user, k, excludeSeen, exclude, candidates, history, order);
  }

  /** This query over the items given alone. */
  public Query withCandidates(Set<String> candidates) {
    return new Query(user, k, excludeSeen, exclude, candidates, history, order);
  }

  /** This query with what the user rated since training. */
  public Query withHistory(Map<String, Double> history) {
    return new Query(user, k, excludeSeen, exclude, candidates, history, order);
  }

  /** This query, ranked by something else. */
  public Query rankedBy(Order order) {
    return new Query(user, k, excludeSeen, exclude, candidates, history, order);
  }
}
