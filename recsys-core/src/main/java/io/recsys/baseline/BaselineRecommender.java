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
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The recommender of all baselines, which differ in their {@link ItemScores} alone. */
final class BaselineRecommender implements Recommender {
  private final Vocabulary users;
  private final Catalog catalog;
  private final Interactions seen;
  private final RatingScale scale;
  private final ItemScores scores;
  private final IntToDoubleFunction anyone;

  /**
   * A recommender.
   *
   * @param data what the scores were learned from
   * @param anyone what ranks the items for a user whom the scores do not cover
   */
  BaselineRecommender(Dataset data, ItemScores scores, IntToDoubleFunction anyone) {
    this.users = data.users();
    this.catalog = Catalog.of(data);
    this.seen = data.interactions();
    this.scale = data.scale();
    this.scores = scores;
    this.anyone = anyone;
  }

  /** A recommender that ranks by popularity for a user whom the scores do not cover. */
  BaselineRecommender(Dataset data, ItemScores scores) {
    this(data, scores, Popularity.of(data.interactions()).ranking(-1));
  }

  @Override
  public Recommendations recommend(Query query) {
    int user = indexOf(query.user());
    boolean covered = user >= 0 && scores.covers(user);
    IntToDoubleFunction ratings = scores.ratings(user);
    boolean hasRatings = !Double.isNaN(ratings.applyAsDouble(-1));
    boolean byRating = query.order() == Query.Order.PREDICTED_RATING && hasRatings;
    IntToDoubleFunction ranking = covered ? scores.ranking(user) : anyone;
    BitSet rankable = catalog.rankable(query, seen, user);
    TopK best = catalog.best(query, rankable, byRating ? ratings : ranking);
    Basis basis = covered ? Basis.USER : Basis.POPULARITY;
    return catalog.answer(query, basis, best, item -> scale.clip(ratings.applyAsDouble(item)));
  }

  @Override
  public double[] predict(String user, List<String> items) {
    IntToDoubleFunction ratings = scores.ratings(indexOf(user));
    return items.stream()
        .mapToInt(catalog.items()::indexOf)
        .mapToDouble(item -> scale.clip(ratings.applyAsDouble(item)))
        .toArray();
  }

  private int indexOf(@Nullable String user) {
    return user == null ? -1 : users.indexOf(user);
  }
}
