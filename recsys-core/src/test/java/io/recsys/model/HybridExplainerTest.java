package io.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.recsys.Explanation;
import io.recsys.Explanation.Contribution;
import io.recsys.Query;
import io.recsys.Reason;
import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
import io.recsys.feature.Feature;
import io.recsys.feature.FeatureEncoder;
import io.recsys.feature.FeatureSchema;
import io.recsys.feature.History;
import io.recsys.feature.TrainingFeatures;
import io.recsys.model.HybridNetwork.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HybridExplainerTest {
  private static final double ROUNDING = 1e-4;
  private static final int SIZE = DrawnHybrid.SIZE;
  private static final Map<String, Double> HISTORY = Map.of("3", 5.0, "7", 1.0, "no", 4.0);

  private static final Map<String, String> DESCRIBED = Map.of("age", "61", "gender", "F");

  @TempDir private Path temporary;

  private static HybridRecommender with(
      HybridRecommender other, List<Output> outputs, int size, Consumer<Map<String, float[]>> to) {
    HybridModel model = other.model();
    Map<String, float[]> weights = model.network().weights();
    to.accept(weights);
    HybridNetwork network = new HybridNetwork(outputs, size, weights);
    return new HybridRecommender(
        new HybridModel(
            model.data(),
            model.encoder(),
            network,
            model.neighbors(),
            model.effects(),
            model.provenance()));
  }

  /** The model without all layers but a last one, right from the input. */
  private static HybridRecommender withoutLayers(HybridRecommender other) {
    return with(
        other,
        List.of(Output.RATING, Output.PREFERENCE),
        SIZE,
        weights -> {
          int inputs = inputs(other);
          weights.keySet().removeIf(name -> name.startsWith("layer."));
          weights.put("layer.0.weight", drawn(new Random(1), 2 * inputs));
          weights.put("layer.0.bias", new float[] {3, 1});
        });
  }

  private static HybridRecommender withoutEmbeddings(HybridRecommender other) {
    return with(
        other,
        List.of(Output.RATING, Output.PREFERENCE),
        0,
        weights -> {
          int hidden = other.model().network().bias(0).length;
          int inputs = inputs(other) - 2 * SIZE;
          weights.keySet().removeIf(name -> name.matches("product.*|bilinear.*"));
          weights.put("user.embedding", new float[0]);
          weights.put("item.embedding", new float[0]);
          weights.put("layer.0.weight", drawn(new Random(1), hidden * inputs));
        });
  }

  private static int inputs(HybridRecommender recommender) {
    HybridNetwork network = recommender.model().network();
    return network.weight("layer.0.weight").length / network.bias(0).length;
  }

  private static float[] drawn(Random random, int size) {
    float[] drawn = new float[size];
    for (int i = 0; i < size; i++) {
      drawn[i] = (float) random.nextGaussian();
    }
    return drawn;
  }

  private static double sum(Explanation explanation) {
    return explanation.base()
        + explanation.contributions().stream().mapToDouble(Contribution::stars).sum();
  }

  private static Map<String, Double> byName(Explanation explanation) {
    return explanation.contributions().stream()
        .collect(Collectors.toMap(Contribution::name, Contribution::stars));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void contributions_addUp_inEveryModelAndForEverybody(long seed) {
    HybridRecommender drawn = DrawnHybrid.of(seed);
    for (HybridRecommender recommender :
        List.of(
            drawn,
            withoutLayers(drawn),
            withoutEmbeddings(drawn),
            DrawnHybrid.ofHistories(seed),
            new HybridRecommender(drawn.model().withoutUsers()))) {
      for (String user : List.of("1", "12", "nobody")) {
        for (String item : List.of("1", "15", "nothing")) {
          for (Query query :
              List.of(
                  Query.forUser(user),
                  Query.forUser(user).withHistory(HISTORY),
                  Query.forAttributes(DESCRIBED))) {
            Explanation explanation = recommender.explain(query, item);
            assertThat(sum(explanation)).isCloseTo(explanation.unclippedRating(), within(ROUNDING));
            assertThat(explanation.predictedRating())
                .isEqualTo(recommender.predict(query, List.of(item))[0]);
            assertThat(explanation.contributions())
                .isSortedAccordingTo(
                    (a, b) -> Double.compare(Math.abs(b.stars()), Math.abs(a.stars())))
                .extracting(Contribution::name)
                .doesNotHaveDuplicates()
                .contains("user", "item", Explanation.NOTHING_KNOWN);
            assertThat(explanation.standardError()).isBetween(0.0, 0.5);
          }
        }
      }
    }
  }

  @Test
  void contributions_areOfFeaturesByName_andOfTheItemsGenresAlone() {
    HybridRecommender recommender = DrawnHybrid.of(1);
    List<String> genres = recommender.model().data().itemAttributes().terms("genres", 4);
    Explanation explanation = recommender.explain("2", recommender.model().data().items().id(4));
    assertThat(byName(explanation).keySet())
        .contains("age", "gender", "occupation", "hour", "weekday", "user_mean", "item_count")
        .contains("item_age", "genre_affinity")
        .doesNotContain("hour_sin", "weekday_cos", "genres")
        .filteredOn(name -> name.startsWith("genres:"))
        .containsExactlyInAnyOrderElementsOf(genres.stream().map(g -> "genres:" + g).toList());
  }

  /** Whatever can be left out is left out of a model of its own users and items, and scored. */
  @Test
  void contributions_areThoseOfBruteForceOnTheScorer() {
    HybridRecommender recommender = allSubsets(4);
    HybridScorer scorer = new HybridScorer(recommender.model());
    History nothing = History.of(new int[0], new float[0], new long[0]);
    double[] rating = new double[32];
    for (int set = 0; set < rating.length; set++) {
      rating[set] =
          scorer.request(scorer.subject(set & 7, nothing), false).score(new int[] {set >> 3}, 0)[0];
    }
    double[] expected = new double[5];
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4));
    int orders = permute(order, 0, rating, expected);
    Explanation explanation = recommender.explain("7", "3");
    Map<String, Double> found = byName(explanation);
    List<String> names = List.of("user", "age", "gender", "item", "year");
    for (int group = 0; group < names.size(); group++) {
      assertThat(found.get(names.get(group)))
          .as(names.get(group))
          .isCloseTo(expected[group] / orders, within(ROUNDING));
    }
    double mean = recommender.model().encoder().statistics().mean();
    assertThat(found.get(Explanation.NOTHING_KNOWN)).isCloseTo(rating[0] - mean, within(ROUNDING));
    assertThat(explanation.standardError()).isZero();
  }

  private static int permute(List<Integer> order, int from, double[] rating, double[] sums) {
    if (from == order.size()) {
      int set = 0;
      for (int group : order) {
        sums[group] += rating[set | 1 << group] - rating[set];
        set |= 1 << group;
      }
      return 1;
    }
    int orders = 0;
    for (int i = from; i < order.size(); i++) {
      Collections.swap(order, from, i);
      orders += permute(order, from + 1, rating, sums);
      Collections.swap(order, from, i);
    }
    return orders;
  }

  /**
   * A model in which user {@code S} knows what is in the set S of (1) an embedding, (2) an age, (4)
   * a gender, and item {@code S} has (1) an embedding and an offset, (2) a year; the rest vary.
   */
  private static HybridRecommender allSubsets(long seed) {
    Random random = new Random(seed);
    int users = 12;
    int items = 7;
    AttributeTable.Builder ofUsers =
        AttributeTable.builder(users)
            .column("age", AttributeTable.Type.NUMBER)
            .column("gender", AttributeTable.Type.TEXT);
    AttributeTable.Builder ofItems =
        AttributeTable.builder(items).column("year", AttributeTable.Type.NUMBER);
    for (int user = 0; user < users; user++) {
      if (user > 7 || (user & 2) > 0) {
        ofUsers.number("age", user, user > 7 ? 20 + user : 61);
      }
      if (user > 7 || (user & 4) > 0) {
        ofUsers.text("gender", user, user > 7 && user % 2 == 0 ? "F" : "M");
      }
    }
    for (int item = 0; item < items; item++) {
      if (item > 3 || (item & 2) > 0) {
        ofItems.number("year", item, item > 3 ? 1980 + item : 1999);
      }
    }
    Interactions.Builder rows = Interactions.builder();
    for (int i = 0; i < users * items; i += 2) {
      rows.add(i % users, i % items, 1 + random.nextInt(5), 0);
    }
    Dataset data =
        new Dataset(
            "subsets",
            ids(users),
            ids(items),
            ofUsers.build(),
            ofItems.build(),
            rows.build(users, items, false),
            new RatingScale(1, 5));
    FeatureSchema schema =
        new FeatureSchema(
            List.of(
                new Feature.Numeric("age", Feature.Part.USER, "age"),
                new Feature.Category("gender", Feature.Part.USER, "gender"),
                new Feature.Numeric("year", Feature.Part.ITEM, "year")));
    FeatureEncoder encoder = TrainingFeatures.fit(schema, data, seed).encoder();
    Map<String, float[]> weights = new HashMap<>();
    weights.put("user.embedding", embedding(random, users, 7));
    weights.put("item.embedding", embedding(random, items, 3));
    weights.put("user.category.0", drawn(random, 3));
    int inputs = 2 * SIZE + 3;
    weights.put("layer.0.weight", drawn(random, 6 * inputs));
    weights.put("layer.0.bias", drawn(random, 6));
    weights.put("layer.1.weight", drawn(random, 2 * 6));
    weights.put("layer.1.bias", drawn(random, 2));
    weights.put("linear.weight", drawn(random, 2 * inputs));
    weights.put("product.weight", drawn(random, 2 * SIZE));
    weights.put("bilinear.weight", drawn(random, SIZE * SIZE));
    weights.put("bilinear.share", new float[] {0.75f, 0.5f});
    float[] bias = drawn(random, 2 * (items + 1));
    bias[0] = bias[items];
    bias[2] = bias[items];
    bias[1] = bias[3];
    weights.put("item.bias", bias);
    return new HybridRecommender(
        new HybridModel(
            data,
            encoder,
            new HybridNetwork(List.of(Output.RATING, Output.PREFERENCE), SIZE, weights),
            ItemNeighbors.none(items),
            AttributeEffects.none(items),
            SampleBundle.provenance(seed)));
  }

  private static Vocabulary ids(int count) {
    return Vocabulary.of(IntStream.range(0, count).mapToObj(String::valueOf).toList());
  }

  /** Rows 1, 3, 5 and so on up to {@code last} alike, and the even ones as the unknown one's. */
  private static float[] embedding(Random random, int rows, int last) {
    float[] table = drawn(random, (rows + 1) * SIZE);
    for (int row = 0; row <= last; row++) {
      System.arraycopy(table, (row % 2 == 0 ? rows : last) * SIZE, table, row * SIZE, SIZE);
    }
    return table;
  }

  @Test
  void contribution_ofAFeatureThatMovesNothing_isZero() {
    HybridRecommender drawn = DrawnHybrid.of(2);
    FeatureEncoder encoder = drawn.model().encoder();
    int categories = 2 * encoder.userCategories();
    int column = SIZE + categories + encoder.columnNames().indexOf("user_mean");
    HybridRecommender recommender =
        with(
            drawn,
            List.of(Output.RATING, Output.PREFERENCE),
            SIZE,
            weights -> {
              float[] first = Objects.requireNonNull(weights.get("layer.0.weight"));
              int inputs = inputs(drawn);
              for (int i = column; i < first.length; i += inputs) {
                first[i] = 0;
              }
            });
    assertThat(byName(drawn.explain("3", "4")).get("user_mean")).isNotZero();
    assertThat(byName(recommender.explain("3", "4")).get("user_mean")).isZero();
    // Nothing is known of these two but the time of asking.
    assertThat(byName(recommender.explain("nobody", "nothing")))
        .containsEntry("user", 0.0)
        .containsEntry("item", 0.0)
        .containsEntry("age", 0.0);
  }

  @Test
  void history_changesWhatTheUserContributes() {
    HybridRecommender recommender = DrawnHybrid.ofHistories(3);
    Explanation stranger = recommender.explain("nobody", "4");
    assertThat(byName(stranger).get("user")).isZero();
    assertThat(stranger.because()).isEmpty();
    Explanation known = recommender.explain(Query.forHistory(HISTORY), "4");
    assertThat(byName(known).get("user")).isNotZero();
    assertThat(known.user()).isNull();
  }

  /** Items 1 and 2 places before are those with something to say, by their weight. */
  @Test
  void because_namesTheItemsLikedWhoseNeighborItIs() {
    HybridRecommender recommender = DrawnHybrid.ofHistories(1);
    ItemNeighbors neighbors = recommender.model().neighbors();
    Vocabulary ids = recommender.model().data().items();
    int reasons = 0;
    for (int item = 2; item < ids.size(); item++) {
      Query liked =
          Query.forHistory(Map.of(ids.id(item - 1), 5.0, ids.id(item - 2), 4.0, ids.id(item), 5.0));
      Query disliked = liked.withHistory(Map.of(ids.id(item - 1), 3.0, ids.id(item - 2), 1.0));
      double near = 1.5 * neighbors.weight(item - 1, item);
      double far = 1.0 * neighbors.weight(item - 2, item);
      List<Reason> because = recommender.explain(liked, ids.id(item)).because();
      reasons += because.size();
      assertThat(because).hasSize((near > 0 ? 1 : 0) + (far > 0 ? 1 : 0));
      if (!because.isEmpty() && because.get(0) instanceof Reason.Rated first) {
        assertThat(first.item()).isEqualTo(ids.id(near > far ? item - 1 : item - 2));
        assertThat(first.rating()).isEqualTo(near > far ? 5 : 4);
        assertThat(first.strength()).isCloseTo(Math.max(near, far), within(1e-6));
        assertThat(first.title()).isNotEmpty();
      }
      assertThat(recommender.explain(disliked, ids.id(item)).because()).isEmpty();
    }
    assertThat(reasons).isPositive();
    assertThat(neighbors.weight(0, 5)).isZero();
  }

  @Test
  void because_goesByEmbeddings_whereThereAreNoNeighbors() {
    HybridRecommender recommender = DrawnHybrid.of(5);
    float[] items = recommender.model().network().weight("item.embedding");
    List<String> ids = recommender.model().data().items().ids();
    Map<String, Double> all = ids.stream().collect(Collectors.toMap(id -> id, id -> 4.5));
    List<Reason> because = recommender.explain(Query.forHistory(all), ids.get(0)).because();
    assertThat(because).hasSize(3).isSortedAccordingTo((a, b) -> Double.compare(s(b), s(a)));
    double[] cosines =
        IntStream.range(1, ids.size()).mapToDouble(i -> cosine(items, 0, i)).sorted().toArray();
    assertThat(s(because.get(0))).isCloseTo(cosines[cosines.length - 1], within(1e-6));
    assertThat(s(because.get(2))).isCloseTo(cosines[cosines.length - 3], within(1e-6));
  }

  private static double s(Reason reason) {
    return reason instanceof Reason.Rated rated ? rated.strength() : Double.NaN;
  }

  private static double cosine(float[] rows, int a, int b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int d = 0; d < SIZE; d++) {
      dot += (double) rows[a * SIZE + d] * rows[b * SIZE + d];
      aa += (double) rows[a * SIZE + d] * rows[a * SIZE + d];
      bb += (double) rows[b * SIZE + d] * rows[b * SIZE + d];
    }
    return dot / Math.sqrt(aa * bb);
  }

  @Test
  void explain_saysTheSameFromEveryThreadAndAfterLoading() throws IOException {
    for (HybridRecommender recommender : List.of(DrawnHybrid.of(1), DrawnHybrid.ofHistories(1))) {
      Path folder = temporary.resolve("model");
      recommender.save(folder);
      HybridRecommender loaded = HybridRecommender.load(folder);
      List<Explanation> alone =
          IntStream.range(0, 180).mapToObj(i -> explain(recommender, i)).toList();
      List<Explanation> together =
          IntStream.range(0, 180).parallel().mapToObj(i -> explain(loaded, i)).toList();
      assertThat(together).isEqualTo(alone);
      assertThat(alone).anyMatch(explanation -> explanation.contributions().size() > 2);
    }
  }

  private static Explanation explain(HybridRecommender recommender, int pair) {
    List<String> users = recommender.model().data().users().ids();
    List<String> items = recommender.model().data().items().ids();
    return recommender.explain(
        users.get(pair % users.size()), items.get(pair / users.size() % items.size()));
  }

  @Test
  void explain_refusesAModelThatPredictsNoRatings() {
    HybridRecommender ranking =
        with(
            DrawnHybrid.of(1),
            List.of(Output.PREFERENCE),
            SIZE,
            weights -> {
              float[] last = Objects.requireNonNull(weights.get("layer.2.weight"));
              weights.put("layer.2.weight", Arrays.copyOf(last, last.length / 2));
              weights.put("layer.2.bias", new float[1]);
              weights.put("product.weight", new float[SIZE]);
              weights.keySet().removeIf(name -> name.startsWith("bilinear."));
            });
    assertThatThrownBy(() -> ranking.explain("1", "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("model: predicts no ratings that could be explained; train one that does");
  }
}
