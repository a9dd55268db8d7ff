package io.recsys.train;

import io.recsys.data.Interactions;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/** Draws items that a user has not met, each item with training interactions equally often. */
final class NegativeSampler {
  /** Draws after which a user counts as having met everything. */
  private static final int TRIES = 100;

  private final int[] items;
  private final int[] starts;
  private final int[] met;

  NegativeSampler(Interactions train) {
    BitSet known = new BitSet(train.items());
    starts = new int[train.users() + 1];
    met = new int[train.size()];
    for (int user = 0; user < train.users(); user++) {
      for (int position = train.start(user); position < train.end(user); position++) {
        met[position] = train.item(position);
        known.set(train.item(position));
      }
      starts[user + 1] = train.end(user);
      Arrays.sort(met, train.start(user), train.end(user));
    }
    items = known.stream().toArray();
  }

  /** An item that the user has not met; any item for a user who has met almost all. */
  int draw(int user, RandomGenerator random) {
    int item = items[random.nextInt(items.length)];
    for (int i = 0; i < TRIES && hasMet(user, item); i++) {
      item = items[random.nextInt(items.length)];
    }
    return item;
  }

  private boolean hasMet(int user, int item) {
    return Arrays.binarySearch(met, starts[user], starts[user + 1], item) >= 0;
  }
}
