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

  /**
   * The metric of one user's ranking, which has one relevant item or more; NaN where it has none.
   */
  double value(JudgedRanking ranking);

  /** {@link Ndcg} with binary gain, {@code ndcg@k}. */
  static Ndcg ndcg(int k) {
    return new Ndcg(k, Ndcg.Gain.BINARY, Ndcg.Discount.LOG, Ndcg.Ideal.ACHIEVABLE);
  }

  /** {@link Recall} of all relevant items, {@code recall@k}. */
  static RankingMetric recall(int k) {
    return new Recall(k, false);
  }

  /** {@link Precision} among {@code k} places, {@code precision@k}. */
  static RankingMetric precision(int k) {
    return new Precision(k, false);
  }

  /** {@code hit@k}: 1 if any {@code h_i} is 1, else 0. */
  static RankingMetric hitRate(int k) {
    return new HitRate(k);
  }

  /** {@link ReciprocalRank}, {@code mrr@k}. */
  static RankingMetric mrr(int k) {
    return new ReciprocalRank(k);
  }

  /** {@link AveragePrecision} over the achievable, {@code map@k}. */
  static AveragePrecision map(int k) {
    return new AveragePrecision(k, AveragePrecision.Divisor.ACHIEVABLE);
  }

  /** {@link Auc}, {@code auc}. */
  static RankingMetric auc() {
    return new Auc();
  }

  /**
   * {@code sum(h_i) / R}, {@code recall@k}; capped {@code sum(h_i) / min(R, k)}, {@code
   * recall-capped@k}, as LensKit and Merlin have it.
   *
   * @param k the number of places, 1 or more
   * @param capped whether items that {@code k} places cannot hold are left out of the count
   */
  record Recall(int k, boolean capped) implements RankingMetric {
    /** Checks {@code k}. */
    public Recall {
      JudgedRanking.checkK(k);
    }

    @Override
    public String name() {
      return (capped ? "recall-capped@" : "recall@") + k;
    }

    @Override
    public double value(JudgedRanking ranking) {
      int relevant = ranking.relevant();
      return (double) ranking.hits(k) / (capped ? Math.min(relevant, k) : relevant);
    }
  }

  /**
   * {@code sum(h_i) / k}, {@code precision@k}, which a ranking shorter than {@code k} pays for;
   * filled {@code sum(h_i)} over the number of places filled, {@code precision-filled@k}, as
   * LensKit and gorse have it, 0 where none is.
   *
   * @param k the number of places, 1 or more
   * @param filled whether empty places are left out of the count
   */
  record Precision(int k, boolean filled) implements RankingMetric {
    /** Checks {@code k}. */
    public Precision {
      JudgedRanking.checkK(k);
    }

    @Override
    public String name() {
      return (filled ? "precision-filled@" : "precision@") + k;
    }

    @Override
    public double value(JudgedRanking ranking) {
      int places = filled ? Math.max(1, Math.min(ranking.size(), k)) : k;
      return (double) ranking.hits(k) / places;
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

  /**
   * One over the rank of the first hit, 0 where there is none within {@code k}. Voorhees, The
   * TREC-8 Question Answering Track Report, 1999.
   *
   * @param k the number of places, 1 or more
   */
  record ReciprocalRank(int k) implements RankingMetric {
    /** Checks {@code k}. */
    public ReciprocalRank {
      JudgedRanking.checkK(k);
    }

    @Override
    public String name() {
      return "mrr@" + k;
    }

    @Override
    public double value(JudgedRanking ranking) {
      for (int place = 0; place < k; place++) {
        if (ranking.hit(place)) {
          return 1.0 / (place + 1);
        }
      }
      return 0;
    }
  }
}
