package io.recsys.baseline;

import io.recsys.Basis;
import io.recsys.Catalog;
import io.recsys.Query;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.TopK;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.Vocabulary;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** A ranking by number of interactions. */
final class PopularityRecommender implements Recommender {
  private final Vocabulary users;
  private final Catalog catalog;
  private final Interactions seen;
  private final int[] counts;

  PopularityRecommender(Dataset data, int[] counts) {
    this.users = data.users();
    this.catalog = Catalog.of(data);
    this.seen = data.interactions();
    this.counts = counts;
  }

  @Override
  public Recommendations recommend(Query query) {
    int user = query.user() == null ? -1 : users.indexOf(query.user());
    BitSet rankable = catalog.rankable(query, seen, user);
    TopK best = catalog.best(rankable, query.k(), item -> counts[item]);
    return catalog.answer(query, Basis.POPULARITY, best, item -> Double.NaN);
  }

  @Override
  public double[] predict(String user, List<String> items) {
    double[] ratings = new double[items.size()];
    Arrays.fill(ratings, Double.NaN);
    return ratings;
  }
}
