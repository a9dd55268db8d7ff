package io.recsys.baseline;

import io.recsys.data.Interactions;
import java.util.function.IntToDoubleFunction;

/** How many interactions each item has; no user has a ranking of the user's own. */
final class Popularity implements ItemScores {
  private final int[] counts;

  private Popularity(int[] counts) {
    this.counts = counts;
  }

  static Popularity of(Interactions interactions) {
    int[] counts = new int[interactions.items()];
    for (int position = 0; position < interactions.size(); position++) {
      counts[interactions.item(position)]++;
    }
    return new Popularity(counts);
  }

  @Override
  public boolean covers(int user) {
    return false;
  }

  @Override
  public ItemScores folded(Interactions one) {
    return this;
  }

  @Override
  public IntToDoubleFunction ranking(int user) {
    return item -> counts[item];
  }
}
