package io.recsys.model;

import io.recsys.Basis;
import io.recsys.Catalog;
import io.recsys.Explanation;
import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.TopK;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.Vocabulary;
import io.recsys.feature.History;
import io.recsys.split.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Answers queries with a hybrid model, in plain Java.
 *
 * <p>Items are ranked by the preference output where the model has one, else by predicted rating. A
 * user without training interactions or a history in the query is answered with what an unknown
 * user prefers, by a model that learned no preference with what most people interacted with, unless
 * asked for the highest ratings; the predicted ratings are those of an unknown user. A query names
 * no time, so a user is asked about as of the last training interaction.
 */
public final class HybridRecommender implements Recommender {
  private final HybridModel model;
  private final Catalog catalog;
  private final HybridScorer scorer;
  private final HybridExplainer explainer;
  private final int outputs;
  private final int ratingOutput;
  private final int rankingOutput;

  /** A recommender for a model; computes the items' part of the first layer. */
  public HybridRecommender(HybridModel model) {
    this(model, new HybridScorer(model));
  }

  private HybridRecommender(HybridModel model, HybridScorer scorer) {
    this.model = model;
    this.catalog = Catalog.of(model.data());
    this.scorer = scorer;
    this.explainer = new HybridExplainer(model, scorer);
    List<HybridNetwork.Output> meanings = model.network().outputs();
    this.outputs = meanings.size();
    this.ratingOutput = meanings.indexOf(HybridNetwork.Output.RATING);
    int preference = meanings.indexOf(HybridNetwork.Output.PREFERENCE);
    this.rankingOutput = preference >= 0 ? preference : ratingOutput;
  }

  /** The model behind the answers. */
  public HybridModel model() {
    return model;
  }

  /** How the model was made. */
  public Provenance provenance() {
    return model.provenance();
  }

  /** This recommender with another account of how its model was made. */
  public HybridRecommender withProvenance(Provenance provenance) {
    return new HybridRecommender(model.withProvenance(provenance), scorer);
  }

  /**
   * Saves the model as a bundle, in place of the one that the folder holds, if it holds one. The
   * old bundle stays until the new one is whole.
   *
   * @throws IOException if the folder cannot be written, or holds something else than a bundle
   */
  public void save(Path folder) throws IOException {
    ModelBundle.write(folder, HybridParts.of(this));
  }

  /** The recommender saved in a folder; see {@link io.recsys.Recommender#load}. */
  public static HybridRecommender load(Path folder) throws IOException {
    return HybridParts.recommender(folder, ModelBundle.read(folder));
  }

  /**
   * Refuses a split of whose test part the model was trained on a row: its figures there would say
   * nothing. A model trained on the very training part of the split is always let through; one
   * saved without histories only then.
   *
   * @throws IllegalArgumentException if the model has seen test rows, or nobody can tell
   */
  public void requireUnseen(Split split) {
    Provenance made = provenance();
    if (made.trainedOn(split.train())) {
      return;
    }
    String remedy =
        "; evaluate it with the data, split and seed it was trained with, split %s and seed %d, or train one with split %s"
            .formatted(made.split(), made.seed(), split.name());
    if (model.data().interactions().size() == 0 && made.trainRows() > 0) {
      throw new IllegalArgumentException(
          "model: was saved without histories, so nobody can tell what it was trained on" + remedy);
    }
    int seen = seen(split);
    if (seen > 0) {
      throw new IllegalArgumentException(
          "model: was trained on %d of the %d test rows of split %s%s"
              .formatted(seen, split.test().size(), split.name(), remedy));
    }
  }

  private int seen(Split split) {
    Dataset known = model.data();
    Interactions test = split.test();
    int seen = 0;
    for (int user = 0; user < test.users(); user++) {
      int knownUser = known.users().indexOf(split.train().users().id(user));
      for (int p = test.start(user); knownUser >= 0 && p < test.end(user); p++) {
        int item = known.items().indexOf(split.train().items().id(test.item(p)));
        seen += item >= 0 && known.interactions().contains(knownUser, item) ? 1 : 0;
      }
    }
    return seen;
  }

  @Override
  public Recommendations recommend(Query query) {
    Asker asker = new Asker(query, true);
    BitSet rankable = catalog.rankable(query, model.data().interactions(), asker.user);
    int[] items = rankable.stream().toArray();
    boolean byRating = query.order() == Query.Order.PREDICTED_RATING && ratingOutput >= 0;
    boolean byPreference = !byRating && rankingOutput != ratingOutput;
    boolean plain = byPreference && scorer.hasPlainPreference();
    // The highest ratings predicted for someone unknown are those of items that few have rated.
    boolean whole = !plain && (byRating || byPreference || asker.basis != Basis.POPULARITY);
    float[] scores =
        whole ? asker.scores(items) : plain ? asker.request.preferences(items) : popularity(items);
    int output = byRating ? ratingOutput : rankingOutput;
    TopK best = new TopK(Math.min(query.k(), items.length));
    for (int i = 0; i < items.length; i++) {
      best.offer(i, scores[whole ? i * outputs + output : i]);
    }
    best.sort();
    return answer(query, asker, best, items, whole ? scores : new float[0]);
  }

