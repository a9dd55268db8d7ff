package io.recsys.evaluation;

import io.recsys.Basis;
import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/** A recommender that answers what a test wrote down. */
record FixedRecommender(Map<String, String> rankings, ToDoubleBiFunction<String, String> ratings)
    implements Recommender {
  /** Rankings with one letter an item, and no ratings. */
  static FixedRecommender ranking(Map<String, String> rankings) {
    return new FixedRecommender(rankings, (user, item) -> Double.NaN);
  }

  /** Ratings and empty rankings. */
  static FixedRecommender rating(ToDoubleBiFunction<String, String> ratings) {
    return new FixedRecommender(Map.of(), ratings);
  }

  @Override
  public Recommendations recommend(Query query) {
    String ranking = rankings.getOrDefault(String.valueOf(query.user()), "");
    List<Recommendation> items = new ArrayList<>();
    for (int i = 0; i < Math.min(query.k(), ranking.length()); i++) {
      String item = ranking.substring(i, i + 1);
      items.add(new Recommendation(i + 1, item, item, List.of(), -i, Double.NaN));
    }
    return new Recommendations(query.user(), Basis.USER, items);
  }

  @Override
  public double[] predict(String user, List<String> items) {
    return items.stream().mapToDouble(item -> ratings.applyAsDouble(user, item)).toArray();
  }
}
