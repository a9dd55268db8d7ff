package io.recsys.model;

import io.recsys.Catalog;
import io.recsys.Explanation;
import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.Similar;
import io.recsys.TopK;
import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.Vocabulary;
import io.recsys.feature.FeatureEncoder;
import io.recsys.feature.FeatureSchema;
import io.recsys.feature.InteractionStatistics;
import io.recsys.kernel.DenseLayer;
import io.recsys.kernel.DenseStack;
import io.recsys.kernel.Kernels;
import io.recsys.split.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

/**
 * Answers queries with a hybrid model, in plain Java.
 *
 * <p>Items are ranked by the preference output where the model has one, else by predicted rating. A
 * user without training interactions or a history in the query is answered with what an unknown
 * user prefers, by a model that learned no preference with what most people interacted with, unless
 * asked for the highest ratings; the predicted ratings are those of an unknown user. Where a query
 * names no time, a user is asked about as of the last training interaction.
 */
public final class HybridRecommender implements Recommender {
  private final HybridModel model;
  private final Catalog catalog;
  private final HybridScorer scorer;

  /** Working memory that no request has at the moment. */
  private final Pool<Scored> unused = new Pool<>();

  /** A recommender for a model. */
  public HybridRecommender(HybridModel model) {
    this(model, new HybridScorer(model));
  }

  private HybridRecommender(HybridModel model, HybridScorer scorer) {
    this.model = model;
    this.catalog =
        Catalog.of(
            model.data().items(),
            model.data().itemAttributes(),
            model.encoder().statistics()::itemCount);
    this.scorer = scorer;
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
    Background<Boolean> classes = Background.undisturbed("classes", HybridRecommender::loadClasses);
    try {
      return ModelBundle.read(folder, parts -> HybridParts.recommender(folder, parts));
    } finally {
      classes.close();
    }
  }

  /**
   * Has Java load what checks, reads and answers. It would do so class by class when each is first
   * needed, and keep the one thread waiting that reads. A class that is not to be had is left to
   * whoever needs it.
   */
  private static boolean loadClasses() throws ClassNotFoundException {
    Sha256.digest().reset();
    for (Class<?> type :
        List.of(
            FeatureSchema.class,
            FeatureEncoder.class,
            InteractionStatistics.class,
            SafeTensors.class,
            Tensors.class,
            Tensor.class,
            AttributeFile.class,
            CsvRecords.class,
            AttributeTable.class,
            HybridParts.class,
            Interactions.class,
            FeatureJson.class,
            ItemNeighbors.class,
            HybridNetwork.class,
            HybridModel.class,
            AttributeEffects.class,
            HybridScorer.class,
            NetworkInput.class,
            FoldIn.class,
            DenseLayer.class,
            Kernels.class,
            ExpectedItems.class,
            Catalog.class,
            Query.class,
            HybridAsker.class,
            TopK.class,
            HybridScorer.Request.class,
            DenseStack.class,
            Recommendations.class)) {
      Class.forName(type.getName(), true, HybridRecommender.class.getClassLoader());
    }
    return true;
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
    HybridAsker asker = asker(query, true);
    BitSet rankable = catalog.rankable(query, model.data().interactions(), asker.user());
    Scored free = unused.poll();
    Scored scored = free == null ? new Scored() : free;
    int count = scored.list(rankable);
    asker.rankingScores(scored.items, count, scored.scores);
    // Items are scored in the order they are asked for in.
    int[] next = {0};
    TopK best = catalog.best(query, rankable, item -> scored.scores[next[0]++]);
    unused.add(scored);
    int[] ranked = new int[best.size()];
    for (int rank = 0; rank < ranked.length; rank++) {
      ranked[rank] = best.index(rank);
    }
    double[] ratings = asker.ratings(ranked);
    int[] place = {0};
    Recommendations answer =
        catalog.answer(query, asker.basis(), best, item -> ratings[place[0]++]);
    answer = query.explain() && asker.rates() ? explained(answer, asker) : answer;
    asker.request().close();
    return answer;
  }

