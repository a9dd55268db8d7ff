package io.recsys.evaluation;

import io.recsys.data.Interactions;

/**
 * How far recommended items are from what the user knows: the mean over lists of {@code mean(1 -
 * s_i)} over the list, where {@code s_i} is the mean similarity, by users in training, of item
 * {@code i} to the user's training items. Of hits alone, {@code serendipity@k}, where another item
 * adds 0; of all items, {@code unexpectedness@k}. Empty lists and users without training items are
 * left out. Zhang et al., Auralist: Introducing Serendipity into Music Recommendation, WSDM 2012;
 * the form is MS Recommenders', whose relevance is 1 unless given.
 *
 * @param k the number of places, 1 or more
 * @param ofHits whether only relevant items count
 */
public record Serendipity(int k, boolean ofHits) implements CatalogMetric {
  /** Checks {@code k}. */
  public Serendipity {
    JudgedRanking.checkK(k);
  }

  @Override
  public String name() {
    return (ofHits ? "serendipity@" : "unexpectedness@") + k;
  }

  @Override
  public double value(RankedLists lists) {
    Interactions training = lists.training().interactions();
    return ListMean.of(
        lists,
        k,
        (list, places) -> {
          int user = lists.user(list);
          double sum = training.count(user) == 0 ? Double.NaN : 0;
          for (int place = 0; place < places; place++) {
            if (!ofHits || lists.hit(list, place)) {
              sum += 1 - similarityToHistory(lists, user, lists.item(list, place));
            }
          }
          return sum / places;
        });
  }

  private static double similarityToHistory(RankedLists lists, int user, int item) {
    Interactions training = lists.training().interactions();
    double sum = 0;
    for (int position = training.start(user); position < training.end(user); position++) {
      sum += lists.coOccurrence().of(item, training.item(position));
    }
    return sum / training.count(user);
  }

  @Override
  public Averaging averaging() {
    return Averaging.USERS;
  }
}
