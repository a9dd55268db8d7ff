package io.recsys.evaluation;

import io.recsys.data.AttributeTable;

/**
 * How unlike each other the items of a list are: the mean over lists of 1 less the mean similarity
 * of the list's pairs. Lists of fewer than two items are left out. Ziegler et al., Improving
 * Recommendation Lists Through Topic Diversification, WWW 2005; the form is MS Recommenders'.
 *
 * @param k the number of places, 1 or more
 * @param by what makes items alike
 */
public record Diversity(int k, By by) implements CatalogMetric {
  private static final String GENRES = "genres";

  /** Checks {@code k}. */
  public Diversity {
    JudgedRanking.checkK(k);
  }

  /** What makes items alike. */
  public enum By {
    /** The cosine of their users in training, {@code diversity@k}. */
    USERS,
    /** The cosine of their genres, {@code diversity-genres@k}; NaN for data without genres. */
    GENRES
  }

  /** This metric by another similarity. */
  public Diversity withSimilarity(By by) {
    return new Diversity(k, by);
  }

  @Override
  public String name() {
    return (by == By.GENRES ? "diversity-genres@" : "diversity@") + k;
  }

  @Override
  public double value(RankedLists lists) {
    AttributeTable attributes = lists.training().itemAttributes();
    if (by == By.GENRES && !attributes.has(GENRES, AttributeTable.Type.TERMS)) {
      return Double.NaN;
    }
    ItemSimilarity similarity =
        by == By.GENRES ? ItemSimilarity.terms(attributes, GENRES) : lists.coOccurrence();
    return ListMean.of(
        lists,
        k,
        (list, places) -> {
          double sum = 0;
          for (int a = 0; a < places; a++) {
            for (int b = a + 1; b < places; b++) {
              sum += similarity.of(lists.item(list, a), lists.item(list, b));
            }
          }
          return 1 - sum / (places * (places - 1) / 2.0);
        });
  }

  @Override
  public Averaging averaging() {
    return Averaging.USERS;
  }
}
