package io.recsys.examples;

import io.recsys.data.Interactions;
import io.recsys.data.Vocabulary;
import io.recsys.split.Split;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The ratings of users without a training row that a model is told, up to {@link #MOST} a user, and
 * those that it is judged by, which are the same however many are told.
 */
final class ToldRatings {
  /** The most ratings told of a user. */
  static final int MOST = 20;

  private static final long SEED = 42;

  private final Split split;
  private final Split judged;
  private final int[][] positions;

  private ToldRatings(Split split, Split judged, int[][] positions) {
    this.split = split;
    this.judged = judged;
    this.positions = positions;
  }

  /** Picks what is told of each user, always alike. */
  static ToldRatings of(Split split, ColdStart.Telling telling) {
    Interactions test = split.test();
    Interactions train = split.train().interactions();
    Random random = new Random(SEED);
    int[][] positions = new int[test.users()][];
    BitSet judged = new BitSet(test.size());
    for (int user = 0; user < positions.length; user++) {
      int count = train.count(user) > 0 ? 0 : test.count(user);
      int[] rows = IntStream.range(test.start(user), test.start(user) + count).toArray();
      if (telling == ColdStart.Telling.AT_RANDOM) {
        shuffle(rows, random);
      }
      int told = Math.min(MOST, count);
      int end = telling == ColdStart.Telling.FIRST_THEN_NEXT ? Math.min(2 * MOST, count) : count;
      positions[user] = Arrays.copyOf(rows, told);
      for (int i = told; i < end; i++) {
        judged.set(rows[i]);
      }
    }
    return new ToldRatings(split, split.withTest(test.filter(judged::get)), positions);
  }

  private static void shuffle(int[] rows, Random random) {
    for (int left = rows.length; left > 1; left--) {
      int drawn = random.nextInt(left);
      int row = rows[drawn];
      rows[drawn] = rows[left - 1];
      rows[left - 1] = row;
    }
  }

  /** The split with the ratings that models are judged by as its test part. */
  Split judged() {
    return judged;
  }

  /** The first ratings told of a user, in order of time. */
  Map<String, Double> ratings(String user, int count) {
    Vocabulary items = split.train().items();
    Map<String, Double> ratings = new LinkedHashMap<>();
    Arrays.stream(positions[split.train().users().indexOf(user)])
        .limit(count)
        .sorted()
        .forEach(p -> ratings.put(items.id(split.test().item(p)), (double) split.test().value(p)));
    return ratings;
  }

  /** The items of all ratings that could be told of a user. */
  Set<String> items(String user) {
    return new HashSet<>(ratings(user, MOST).keySet());
  }
}
