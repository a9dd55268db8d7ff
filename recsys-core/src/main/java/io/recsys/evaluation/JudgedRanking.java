package io.recsys.evaluation;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One user's ranking held against the items that are relevant to the user. An item counts as a hit
 * where it first stands; a repetition of it is a miss. Immutable and safe for any number of
 * threads.
 */
public final class JudgedRanking {
  private final int size;
  private final int relevant;
  private final BitSet hits;

  private JudgedRanking(int size, int relevant, BitSet hits) {
    this.size = size;
    this.relevant = relevant;
    this.hits = hits;
  }

  /**
   * The judgment of a ranking.
   *
   * @param ranking ids of items, best first
   * @param relevant ids of the relevant items
   */
  public static JudgedRanking of(List<String> ranking, Set<String> relevant) {
    BitSet hits = new BitSet(ranking.size());
    Set<String> found = new HashSet<>();
    for (int place = 0; place < ranking.size(); place++) {
      String item = ranking.get(place);
      hits.set(place, relevant.contains(item) && found.add(item));
    }
    return new JudgedRanking(ranking.size(), relevant.size(), hits);
  }

  /** The number of places filled. */
  public int size() {
    return size;
  }

  /** The number of relevant items, found or not. */
  public int relevant() {
    return relevant;
  }

  /** Whether a relevant item stands at a place, from 0; false past the end. */
  public boolean hit(int place) {
    return hits.get(place);
  }

  /** The number of relevant items at the first {@code k} places. */
  public int hits(int k) {
    return hits.get(0, k).cardinality();
  }

  static void checkK(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k: " + k + " is below 1; look at 1 place or more");
    }
  }
}
