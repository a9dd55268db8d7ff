package io.recsys.evaluation;

/**
 * Average precision: {@code sum(h_i * P@i)} over a divisor, where {@code P@i} is the share of hits
 * at the first {@code i} ranks. Its mean over users is called MAP. Buckley, Voorhees, Evaluating
 * Evaluation Measure Stability, SIGIR 2000.
 *
 * @param k the number of places, 1 or more
 * @param divisor what the sum is divided by
 */
public record AveragePrecision(int k, Divisor divisor) implements RankingMetric {
  /** Checks {@code k}. */
  public AveragePrecision {
    JudgedRanking.checkK(k);
  }

  /** What systems divide the sum by. */
  public enum Divisor {
    /** {@code min(R, k)}, so that the best ranking gets 1: RecBole, RankSys, Spark, implicit. */
    ACHIEVABLE(""),
    /** {@code R}: MS Recommenders' {@code map}, ranx, gorse, RecTools. */
    RELEVANT("-relevant"),
    /** {@code k}: RecTools' {@code divide_by_k}. */
    PLACES("-places"),
    /** The number of hits: LensKit for Java. */
    HITS("-hits");

    private final String suffix;

    Divisor(String suffix) {
      this.suffix = suffix;
    }
  }

  /** This metric with another divisor. */
  public AveragePrecision withDivisor(Divisor divisor) {
    return new AveragePrecision(k, divisor);
  }

  @Override
  public String name() {
    return "map" + divisor.suffix + "@" + k;
  }

  @Override
  public double value(JudgedRanking ranking) {
    double sum = 0;
    int hits = 0;
    for (int place = 0; place < k; place++) {
      if (ranking.hit(place)) {
        hits++;
        sum += (double) hits / (place + 1);
      }
    }
    if (hits == 0) {
      return 0;
    }
    return sum
        / switch (divisor) {
          case ACHIEVABLE -> Math.min(ranking.relevant(), k);
          case RELEVANT -> ranking.relevant();
          case PLACES -> k;
          case HITS -> hits;
        };
  }
}
