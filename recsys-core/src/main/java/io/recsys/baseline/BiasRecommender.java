package io.recsys.baseline;

import io.recsys.Basis;
import io.recsys.Catalog;
import io.recsys.Query;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.TopK;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ratings predicted from a mean, the user's bias and the item's. */
final class BiasRecommender implements Recommender {
  private final Vocabulary users;
  private final Catalog catalog;
  private final Interactions seen;
  private final RatingScale scale;
  private final double mean;
  private final double[] userBias;
  private final double[] itemBias;

  BiasRecommender(Dataset data, double mean, double[] userBias, double[] itemBias) {
    this.users = data.users();
    this.catalog = Catalog.of(data);
    this.seen = data.interactions();
    this.scale = data.scale();
    this.mean = mean;
    this.userBias = userBias;
    this.itemBias = itemBias;
  }

  @Override
  public Recommendations recommend(Query query) {
    int user = indexOf(query.user());
    double base = base(user);
    BitSet rankable = catalog.rankable(query, seen, user);
    TopK best = catalog.best(rankable, query.k(), item -> base + itemBias[item]);
    return catalog.answer(query, basis(user), best, item -> scale.clip(base + itemBias[item]));
  }

  @Override
  public double[] predict(String user, List<String> items) {
    double base = base(indexOf(user));
    double[] ratings = new double[items.size()];
    for (int i = 0; i < ratings.length; i++) {
      int item = catalog.items().indexOf(items.get(i));
      ratings[i] = scale.clip(item < 0 ? base : base + itemBias[item]);
    }
    return ratings;
  }

  private int indexOf(@Nullable String user) {
    return user == null ? -1 : users.indexOf(user);
  }

  private double base(int user) {
    return user < 0 ? mean : mean + userBias[user];
  }

  private Basis basis(int user) {
    boolean trained = user >= 0 && seen.count(user) > 0;
    return trained ? Basis.USER : Basis.POPULARITY;
  }
}
