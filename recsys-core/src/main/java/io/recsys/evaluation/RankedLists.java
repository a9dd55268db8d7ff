package io.recsys.evaluation;

import io.recsys.data.Dataset;
import java.util.BitSet;

/**
 * What many users were recommended, in columns, beside the training data: the lists, best first,
 * that catalog metrics look at. Immutable and safe for any number of threads.
 */
public final class RankedLists {
  private final Columns columns;
  private final int first;
  private final int end;

  private RankedLists(Columns columns, int first, int end) {
    this.columns = columns;
    this.first = first;
    this.end = end;
  }

  /**
   * Lists in columns.
   *
   * @param training what the model learned from
   * @param catalog the number of items that could be recommended
   * @param users the user of each list, by index
   * @param starts the first place of each list in {@code items} and, at the end, the number of
   *     places
   * @param items the items, by index
   * @param hits the places whose items are relevant
   */
  @SuppressWarnings("ArrayRecordComponent") // inside the package, and never compared
  record Columns(
      Dataset training,
      int catalog,
      int[] users,
      int[] starts,
      int[] items,
      BitSet hits,
      CoOccurrence coOccurrence) {}

  /** The lists in some columns, which nobody changes afterwards. */
  static RankedLists of(Columns columns) {
    return new RankedLists(columns, 0, columns.users.length);
  }

  /** The number of lists, empty ones included. */
  public int lists() {
    return end - first;
  }

  /** One list, from 0; shares the columns. */
  public RankedLists list(int list) {
    return new RankedLists(columns, first + list, first + list + 1);
  }

  /** The user of a list, by index into the training data. */
  public int user(int list) {
    return columns.users[first + list];
  }

  /** The number of items in a list. */
  public int size(int list) {
    return columns.starts[first + list + 1] - columns.starts[first + list];
  }

  /** The item at a place of a list, from 0, by index into the training data. */
  public int item(int list, int place) {
    return columns.items[columns.starts[first + list] + place];
  }

  /** Whether the item at a place of a list is relevant to the user. */
  public boolean hit(int list, int place) {
    return columns.hits.get(columns.starts[first + list] + place);
  }

  /** The number of items that could be recommended. */
  public int catalog() {
    return columns.catalog;
  }

  /** What the model learned from. */
  public Dataset training() {
    return columns.training;
  }

  /** The number of users with a training interaction. */
  int trainingUsers() {
    return columns.coOccurrence.activeUsers();
  }

  /** How alike items are by who interacted with them in training. */
  public ItemSimilarity coOccurrence() {
    return columns.coOccurrence;
  }

  /** The number of training interactions of an item. */
  public int popularity(int item) {
    return columns.coOccurrence.popularity(item);
  }

  /** How often each item stands at the first {@code k} places of the lists. */
  int[] counts(int k) {
    int[] counts = new int[columns.training.items().size()];
    for (int list = 0; list < lists(); list++) {
      for (int place = 0; place < Math.min(k, size(list)); place++) {
        counts[item(list, place)]++;
      }
    }
    return counts;
  }

  @Override
  public String toString() {
    return "RankedLists[" + lists() + " over " + catalog() + " items]";
  }
}
