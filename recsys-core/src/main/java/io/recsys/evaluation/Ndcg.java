package io.recsys.evaluation;

/**
 * Normalized discounted cumulative gain: {@code sum(g_i / d(i))} over its value for the best
 * ranking there is, where {@code g_i} is the gain of the item at rank {@code i} and {@code d} the
 * discount. Järvelin, Kekäläinen, Cumulated Gain-Based Evaluation of IR Techniques, TOIS 20(4),
 * 2002.
 *
 * <p>{@code ndcg@k} is binary with the discount {@code log2(i + 1)}: what RecBole, Cornac, MS
 * Recommenders and ranx give on binary data. The variants are named by what differs, for example
 * {@code ndcg-exp@10}.
 *
 * @param k the number of places, 1 or more
 * @param gain what an item is worth
 * @param discount what a rank takes off
 * @param ideal the ranking that is worth 1
 */
public record Ndcg(int k, Gain gain, Discount discount, Ideal ideal) implements RankingMetric {
  /** Checks {@code k}, and that the ideal goes with the gain. */
  public Ndcg {
    JudgedRanking.checkK(k);
    if (ideal == Ideal.ALL_PLACES && gain != Gain.BINARY) {
      throw new IllegalArgumentException(
          "ideal: ALL_PLACES is defined for the gain BINARY alone, not for " + gain);
    }
  }

  /** What an item with the test rating {@code r} is worth; an item without one is worth 0. */
  public enum Gain {
    /** 1 if the item is relevant, else 0. */
    BINARY(""),
    /** {@code r}, relevant or not, and 0 below 0: MS Recommenders' {@code raw}, ranx, LibRec. */
    LINEAR("-linear"),
    /**
     * {@code 2^r - 1}, relevant or not, and 0 below 0: MS Recommenders' {@code exp}. Burges et al.,
     * Learning to Rank using Gradient Descent, ICML 2005.
     */
    EXPONENTIAL("-exp"),
    /**
     * {@code 2^(r - t + 1) - 1} if {@code r} is at the threshold {@code t} or above, else 0:
     * RankSys and Elliot.
     */
    EXPONENTIAL_RELEVANT("-exp-relevant");

    private final String suffix;

    Gain(String suffix) {
      this.suffix = suffix;
    }

    double of(double rating, double relevantFrom) {
      if (Double.isNaN(rating)) {
        return 0;
      }
      return switch (this) {
        case BINARY -> rating >= relevantFrom ? 1 : 0;
        case LINEAR -> Math.max(0, rating);
        case EXPONENTIAL -> Math.max(0, Math.pow(2, rating) - 1);
        case EXPONENTIAL_RELEVANT ->
            rating >= relevantFrom ? Math.pow(2, rating - relevantFrom + 1) - 1 : 0;
      };
    }
  }

  /** What the gain at rank {@code i}, from 1, is divided by. */
  public enum Discount {
    /** {@code log2(i + 1)}: nearly everybody. */
    LOG(""),
    /** {@code log2(max(i, 2))}, so that ranks 1 and 2 count alike: LensKit. */
    LOG_FROM_SECOND("-from2");

    private final String suffix;

    Discount(String suffix) {
      this.suffix = suffix;
    }

    private double of(int place) {
      // Natural logarithms do: the base cancels.
      return Math.log(this == LOG ? place + 2.0 : Math.max(place + 1.0, 2));
    }
  }

  /** The ranking that is worth 1. */
  public enum Ideal {
    /** All of the user's test items, best first, down to place {@code k}. */
    ACHIEVABLE(""),
    /** A hit at each of the {@code k} places, though there may be fewer items: RecTools. */
    ALL_PLACES("-places");

    private final String suffix;

    Ideal(String suffix) {
      this.suffix = suffix;
    }
  }

  /** This metric with another gain. */
  public Ndcg withGain(Gain gain) {
    return new Ndcg(k, gain, discount, ideal);
  }

  /** This metric with another discount. */
  public Ndcg withDiscount(Discount discount) {
    return new Ndcg(k, gain, discount, ideal);
  }

  /** This metric with another ideal. */
  public Ndcg withIdeal(Ideal ideal) {
    return new Ndcg(k, gain, discount, ideal);
  }

  @Override
  public String name() {
    return "ndcg" + gain.suffix + discount.suffix + ideal.suffix + "@" + k;
  }

  @Override
  public double value(JudgedRanking ranking) {
    double threshold = ranking.relevantFrom();
    double sum = 0;
    double most = 0;
    for (int place = 0; place < k; place++) {
      double discounted = 1 / discount.of(place);
      sum += discounted * gain.of(ranking.rating(place), threshold);
      most +=
          discounted
              * (ideal == Ideal.ALL_PLACES ? 1 : gain.of(ranking.bestRating(place), threshold));
    }
    return sum / most;
  }
}
