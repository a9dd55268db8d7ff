package io.recsys.evaluation;

/**
 * A figure for how well one user's ranking finds the items that the user's test rows show to be
 * relevant; higher is better. A report gives the mean over users. Implementations are immutable and
 * safe for any number of threads.
 *
 * <p>In the formulas {@code h_i} is 1 if the item at rank {@code i}, from 1, is relevant and else
 * 0; {@code R} is the number of the user's relevant items, found or not. Sums run over the ranks 1
 * to {@code k}; a shorter ranking counts as if filled with misses.
 */
public interface RankingMetric {
  /** The metric's key in reports, for example {@code ndcg@10}. */
  String name();

  /** How many places of a ranking the metric looks at. */
  int k();

  /** The metric of one user's ranking, which has one relevant item or more. */
  double value(JudgedRanking ranking);

  /**
   * Normalized discounted cumulative gain with binary gains, {@code ndcg@k}: {@code sum(h_i /
   * log2(i + 1))} over its value for the best ranking there is, which has {@code min(k, R)} hits on
   * top. Järvelin, Kekäläinen, Cumulated Gain-Based Evaluation of IR Techniques, TOIS 20(4), 2002.
   */
  static RankingMetric ndcg(int k) {
    return new Ndcg(k);
  }

  /** {@code recall@k}: {@code sum(h_i) / R}. */
  static RankingMetric recall(int k) {
    return new Recall(k);
  }

  /** {@code precision@k}: {@code sum(h_i) / k}. */
  static RankingMetric precision(int k) {
    return new Precision(k);
  }

  /** {@code hit@k}: 1 if any {@code h_i} is 1, else 0. */
  static RankingMetric hitRate(int k) {
    return new HitRate(k);
  }

  /**
   * {@link RankingMetric#ndcg}.
   *
   * @param k the number of places, 1 or more
   */
  record Ndcg(int k) implements RankingMetric {
    /** Checks {@code k}. */
    public Ndcg {
      JudgedRanking.checkK(k);
    }

    @Override
    public String name() {
      return "ndcg@" + k;
    }

    @Override
    public double value(JudgedRanking ranking) {
      double gain = 0;
      double ideal = 0;
      for (int place = 0; place < k; place++) {
        // Natural logarithms do: the base cancels.
        double discounted = 1 / Math.log(place + 2.0);
        gain += ranking.hit(place) ? discounted : 0;
        ideal += place < ranking.relevant() ? discounted : 0;
      }
      return gain / ideal;
    }
  }

  /**
   * {@link RankingMetric#recall}.
   *
   * @param k the number of places, 1 or more
   */
  record Recall(int k) implements RankingMetric {
    /** Checks {@code k}. */
    public Recall {
      JudgedRanking.checkK(k);
    }

    @Override
    public String name() {
      return "recall@" + k;
    }

    @Override
    public double value(JudgedRanking ranking) {
      return (double) ranking.hits(k) / ranking.relevant();
    }
  }

  /**
   * {@link RankingMetric#precision}.
   *
   * @param k the number of places, 1 or more
   */
  record Precision(int k) implements RankingMetric {
    /** Checks {@code k}. */
    public Precision {
      JudgedRanking.checkK(k);
    }

    @Override
    public String name() {
      return "precision@" + k;
    }

    @Override
    public double value(JudgedRanking ranking) {
      return (double) ranking.hits(k) / k;
    }
  }

  /**
   * {@link RankingMetric#hitRate}.
   *
   * @param k the number of places, 1 or more
   */
  record HitRate(int k) implements RankingMetric {
    /** Checks {@code k}. */
    public HitRate {
      JudgedRanking.checkK(k);
    }

    @Override
    public String name() {
      return "hit@" + k;
    }

    @Override
    public double value(JudgedRanking ranking) {
      return ranking.hits(k) > 0 ? 1 : 0;
    }
  }
}
