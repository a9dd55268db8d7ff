package io.recsys.evaluation;

import io.recsys.data.Interactions;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The cosine of items' users, {@code |U_a and U_b| / sqrt(|U_a| |U_b|)}; 0 where an item has none.
 * Holds the users of each item in order, four bytes an interaction, and of items that many users
 * share a bit a user as well, which takes no more.
 */
final class CoOccurrence implements ItemSimilarity {
  private final int[] starts;
  private final int[] users;
  private final int activeUsers;
  private final @Nullable BitSet[] shared;

  private CoOccurrence(int[] starts, int[] users, int activeUsers, @Nullable BitSet[] shared) {
    this.starts = starts;
    this.users = users;
    this.activeUsers = activeUsers;
    this.shared = shared;
  }

  static CoOccurrence of(Interactions rows) {
    int[] starts = new int[rows.items() + 1];
    for (int position = 0; position < rows.size(); position++) {
      starts[rows.item(position) + 1]++;
    }
    for (int item = 0; item < rows.items(); item++) {
      starts[item + 1] += starts[item];
    }
    int[] next = starts.clone();
    int[] users = new int[rows.size()];
    int active = 0;
    for (int user = 0; user < rows.users(); user++) {
      active += rows.count(user) > 0 ? 1 : 0;
      for (int position = rows.start(user); position < rows.end(user); position++) {
        users[next[rows.item(position)]++] = user;
      }
    }
    return new CoOccurrence(starts, users, active, shared(starts, users, rows.users()));
  }

  private static @Nullable BitSet[] shared(int[] starts, int[] users, int allUsers) {
    @Nullable BitSet[] shared = new @Nullable BitSet[starts.length - 1];
    for (int item = 0; item < shared.length; item++) {
      if (starts[item + 1] - starts[item] > allUsers / Integer.SIZE) {
        BitSet bits = new BitSet(allUsers);
        for (int at = starts[item]; at < starts[item + 1]; at++) {
          bits.set(users[at]);
        }
        shared[item] = bits;
      }
    }
    return shared;
  }

  int activeUsers() {
    return activeUsers;
  }

  int popularity(int item) {
    return starts[item + 1] - starts[item];
  }

  @Override
  public double of(int a, int b) {
    int common = popularity(a) < popularity(b) ? common(a, b) : common(b, a);
    return common == 0 ? 0 : common / Math.sqrt((double) popularity(a) * popularity(b));
  }

  /** The number of users that two items share, the less popular first. */
  private int common(int few, int many) {
    BitSet ofMany = shared[many];
    if (ofMany == null) {
      return merged(few, many);
    }
    BitSet ofFew = shared[few];
    if (ofFew != null) {
      BitSet both = (BitSet) ofFew.clone();
      both.and(ofMany);
      return both.cardinality();
    }
    int common = 0;
    for (int at = starts[few]; at < starts[few + 1]; at++) {
      common += ofMany.get(users[at]) ? 1 : 0;
    }
    return common;
  }

  private int merged(int a, int b) {
    int atA = starts[a];
    int atB = starts[b];
    int common = 0;
    while (atA < starts[a + 1] && atB < starts[b + 1]) {
      int order = Integer.compare(users[atA], users[atB]);
      common += order == 0 ? 1 : 0;
      atA += order <= 0 ? 1 : 0;
      atB += order >= 0 ? 1 : 0;
    }
    return common;
  }
}
