package io.recsys.evaluation;

import io.recsys.data.Interactions;
import io.recsys.split.Split;
import java.util.BitSet;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The candidates of one user at a time, as an evaluator's setting has them. */
final class CandidateDraw {
  private final Candidates candidates;
  private final Split split;
  private final long seed;

  CandidateDraw(Candidates candidates, Split split, long seed) {
    this.candidates = candidates;
    this.split = split;
    this.seed = seed;
  }

  /** Whether every item that is not in training competes. */
  boolean isFull() {
    return candidates instanceof Candidates.Full;
  }

  /**
   * The items that compete for places in a user's ranking, or null where the user has no list.
   *
   * @param relevant the user's relevant test items
   */
  @Nullable BitSet of(int user, BitSet relevant) {
    if (candidates instanceof Candidates.Sampled sampled) {
      return sample(user, relevant, sampled.negatives());
    }
    if (candidates instanceof Candidates.Listed listed) {
      int[] items = listed.items().apply(user);
      return items == null ? null : set(items);
    }
    BitSet all = new BitSet(split.test().items());
    all.set(0, split.test().items());
    clear(all, split.train().interactions(), user);
    return all;
  }

  private BitSet set(int[] items) {
    BitSet set = new BitSet(split.test().items());
    for (int item : items) {
      set.set(item);
    }
    return set;
  }

  private BitSet sample(int user, BitSet relevant, int negatives) {
    int items = split.test().items();
    BitSet free = new BitSet(items);
    free.set(0, items);
    clear(free, split.train().interactions(), user);
    clear(free, split.test(), user);
    int[] pool = free.stream().toArray();
    // java.util.Random, because its numbers are fixed by its specification on every JDK.
    Random random = new Random(mixed(seed, user));
    BitSet drawn = (BitSet) relevant.clone();
    for (int i = 0; i < Math.min(negatives, pool.length); i++) {
      int at = i + random.nextInt(pool.length - i);
      drawn.set(pool[at]);
      pool[at] = pool[i];
    }
    return drawn;
  }

  private static void clear(BitSet items, Interactions rows, int user) {
    for (int position = rows.start(user); position < rows.end(user); position++) {
      items.clear(rows.item(position));
    }
  }

  /** A seed of the user's own: neighboring seeds of Random begin alike. */
  private static long mixed(long seed, int user) {
    long z = seed + 0x9E3779B97F4A7C15L * (user + 1L);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
