package io.recsys.model;

import io.recsys.Basis;
import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.TopK;
import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Answers queries with a hybrid model, in plain Java. A user without training interactions is
 * answered with what most people like.
 */
public final class HybridRecommender implements Recommender {
  private final HybridModel model;
  private final HybridScorer scorer;
  private final int ratingOutput;
  private final int rankingOutput;

  /** A recommender for a model; computes the items' part of the first layer. */
  public HybridRecommender(HybridModel model) {
    this.model = model;
    this.scorer = new HybridScorer(model);
    List<HybridNetwork.Output> outputs = model.network().outputs();
    this.ratingOutput = outputs.indexOf(HybridNetwork.Output.RATING);
    int preference = outputs.indexOf(HybridNetwork.Output.PREFERENCE);
    this.rankingOutput = preference >= 0 ? preference : ratingOutput;
  }

  /** The model behind the answers. */
  public HybridModel model() {
    return model;
  }

  @Override
  public Recommendations recommend(Query query) {
    Dataset data = model.data();
    int user = query.user() == null ? -1 : data.users().indexOf(query.user());
    boolean known = user >= 0 && model.encoder().statistics().userCount(user) > 0;
    int[] allowed = allowed(query, user);
    int outputs = model.network().outputs().size();
    float[] scores = new float[allowed.length * outputs];
    scorer.request(user, model.encoder().defaultTime(user)).score(allowed, allowed.length, scores);
    TopK top = new TopK(Math.min(query.k(), allowed.length));
    for (int i = 0; i < allowed.length; i++) {
      top.offer(
          i,
          known
              ? scores[i * outputs + rankingOutput]
              : model.encoder().statistics().itemCount(allowed[i]));
    }
    top.sort();
    List<Recommendation> items = new ArrayList<>(top.size());
    for (int place = 0; place < top.size(); place++) {
      int item = allowed[top.index(place)];
      float rating =
          ratingOutput < 0 ? Float.NaN : scores[top.index(place) * outputs + ratingOutput];
      items.add(
          new Recommendation(
              place + 1,
              data.items().id(item),
              title(item),
              genres(item),
              top.score(place),
              data.scale().clip(rating)));
    }
    return new Recommendations(query.user(), known ? Basis.USER : Basis.POPULARITY, items);
  }

  @Override
  public double[] predict(String user, List<String> items) {
    double[] ratings = new double[items.size()];
    if (ratingOutput < 0) {
      java.util.Arrays.fill(ratings, Double.NaN);
      return ratings;
    }
    Dataset data = model.data();
    int[] indices = items.stream().mapToInt(data.items()::indexOf).toArray();
    int outputs = model.network().outputs().size();
    float[] scores = new float[indices.length * outputs];
    int index = data.users().indexOf(user);
    scorer
        .request(index, model.encoder().defaultTime(index))
        .score(indices, indices.length, scores);
    for (int i = 0; i < ratings.length; i++) {
      ratings[i] = data.scale().clip(scores[i * outputs + ratingOutput]);
    }
    return ratings;
  }

  private int[] allowed(Query query, int user) {
    Dataset data = model.data();
    BitSet allowed = new BitSet(data.items().size());
    if (query.candidates() == null) {
      allowed.set(0, data.items().size());
    } else {
      query.candidates().stream()
          .mapToInt(data.items()::indexOf)
          .filter(i -> i >= 0)
          .forEach(allowed::set);
    }
    if (query.excludeSeen() && user >= 0) {
      Interactions seen = data.interactions();
      for (int position = seen.start(user); position < seen.end(user); position++) {
        allowed.clear(seen.item(position));
      }
    }
    query.exclude().stream()
        .mapToInt(data.items()::indexOf)
        .filter(i -> i >= 0)
        .forEach(allowed::clear);
    return allowed.stream().toArray();
  }

  private String title(int item) {
    AttributeTable attributes = model.data().itemAttributes();
    String title =
        attributes.has("title", AttributeTable.Type.TEXT) ? attributes.text("title", item) : null;
    return title == null ? model.data().items().id(item) : title;
  }

  private List<String> genres(int item) {
    AttributeTable attributes = model.data().itemAttributes();
    return attributes.has("genres", AttributeTable.Type.TERMS)
        ? attributes.terms("genres", item)
        : List.of();
  }
}
