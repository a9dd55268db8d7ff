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
import java.util.Map;
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
    Asker asker = asker(query);
    IntToDoubleFunction ratings = asker.scores.ratings(asker.user);
    boolean hasRatings = !Double.isNaN(ratings.applyAsDouble(-1));
    boolean byRating = query.order() == Query.Order.PREDICTED_RATING && hasRatings;
    boolean covered = asker.basis != Basis.POPULARITY;
    IntToDoubleFunction ranking = covered ? asker.scores.ranking(asker.user) : anyone;
    BitSet rankable = catalog.rankable(query, seen, indexOf(query.user()));
    TopK best = catalog.best(query, rankable, byRating ? ratings : ranking);
    return catalog.answer(
        query, asker.basis, best, item -> scale.clip(ratings.applyAsDouble(item)));
  }

  @Override
  public double[] predict(String user, List<String> items) {
    return predict(Query.forUser(user), items);
  }

  @Override
  public double[] predict(Query query, List<String> items) {
    Asker asker = asker(query);
    IntToDoubleFunction ratings = asker.scores.ratings(asker.user);
    return items.stream()
        .mapToInt(catalog.items()::indexOf)
        .mapToDouble(item -> scale.clip(ratings.applyAsDouble(item)))
        .toArray();
  }

  /**
   * The one a query is about.
   *
   * @param scores what is known of the user
   * @param user the index there, or -1 for one who is unknown
   * @param basis what the ranking rests on
   */
  private record Asker(ItemScores scores, int user, Basis basis) {}

  private Asker asker(Query query) {
    int user = indexOf(query.user());
    boolean known = user >= 0 && scores.covers(user);
    if (query.history().isEmpty()) {
      return new Asker(scores, user, known ? Basis.USER : Basis.POPULARITY);
    }
    ItemScores folded = scores.folded(interactions(user, query.history()));
    Basis told = folded.covers(0) ? Basis.HISTORY : Basis.POPULARITY;
    return new Asker(folded, 0, known ? Basis.USER : told);
  }

  /** A user's training interactions, and after them those of a history that are new. */
  private Interactions interactions(int user, Map<String, Double> history) {
    Interactions.Builder all = Interactions.builder();
    int end = user < 0 ? 0 : seen.end(user);
    for (int position = user < 0 ? 0 : seen.start(user); position < end; position++) {
      all.add(0, seen.item(position), seen.value(position), all.size());
    }
    for (Map.Entry<String, Double> told : history.entrySet()) {
      int item = catalog.items().indexOf(told.getKey());
      if (item >= 0 && (user < 0 || !seen.contains(user, item))) {
        all.add(0, item, (float) scale.clip(told.getValue()), all.size());
      }
    }
    return all.build(1, catalog.size(), true);
  }

  private int indexOf(@Nullable String user) {
    return user == null ? -1 : users.indexOf(user);
  }
}
