package io.recsys;

import java.util.List;

/**
 * Maximal marginal relevance (Carbonell and Goldstein 1998): places are given one after the other
 * to the item with the most {@code (1 - d) s_i - d max_j c_ij}, with {@code d} the diversity asked
 * for, {@code s} the score, made to run from 0 to 1 over the {@link #POOL} best items, and {@code
 * c} the cosine of the genres of the item and of each item {@code j} ranked before it. Items past
 * the pool follow as they were.
 */
final class Diversity {
  /** How many of the best items change places among themselves. */
  static final int POOL = 500;

  private Diversity() {}

  /**
   * The first places of a new order.
   *
   * @param best sorted, best first
   * @param places how many are wanted
   */
  static TopK rerank(TopK best, int places, double diversity, Catalog catalog) {
    int pool = Math.min(POOL, best.size());
    int wanted = Math.min(places, best.size());
    int[] order = new int[wanted];
    boolean[] taken = new boolean[pool];
    double[] likeness = new double[pool];
    double lowest = pool == 0 ? 0 : best.score(pool - 1);
    double range = pool == 0 || best.score(0) == lowest ? 1 : best.score(0) - lowest;
    for (int place = 0; place < wanted; place++) {
      int next = place;
      double most = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < pool; i++) {
        double relevance = (best.score(i) - lowest) / range;
        double worth = (1 - diversity) * relevance - diversity * likeness[i];
        if (!taken[i] && worth > most) {
          most = worth;
          next = i;
        }
      }
      order[place] = next;
      if (next < pool) {
        taken[next] = true;
        List<String> genres = catalog.genres(best.index(next));
        for (int i = 0; i < pool; i++) {
          likeness[i] = Math.max(likeness[i], cosine(genres, catalog.genres(best.index(i))));
        }
      }
    }
    return best.pick(order);
  }

  private static double cosine(List<String> a, List<String> b) {
    int common = 0;
    for (String term : a) {
      common += b.contains(term) ? 1 : 0;
    }
    return common == 0 ? 0 : common / Math.sqrt((double) a.size() * b.size());
  }
}
