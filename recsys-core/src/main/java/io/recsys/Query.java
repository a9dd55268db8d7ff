package io.recsys;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The question put to a recommender.
 *
 * <pre>{@code
 * Query.forUser("196")
 *     .withK(20)
 *     .withFilter(item -> item.number("year") >= 1990)
 *     .withDiversity(0.3);
 * }</pre>
 *
 * @param user the user's id; one the model does not know is answered with a lower {@link Basis}
 * @param k the largest number of items wanted, 0 or more
 * @param offset how many of the best items to pass over, those of earlier pages, 0 or more
 * @param excludeSeen whether to leave out what the user interacted with in training, and what is in
 *     {@code history}
 * @param exclude ids of items to leave out; unknown ids are ignored
 * @param candidates ids of the only items that may be ranked, or null for the whole catalog;
 *     unknown ids are ignored
 * @param filter what an item must be like to be ranked, asked once an item, maybe by many threads
 *     at once; or null for none
 * @param minSupport the fewest training interactions of an item that may be ranked, 0 or more
 * @param history what the user rated since training, or all of it for a user whom the model does
 *     not know: ids of items with a rating each, on the data's scale, the oldest first where the
 *     map has an order; unknown ids are ignored, and so is the history by a model that learns
 *     nothing from one ({@link Basis} tells)
 * @param attributes what is known of someone whom the model does not know, as text by the name of
 *     the attribute, for example age 24, in place of what the data says of a user without
 *     interactions; a model that learned nothing from attributes ignores them, and so does every
 *     model those of a user with interactions
 * @param time when the user asks, where it matters; or null for the end of what is known of the
 *     user
 * @param order what the answer is ranked by
 * @param rescorer what gives an item another score than the model's, or null for none
 * @param diversity how much an item's likeness to those ranked before it counts against it, from 0,
 *     not at all, to below 1; see {@link Diversity}
 * @param explain whether each item of the answer comes with its {@link Explanation}, some
 *     milliseconds apiece; a model that cannot explain answers without
 */
