package io.recsys.evaluation;

/**
 * How little known the recommended items are: the mean over lists of {@code mean(-log2(p_i))} over
 * the list, in bits. Empty lists are left out. Where lists are equally long, the mean over lists is
 * the mean over recommendations.
 *
 * @param k the number of places, 1 or more
 * @param share what {@code p_i} is
 */
public record Novelty(int k, Share share) implements CatalogMetric {
  /** Checks {@code k}. */
  public Novelty {
    JudgedRanking.checkK(k);
  }

  /** The share {@code p_i} by which an item is known. */
  public enum Share {
    /**
     * {@code c_i / N}; an item without a training interaction adds 0, as in MS Recommenders.
     * Castells et al., Novelty and Diversity Metrics for Recommender Systems, DDR 2011.
     */
    OF_INTERACTIONS,
    /**
     * {@code c_i} over the number of training users; an item without an interaction counts as one
     * of a single user. Mean inverse user frequency, {@code miuf@k}, as in RecTools.
     */
    OF_USERS
  }

  /** This metric by another share. */
  public Novelty withShare(Share share) {
    return new Novelty(k, share);
  }

  @Override
  public String name() {
    return (share == Share.OF_USERS ? "miuf@" : "novelty@") + k;
  }

  @Override
  public double value(RankedLists lists) {
    double all =
        share == Share.OF_USERS ? lists.trainingUsers() : lists.training().interactions().size();
    return ListMean.of(
        lists,
        k,
        (list, places) -> {
          double sum = 0;
          for (int place = 0; place < places; place++) {
            sum -= informationOf(lists.popularity(lists.item(list, place)), all);
          }
          return sum / places;
        });
  }

  private double informationOf(int count, double all) {
    if (share == Share.OF_USERS) {
      return log2(Math.max(1, count) / all);
    }
    return count == 0 ? 0 : log2(count / all);
  }

  @Override
  public Averaging averaging() {
    return Averaging.USERS;
  }

  static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }
}
