package io.recsys.evaluation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One user's ranking held against the user's test ratings. An item is relevant if it has a test
 * rating of the threshold or more, and counts as a hit where it first stands; a repetition of it is
 * a miss. Immutable and safe for any number of threads.
 */
public final class JudgedRanking {
  private final double[] ratings;
  private final double[] best;
  private final double relevantFrom;
  private final int relevant;
  private final int candidates;
  private final BitSet hits;

  /**
   * The judgment of ratings by place.
   *
   * @param ratings the test rating of the item at each place; NaN where it has none, or repeats
   * @param best all test ratings of the user, in any order; taken over
   */
  JudgedRanking(double[] ratings, double[] best, double relevantFrom, int candidates) {
    this.ratings = ratings;
    this.best = best;
    this.relevantFrom = relevantFrom;
    this.candidates = candidates;
    Arrays.sort(best);
    for (int low = 0, high = best.length - 1; low < high; low++, high--) {
      double swapped = best[low];
      best[low] = best[high];
      best[high] = swapped;
    }
    int count = 0;
    while (count < best.length && best[count] >= relevantFrom) {
      count++;
    }
    this.relevant = count;
    this.hits = new BitSet(ratings.length);
    for (int place = 0; place < ratings.length; place++) {
      hits.set(place, ratings[place] >= relevantFrom);
    }
  }

  /**
   * The judgment of a ranking by ratings.
   *
   * @param ranking ids of items, best first
   * @param ratings the user's test ratings by id of item
   * @param relevantFrom the lowest rating that makes an item relevant
   * @param candidates the number of items that competed for a place, ranked or not
   */
  public static JudgedRanking of(
      List<String> ranking, Map<String, Double> ratings, double relevantFrom, int candidates) {
    double[] byPlace = new double[ranking.size()];
    Set<String> found = new HashSet<>();
    for (int place = 0; place < byPlace.length; place++) {
      String item = ranking.get(place);
      byPlace[place] = found.add(item) ? ratings.getOrDefault(item, Double.NaN) : Double.NaN;
    }
    double[] best = ratings.values().stream().mapToDouble(Double::doubleValue).toArray();
    return new JudgedRanking(byPlace, best, relevantFrom, candidates);
  }

  /**
   * The judgment of a ranking where items are relevant or not: relevant ones are rated 1. Nothing
   * else competed than what is ranked or relevant.
   *
   * @param ranking ids of items, best first
   * @param relevant ids of the relevant items
   */
  public static JudgedRanking of(List<String> ranking, Set<String> relevant) {
    Map<String, Double> ratings = new HashMap<>();
    relevant.forEach(item -> ratings.put(item, 1.0));
    Set<String> all = new HashSet<>(relevant);
    all.addAll(ranking);
    return of(ranking, ratings, 1, all.size());
  }

  /** The number of places filled. */
  public int size() {
    return ratings.length;
  }

  /** The number of relevant items, found or not. */
  public int relevant() {
    return relevant;
  }

  /** The lowest rating that makes an item relevant. */
  public double relevantFrom() {
    return relevantFrom;
  }

  /** The number of items that competed for a place, ranked or not. */
  public int candidates() {
    return candidates;
  }

  /** Whether a relevant item stands at a place, from 0; false past the end. */
  public boolean hit(int place) {
    return hits.get(place);
  }

  /** The number of relevant items at the first {@code k} places. */
  public int hits(int k) {
    return hits.get(0, k).cardinality();
  }

  /**
   * The test rating of the item at a place, from 0; NaN past the end, where the item has no test
   * rating, and where it stood before.
   */
  public double rating(int place) {
    return place < ratings.length ? ratings[place] : Double.NaN;
  }

  /** The user's {@code place}th best test rating, from 0, found or not; NaN past the last. */
  public double bestRating(int place) {
    return place < best.length ? best[place] : Double.NaN;
  }

  static void checkK(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k: " + k + " is below 1; look at 1 place or more");
    }
  }
}
