package io.recsys.evaluation;

/**
 * Area under the ROC curve of one user, {@code auc}: the share of pairs of a relevant and another
 * candidate that the ranking puts in the right order. A pair of which neither is ranked counts one
 * half. It looks at the whole ranking, so evaluating it asks for every item. Rendle et al., BPR:
 * Bayesian Personalized Ranking from Implicit Feedback, UAI 2009. NaN where all candidates are
 * relevant.
 */
public record Auc() implements RankingMetric {
  @Override
  public String name() {
    return "auc";
  }

  @Override
  public int k() {
    return Integer.MAX_VALUE;
  }

  @Override
  public double value(JudgedRanking ranking) {
    long relevant = ranking.relevant();
    long others = ranking.candidates() - relevant;
    double ordered = 0;
    long hits = 0;
    long misses = 0;
    for (int place = 0; place < ranking.size(); place++) {
      if (ranking.hit(place)) {
        ordered += others - misses;
        hits++;
      } else {
        misses++;
      }
    }
    ordered += 0.5 * (relevant - hits) * Math.max(0, others - misses);
    return others <= 0 ? Double.NaN : ordered / ((double) relevant * others);
  }
}