  private Recommendations answer(Query query, Asker asker, TopK best, int[] items, float[] scores) {
    boolean scored = scores.length > 0;
    int[] ranked = new int[best.size()];
    float[] rankedScores = new float[scored ? ranked.length * outputs : 0];
    for (int place = 0; place < ranked.length; place++) {
      ranked[place] = items[best.index(place)];
      if (scored) {
        System.arraycopy(
            scores, best.index(place) * outputs, rankedScores, place * outputs, outputs);
      }
    }
    double[] ratings = ratings(scored ? rankedScores : asker.scores(ranked), ranked.length);
    List<Recommendation> answer = new ArrayList<>(ranked.length);
    for (int place = 0; place < ranked.length; place++) {
      answer.add(
          catalog.recommendation(place + 1, ranked[place], best.score(place), ratings[place]));
    }
    return new Recommendations(query.user(), asker.basis, answer);
  }

  @Override
  public double[] predict(String user, List<String> items) {
    return predict(Query.forUser(user), items);
  }

  @Override
  public double[] predict(Query query, List<String> items) {
    int[] indices = items.stream().mapToInt(model.data().items()::indexOf).toArray();
    return ratings(new Asker(query, false).scores(indices), indices.length);
  }

  /** What the rating predicted for a user and an item is made of. */
  public Explanation explain(String user, String item) {
    return explain(Query.forUser(user), item);
  }

  /**
   * What the rating predicted for a query's user and an item is made of: of the query, the user and
   * the history count. An unknown user or item is explained by what is known of the other. The same
   * question has the same answer; it takes some thousand times as long as a prediction,
   * milliseconds in all.
   *
   * @throws IllegalArgumentException if the model predicts no ratings
   */
  public Explanation explain(Query query, String item) {
    return explainer.explain(query.user(), item, new Asker(query, false).request);
  }

  /** The score that a query would rank an item by. */
  float score(String user, String item) {
    int[] index = {model.data().items().indexOf(item)};
    return new Asker(Query.forUser(user), true).scores(index)[rankingOutput];
  }

  /** The one a query is about, with all that is known. For one thread. */
  private final class Asker {
    private final int user;
    private final Basis basis;
    private final HybridScorer.Request request;

    Asker(Query query, boolean ranked) {
      user = query.user() == null ? -1 : model.data().users().indexOf(query.user());
      History history = history(query, user);
      request = scorer.request(user, history, ranked);
      boolean known = model.encoder().statistics().userCount(user) > 0;
      basis = known ? Basis.USER : request.learnedMore() ? Basis.HISTORY : Basis.POPULARITY;
    }

    float[] scores(int[] items) {
      float[] scores = new float[items.length * outputs];
      request.score(items, scores);
      return scores;
    }
  }

  /** A query's history without what the model knows of already. */
  private History history(Query query, int user) {
    Interactions seen = model.data().interactions();
    Vocabulary ids = model.data().items();
    List<String> known =
        query.history().keySet().stream()
            .filter(id -> ids.indexOf(id) >= 0)
            .filter(id -> user < 0 || !seen.contains(user, ids.indexOf(id)))
            .toList();
    int[] items = known.stream().mapToInt(ids::indexOf).toArray();
    float[] ratings = new float[items.length];
    long[] times = new long[items.length];
    for (int i = 0; i < items.length; i++) {
      Double rating = query.history().get(known.get(i));
      ratings[i] = (float) model.data().scale().clip(rating == null ? Double.NaN : rating);
      times[i] = model.encoder().statistics().lastTime();
    }
    return History.of(items, ratings, times);
  }

  private float[] popularity(int[] items) {
    float[] counts = new float[items.length];
    for (int i = 0; i < items.length; i++) {
      counts[i] = model.encoder().statistics().itemCount(items[i]);
    }
    return counts;
  }

  private double[] ratings(float[] scores, int count) {
    double[] ratings = new double[count];
    Arrays.fill(ratings, Double.NaN);
    for (int i = 0; i < count && ratingOutput >= 0; i++) {
      ratings[i] = model.data().scale().clip(scores[i * outputs + ratingOutput]);
    }
    return ratings;
  }
}
