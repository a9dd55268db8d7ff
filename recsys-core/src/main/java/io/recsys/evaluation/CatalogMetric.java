package io.recsys.evaluation;

import java.util.Arrays;

/**
 * A figure for what is recommended, whether or not it is right: how much of the catalog, how well
 * known, how varied. Implementations are immutable and safe for any number of threads.
 *
 * <p>In the formulas {@code L} is a list cut to its first {@code k} places, {@code n} the number of
 * items in the catalog, {@code c_i} the number of training interactions of item {@code i}, {@code
 * N} the number of all of them.
 */
public interface CatalogMetric {
  /** The metric's key in reports, for example {@code coverage@10}. */
  String name();

  /** How many places of a list the metric looks at. */
  int k();

  /** The metric's value over the lists; NaN where it has none. */
  double value(RankedLists lists);

  /**
   * How the value comes about from those of single lists: {@link Averaging#USERS} if it is the mean
   * of {@code value(lists.list(i))} over the lists for which that is a number, else {@link
   * Averaging#NONE}.
   */
  default Averaging averaging() {
    return Averaging.NONE;
  }

  /** {@link Coverage}, {@code coverage@k}. */
  static CatalogMetric coverage(int k) {
    return new Coverage(k);
  }

  /** {@link Gini} over all items, {@code gini@k}. */
  static CatalogMetric gini(int k) {
    return new Gini(k, false);
  }

  /** {@link Entropy}, {@code entropy@k}. */
  static CatalogMetric entropy(int k) {
    return new Entropy(k);
  }

  /** {@link Popularity}, {@code popularity@k}. */
  static CatalogMetric popularity(int k) {
    return new Popularity(k);
  }

  /** {@link Novelty} by interactions, {@code novelty@k}. */
  static Novelty novelty(int k) {
    return new Novelty(k, Novelty.Share.OF_INTERACTIONS);
  }

  /** {@link Diversity} by co-occurrence, {@code diversity@k}. */
  static Diversity diversity(int k) {
    return new Diversity(k, Diversity.By.USERS);
  }

  /** {@link Serendipity} of hits, {@code serendipity@k}. */
  static CatalogMetric serendipity(int k) {
    return new Serendipity(k, true);
  }

  /**
   * The number of different items in the lists over {@code n}, as RecBole and RecTools have it.
   *
   * @param k the number of places, 1 or more
   */
  record Coverage(int k) implements CatalogMetric {
    /** Checks {@code k}. */
    public Coverage {
      JudgedRanking.checkK(k);
    }

    @Override
    public String name() {
      return "coverage@" + k;
    }

    @Override
    public double value(RankedLists lists) {
      long distinct = Arrays.stream(lists.counts(k)).filter(count -> count > 0).count();
      return (double) distinct / lists.catalog();
    }
  }

  /**
   * How unequally items share the places: {@code sum((2j - n - 1) p_j) / n} over the items in
   * rising order of their share {@code p_j} of all places, those never recommended included; 0 if
   * all appear alike. RecBole and LensKit divide by {@code n}, {@code gini@k}; LibRec by {@code n -
   * 1}, {@code gini-corrected@k}; RankSys and Elliot give 1 less that. NaN without any place
   * filled.
   *
   * @param k the number of places, 1 or more
   * @param corrected whether to divide by {@code n - 1}
   */
  record Gini(int k, boolean corrected) implements CatalogMetric {
    /** Checks {@code k}. */
    public Gini {
      JudgedRanking.checkK(k);
    }

    @Override
    public String name() {
      return (corrected ? "gini-corrected@" : "gini@") + k;
    }

    @Override
    public double value(RankedLists lists) {
      int[] counts = lists.counts(k);
      Arrays.sort(counts);
      int n = lists.catalog();
      double sum = 0;
      long places = 0;
      for (int i = 0; i < counts.length; i++) {
        // The most recommended item is the n-th; items beyond the vocabulary have no place at all.
        int j = n - counts.length + i + 1;
        sum += (2.0 * j - n - 1) * counts[i];
        places += counts[i];
      }
      return sum / places / (corrected ? n - 1 : n);
    }
  }

  /**
   * The entropy in bits of items' shares of the places, {@code -sum(p_i log2(p_i))}; higher is more
   * even. RankSys, Elliot, LensKit for Java, MS Recommenders' {@code distributional_coverage}.
   *
   * @param k the number of places, 1 or more
   */
  record Entropy(int k) implements CatalogMetric {
    /** Checks {@code k}. */
    public Entropy {
      JudgedRanking.checkK(k);
    }

    @Override
    public String name() {
      return "entropy@" + k;
    }

    @Override
    public double value(RankedLists lists) {
      int[] counts = lists.counts(k);
      double places = Arrays.stream(counts).asLongStream().sum();
      double sum = 0;
      for (int count : counts) {
        sum -= count == 0 ? 0 : count / places * Novelty.log2(count / places);
      }
      return places == 0 ? Double.NaN : sum;
    }
  }

  /**
   * Popularity bias: the mean over lists of {@code mean(c_i)} over the list, as RecBole's {@code
   * AveragePopularity}. Empty lists are left out.
   *
   * @param k the number of places, 1 or more
   */
  record Popularity(int k) implements CatalogMetric {
    /** Checks {@code k}. */
    public Popularity {
      JudgedRanking.checkK(k);
    }

    @Override
    public String name() {
      return "popularity@" + k;
    }

    @Override
    public double value(RankedLists lists) {
      return ListMean.of(
          lists,
          k,
          (list, places) -> {
            double sum = 0;
            for (int place = 0; place < places; place++) {
              sum += lists.popularity(lists.item(list, place));
            }
            return sum / places;
          });
    }

    @Override
    public Averaging averaging() {
      return Averaging.USERS;
    }
  }
}
