package io.recsys.split;

import io.recsys.data.Interactions;

/**
 * For each user the items that an evaluation ranks, in place of the whole catalog.
 *
 * <p>In columns: the positions {@code start(user) .. end(user) - 1} are one user's. Indices are
 * those of the data set that the lists were made for; a user may have no list. Figures over such
 * lists differ from those over the catalog, even in which model comes first (Krichene and Rendle,
 * On Sampled Metrics for Item Recommendation, KDD 2020), so the two are never compared. Immutable
 * and safe for any number of threads.
 */
public final class CandidateLists {
  private final Interactions pairs;

  private CandidateLists(Interactions pairs) {
    this.pairs = pairs;
  }

  /**
   * The lists in which each user has the items of the pairs, in their order; values do not count.
   */
  public static CandidateLists of(Interactions pairs) {
    return new CandidateLists(pairs);
  }

  /** The number of users, those without a list included. */
  public int users() {
    return pairs.users();
  }

  /** The number of items of the catalog. */
  public int items() {
    return pairs.items();
  }

  /** The number of candidates over all users. */
  public int size() {
    return pairs.size();
  }

  /** The first position of a user. */
  public int start(int user) {
    return pairs.start(user);
  }

  /** The position after a user's last. */
  public int end(int user) {
    return pairs.end(user);
  }

  /** The number of a user's candidates; 0 where there is no list. */
  public int count(int user) {
    return pairs.count(user);
  }

  /** The item at a position. */
  public int item(int position) {
    return pairs.item(position);
  }

  /** A user's candidates, each once; the array is the caller's. */
  public int[] candidates(int user) {
    int[] candidates = new int[count(user)];
    for (int i = 0; i < candidates.length; i++) {
      candidates[i] = item(start(user) + i);
    }
    return candidates;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CandidateLists that && pairs.equals(that.pairs);
  }

  @Override
  public int hashCode() {
    return pairs.hashCode();
  }

  @Override
  public String toString() {
    return "CandidateLists[" + size() + " items for " + users() + " users]";
  }
}