  private Recommendations explained(Recommendations answer, HybridAsker asker) {
    HybridExplainer explainer = explainer();
    List<Recommendation> items =
        answer.items().stream()
            .map(
                one ->
                    one.withExplanation(
                        explainer.explain(answer.user(), one.item(), asker.request())))
            .toList();
    return new Recommendations(answer.user(), answer.basis(), items);
  }

  /** The items of a request and their scores, in memory that is used again. For one thread. */
  private static final class Scored {
    private int[] items = new int[0];
    private float[] scores = new float[0];

    /** Lists the items of a set in order, and returns how many there are. */
    int list(BitSet set) {
      int count = set.cardinality();
      if (items.length < count) {
        items = new int[count];
        scores = new float[count];
      }
      int at = 0;
      for (int item = set.nextSetBit(0); item >= 0; item = set.nextSetBit(item + 1)) {
        items[at++] = item;
      }
      return count;
    }
  }

  @Override
  public double[] predict(String user, List<String> items) {
    return predict(Query.forUser(user), items);
  }

  @Override
  public double[] predict(Query query, List<String> items) {
    int[] indices = items.stream().mapToInt(model.data().items()::indexOf).toArray();
    HybridAsker asker = asker(query, false);
    double[] ratings = asker.ratings(indices);
    asker.request().close();
    return ratings;
  }

  /**
   * The items whose embeddings are the most like an item's: what the same people choose. One of few
   * training interactions, of which chance says much, counts as less alike. Empty for an item
   * without training interactions.
   *
   * @throws IllegalArgumentException if the model does not know the item, or {@code k} is negative
   */
  public List<Similar> similar(String item, int k) {
    return EmbeddingSpace.ofItems(model).nearest("item", item, k, catalog::title);
  }

  /**
   * The users whose embeddings, histories included, are the most like a user's. Empty for a user
   * without training interactions.
   *
   * @throws IllegalArgumentException if the model does not know the user, or {@code k} is negative
   */
  public List<Similar> similarUsers(String user, int k) {
    Vocabulary users = model.data().users();
    return new EmbeddingSpace(
            model.network().weight("user.embedding"),
            model.network().embeddingSize(),
            users,
            model.encoder().statistics()::userCount,
            0)
        .nearest("user", user, k, users::id);
  }

  /**
   * A recommender that knows more items, by their attributes alone, until the next training: they
   * are predicted and ranked as an unknown item with such attributes.
   *
   * @param ids the new items' ids
   * @param attributes a row an id; columns, of the same types, that the data's items have
   * @throws IllegalArgumentException if an id is known already or comes twice, or a column is none
   *     of the data's
   */
  public HybridRecommender withItems(List<String> ids, AttributeTable attributes) {
    return new HybridRecommender(new NewItems(model, ids, attributes).model());
  }

  /** What the rating predicted for a user and an item is made of. */
  public Explanation explain(String user, String item) {
    return explain(Query.forUser(user), item);
  }

  /**
   * What the rating predicted for a query's user and an item is made of: of the query, the user,
   * the history, attributes and the time count. An unknown user or item is explained by what is
   * known of the other. The same question has the same answer; it takes some thousand times as long
   * as a prediction, milliseconds in all.
   *
   * @throws IllegalArgumentException if the model predicts no ratings
   */
  public Explanation explain(Query query, String item) {
    HybridScorer.Request request = asker(query, false).request();
    Explanation explanation = explainer().explain(query.user(), item, request);
    request.close();
    return explanation;
  }

  /** Made when asked for: that takes little beside an explanation, but much of a first answer. */
  private HybridExplainer explainer() {
    return new HybridExplainer(model, scorer, catalog);
  }

  /** What probes note of a user and an item. */
  Probe.Answer answer(String user, String item) {
    HybridAsker asker = asker(Query.forUser(user), true);
    int index = model.data().items().indexOf(item);
    float rating = (float) asker.ratings(new int[] {index})[0];
    Probe.Answer answer = new Probe.Answer(asker.score(index), rating);
    asker.request().close();
    return answer;
  }

  private HybridAsker asker(Query query, boolean ranked) {
    return new HybridAsker(model, scorer, query, ranked);
  }
}