public record Query(
    @Nullable String user,
    int k,
    int offset,
    boolean excludeSeen,
    Set<String> exclude,
    @Nullable Set<String> candidates,
    @Nullable Predicate<CatalogItem> filter,
    int minSupport,
    Map<String, Double> history,
    Map<String, String> attributes,
    @Nullable Instant time,
    Order order,
    @Nullable Rescorer rescorer,
    double diversity,
    boolean explain) {
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

  /**
   * What changes the order that a model found, by rules of the application's own. Many threads may
   * ask it at once.
   */
  @FunctionalInterface
  public interface Rescorer {
    /**
     * The score to rank an item by.
     *
     * @param score the model's: the predicted stars or a preference, which may be negative, by what
     *     the query is {@link Query#order ranked by}
     * @return a score, higher is better, or NaN to leave the item out; where the query asks for
     *     diversity, one out of proportion to the others leaves these nothing to be compared by
     */
    double score(CatalogItem item, double score);
  }

  /** Checks the numbers, and copies the collections. */
  public Query {
    if (k < 0) {
      throw new IllegalArgumentException("k: " + k + " is negative; ask for 0 items or more");
    }
    if (offset < 0) {
      throw new IllegalArgumentException(
          "offset: " + offset + " is negative; pass over 0 items or more");
    }
    if (minSupport < 0) {
      throw new IllegalArgumentException("minSupport: " + minSupport + " is negative");
    }
    if (!(diversity >= 0 && diversity < 1)) {
      throw new IllegalArgumentException(
          "diversity: " + diversity + " is not allowed; give 0 or more and less than 1");
    }
    exclude = Set.copyOf(exclude);
    candidates = candidates == null ? null : Set.copyOf(candidates);
    attributes = Map.copyOf(attributes);
    // The order is kept: the latest may say most.
    history = Collections.unmodifiableMap(new LinkedHashMap<>(history));
    for (Map.Entry<String, Double> rated : history.entrySet()) {
      if (!Double.isFinite(rated.getValue())) {
        throw new IllegalArgumentException(
            "history: the rating of item '%s' is %s; give a number"
                .formatted(rated.getKey(), rated.getValue()));
      }
    }
  }

  /** Ten items for a user, leaving out what the user has seen. */
  public static Query forUser(String user) {
    return forAnyone().withUser(user);
  }

  /** Ten items for someone of whom nothing is known. */
  public static Query forAnyone() {
    return new Draft().query();
  }

  /**
   * Ten other items for someone who rated these.
   *
   * @param history ids of items with a rating each, on the data's scale, the oldest first
   */
  public static Query forHistory(Map<String, Double> history) {
    return forAnyone().withHistory(history);
  }

  /**
   * Ten items for someone of whom only attributes are known.
   *
   * @param attributes texts by the names of the data's attributes of users
   */
  public static Query forAttributes(Map<String, String> attributes) {
    return forAnyone().withAttributes(attributes);
  }

  /** This query for a user, or for someone unknown. */
  public Query withUser(@Nullable String user) {
    return with(draft -> draft.user = user);
  }

  /** This query for at most {@code k} items. */
  public Query withK(int k) {
    return with(draft -> draft.k = k);
  }

  /** This query for what comes after the {@code offset} best items. */
  public Query withOffset(int offset) {
    return with(draft -> draft.offset = offset);
  }

  /** This query, leaving out what the user has seen or not. */
  public Query withExcludeSeen(boolean excludeSeen) {
    return with(draft -> draft.excludeSeen = excludeSeen);
  }

  /** This query without the items given. */
  public Query withExclude(Set<String> exclude) {
    return with(draft -> draft.exclude = exclude);
  }

  /** This query over the items given alone. */
  public Query withCandidates(Set<String> candidates) {
    return with(draft -> draft.candidates = candidates);
  }

  /** This query over items for which {@code filter} holds. */
  public Query withFilter(Predicate<CatalogItem> filter) {
    return with(draft -> draft.filter = filter);
  }

  /** This query over items with so many training interactions or more. */
  public Query withMinSupport(int minSupport) {
    return with(draft -> draft.minSupport = minSupport);
  }

  /** This query with what the user rated since training. */
  public Query withHistory(Map<String, Double> history) {
    return with(draft -> draft.history = history);
  }

  /** This query with what is known of someone whom the model does not know. */
  public Query withAttributes(Map<String, String> attributes) {
    return with(draft -> draft.attributes = attributes);
  }

  /** This query as asked at a time. */
  public Query at(Instant time) {
    return with(draft -> draft.time = time);
  }

  /** This query, ranked by something else. */
  public Query rankedBy(Order order) {
    return with(draft -> draft.order = order);
  }

  /** This query, with scores changed before the best are picked. */
  public Query withRescorer(Rescorer rescorer) {
    return with(draft -> draft.rescorer = rescorer);
  }

  /** This query for a more varied answer. */
  public Query withDiversity(double diversity) {
    return with(draft -> draft.diversity = diversity);
  }

  /** This query, with each item of the answer explained or not. */
  public Query withExplain(boolean explain) {
    return with(draft -> draft.explain = explain);
  }

  private Query with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.query();
  }

  /** A query while it changes. */
  private static final class Draft {
    private @Nullable String user;
    private int k = 10;
    private int offset;
    private boolean excludeSeen = true;
    private Set<String> exclude = Set.of();
    private @Nullable Set<String> candidates;
    private @Nullable Predicate<CatalogItem> filter;
    private int minSupport;
    private Map<String, Double> history = Map.of();
    private Map<String, String> attributes = Map.of();
    private @Nullable Instant time;
    private Order order = Order.PREFERENCE;
    private @Nullable Rescorer rescorer;
    private double diversity;
    private boolean explain;

    private Draft() {}

    private Draft(Query query) {
      user = query.user;
      k = query.k;
      offset = query.offset;
      excludeSeen = query.excludeSeen;
      exclude = query.exclude;
      candidates = query.candidates;
      filter = query.filter;
      minSupport = query.minSupport;
      history = query.history;
      attributes = query.attributes;
      time = query.time;
      order = query.order;
      rescorer = query.rescorer;
      diversity = query.diversity;
      explain = query.explain;
    }

    private Query query() {
      return new Query(
          user,
          k,
          offset,
          excludeSeen,
          exclude,
          candidates,
          filter,
          minSupport,
          history,
          attributes,
          time,
          order,
          rescorer,
          diversity,
          explain);
    }
  }
}
