package io.recsys.split;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Data sets for tests of splits. */
final class MadeUpData {
  private MadeUpData() {}

  /** One user with rows at the times 0, 1, 2 and so on. */
  static Dataset plain(int rows) {
    return data(1, rows, true, user -> IntStream.range(0, rows).mapToObj(i -> row(i, i)));
  }

  /** The second of three users alone has rows. */
  static Dataset oneUser(int rows) {
    return data(
        3, rows, true, user -> IntStream.range(0, user == 1 ? rows : 0).mapToObj(i -> row(i, i)));
  }

  /**
   * Few distinct times, so that many rows tie; some users without rows, the first ones with five.
   */
  static Dataset randomData(long seed) {
    Random random = new Random(seed);
    int items = 5 + random.nextInt(20);
    return data(
        3 + random.nextInt(20),
        items,
        true,
        user -> {
          int rows = user < 3 ? 5 : random.nextInt(items);
          return random
              .ints(0, items)
              .distinct()
              .limit(rows)
              .mapToObj(i -> row(i, random.nextInt(9)));
        });
  }

  /** Thirty users with ten to twenty rows each. */
  static Dataset dense(long seed) {
    Random random = new Random(seed);
    return data(
        30,
        20,
        true,
        user ->
            random
                .ints(0, 20)
                .distinct()
                .limit(10 + random.nextInt(11))
                .mapToObj(i -> row(i, random.nextInt(100))));
  }

  /** An item and a time. */
  static long[] row(int item, long time) {
    return new long[] {item, time};
  }

  /** A data set of the rows of each user. */
  static Dataset data(int users, int items, boolean timed, IntFunction<Stream<long[]>> rows) {
    Interactions.Builder builder = Interactions.builder();
    for (int u = 0; u < users; u++) {
      int user = u;
      rows.apply(user)
          .forEach(row -> builder.add(user, (int) row[0], 1 + ((int) row[0] + user) % 5, row[1]));
    }
    return new Dataset(
        "made up",
        vocabulary(users),
        vocabulary(items),
        AttributeTable.empty(users),
        AttributeTable.empty(items),
        builder.build(users, items, timed),
        new RatingScale(1, 5));
  }

  private static Vocabulary vocabulary(int size) {
    return Vocabulary.of(IntStream.range(0, size).mapToObj(Integer::toString).toList());
  }
}
