package io.recsys.evaluation;

import io.recsys.data.Interactions;

/**
 * The cosine of items' users, {@code |U_a and U_b| / sqrt(|U_a| |U_b|)}; 0 where an item has none.
 * Holds the users of each item, in order: four bytes an interaction.
 */
final class CoOccurrence implements ItemSimilarity {
  private final int[] starts;
  private final int[] users;
  private final int activeUsers;

  private CoOccurrence(int[] starts, int[] users, int activeUsers) {
    this.starts = starts;
    this.users = users;
    this.activeUsers = activeUsers;
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
    return new CoOccurrence(starts, users, active);
  }

  int activeUsers() {
    return activeUsers;
  }

  int popularity(int item) {
    return starts[item + 1] - starts[item];
  }

  @Override
  public double of(int a, int b) {
    int atA = starts[a];
    int atB = starts[b];
    int common = 0;
    while (atA < starts[a + 1] && atB < starts[b + 1]) {
      int order = Integer.compare(users[atA], users[atB]);
      common += order == 0 ? 1 : 0;
      atA += order <= 0 ? 1 : 0;
      atB += order >= 0 ? 1 : 0;
    }
    return common == 0 ? 0 : common / Math.sqrt((double) popularity(a) * popularity(b));
  }
}
