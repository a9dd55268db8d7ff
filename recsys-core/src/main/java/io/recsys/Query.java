package io.recsys;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The question put to a recommender.
 *
 * @param user the user's id; one the model does not know is answered with a lower {@link Basis}
 * @param k the largest number of items wanted, 0 or more
 * @param excludeSeen whether to leave out what the user interacted with in training
 * @param exclude ids of items to leave out; unknown ids are ignored
 * @param candidates ids of the only items that may be ranked, or null for the whole catalog;
 *     unknown ids are ignored
 */
public record Query(
    @Nullable String user,
    int k,
    boolean excludeSeen,
    Set<String> exclude,
    @Nullable Set<String> candidates) {
  /** Checks {@code k} and copies the sets. */
  public Query {
    if (k < 0) {
      throw new IllegalArgumentException("k: " + k + " is negative; ask for 0 items or more");
    }
    exclude = Set.copyOf(exclude);
    candidates = candidates == null ? null : Set.copyOf(candidates);
  }

  /** Ten items for a user, leaving out what the user has seen. */
  public static Query forUser(String user) {
    return new Query(user, 10, true, Set.of(), null);
  }

  /** Ten items for someone of whom nothing is known. */
  public static Query forAnyone() {
    return new Query(null, 10, true, Set.of(), null);
  }

  /** This query for at most {@code k} items. */
  public Query withK(int k) {
    return new Query(user, k, excludeSeen, exclude, candidates);
  }

  /** This query, leaving out what the user has seen or not. */
  public Query withExcludeSeen(boolean excludeSeen) {
    return new Query(user, k, excludeSeen, exclude, candidates);
  }

  /** This query without the items given. */
  public Query withExclude(Set<String> exclude) {
    return new Query(user, k, excludeSeen, exclude, candidates);
  }

  /** This query over the items given alone. */
  public Query withCandidates(Set<String> candidates) {
    return new Query(user, k, excludeSeen, exclude, candidates);
  }
}
