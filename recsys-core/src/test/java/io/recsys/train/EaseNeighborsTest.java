package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.recsys.Basis;
import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.SmallData;
import io.recsys.baseline.EaseTrainer;
import io.recsys.baseline.Weighting;
import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.feature.FeatureSchema;
import io.recsys.feature.TrainingFeatures;
import io.recsys.model.AttributeEffects;
import io.recsys.model.HybridModel;
import io.recsys.model.HybridNetwork;
import io.recsys.model.HybridNetwork.Output;
import io.recsys.model.HybridRecommender;
import io.recsys.model.ItemNeighbors;
import io.recsys.model.Provenance;
import io.recsys.source.DemoDataset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EaseNeighborsTest {
  private static final Dataset DATA = DemoDataset.generate(new DemoDataset.Size(40, 20, 220), 1);
  private static final EaseTrainer EASE = EaseTrainer.defaults().withWeighting(Weighting.BY_RATING);
  private static final HybridConfig CONFIG =
      HybridConfig.defaults().withNeighborWeight(3).withRecency(0).withFreshness(0);

  /** Of 101 items of 20 users. */
  private static final double TIMES = 1 + 1.5 * (101 / 20.0 - 3);

  @ParameterizedTest
  @ValueSource(doubles = {4, 1})
  void allNeighbors_rankAsEaseDoes(double relevantFrom) {
    HybridConfig config = CONFIG.withRelevantFrom(relevantFrom);
    EaseTrainer trainer = EaseTrainer.defaults().withRelevantFrom(relevantFrom);
    Recommender ease =
        (relevantFrom > 1 ? trainer.withWeighting(Weighting.BY_RATING) : trainer).train(DATA);
    Recommender hybrid = serving(new EaseNeighbors(config, DATA).fit(20, 20), DATA);
    for (String user : DATA.users().ids()) {
      Query query = Query.forUser(user).withK(20).withExcludeSeen(false);
      Map<String, Double> scores = new HashMap<>();
      ease.recommend(query).items().forEach(item -> scores.put(item.item(), item.score()));
      for (Recommendation found : hybrid.recommend(query)) {
        assertThat(found.score())
            .isCloseTo(3 * scores.getOrDefault(found.item(), Double.NaN), within(1e-4));
      }
    }
  }

  /** A model whose preference is what neighbors say and nothing else. */
  private static Recommender serving(ItemNeighbors neighbors, Dataset data) {
    Map<String, float[]> nothing =
        Map.of(
            "user.embedding", new float[data.users().size() + 1],
            "item.embedding", new float[data.items().size() + 1],
            "layer.0.weight", new float[2],
            "layer.0.bias", new float[1]);
    return new HybridRecommender(
        new HybridModel(
            data,
            TrainingFeatures.fit(FeatureSchema.none(), data, 1).encoder(),
            new HybridNetwork(List.of(Output.PREFERENCE), 1, nothing),
            neighbors,
            AttributeEffects.none(data.items().size()),
            Provenance.of(data)));
  }

  /** Users who all rated item 0 and the user's own ones. */
  private static Dataset sparse(int users, int itemsEach) {
    StringBuilder text = new StringBuilder();
    for (int user = 0; user < users; user++) {
      text.append("u").append(user).append(" i 5, ");
      for (int item = 1; item < itemsEach; item++) {
        text.append("u%d i%d-%d 5, ".formatted(user, user, item));
      }
    }
    return SmallData.of(text.substring(0, text.length() - 2));
  }

  @Test
  void neighborsWeighMore_whereThereAreFewUsersToAnItem() {
    // One item of all and 3, 5 or 19 more of each of 20 users: 61, 101 and 381 items.
    assertThat(new EaseNeighbors(CONFIG, DATA).times()).isEqualTo(1);
    assertThat(new EaseNeighbors(CONFIG, sparse(20, 4)).times())
        .isCloseTo(1 + 1.5 * (61 / 20.0 - 3), within(1e-9));
    assertThat(new EaseNeighbors(CONFIG, sparse(20, 6)).times()).isCloseTo(TIMES, within(1e-9));
    assertThat(new EaseNeighbors(CONFIG, sparse(20, 20)).times()).isEqualTo(10);
    // Not where time counts.
    assertThat(new EaseNeighbors(CONFIG.withRecency(8), sparse(20, 20)).times()).isEqualTo(1);
    assertThat(new EaseNeighbors(CONFIG.withFreshness(1), sparse(20, 20)).times()).isEqualTo(1);
    Dataset data = sparse(20, 6);
    float weight = EASE.weights(data)[data.items().indexOf("i")][data.items().indexOf("i3-1")];
    ItemNeighbors neighbors = new EaseNeighbors(CONFIG, data).fit(101, 101);
    assertThat(weight).isNotZero();
    assertThat(score(neighbors, data, Map.of("i", 4.0), "i3-1"))
        .isCloseTo(3 * TIMES * weight, within(1e-6));
  }

  private static double score(
      ItemNeighbors neighbors, Dataset data, Map<String, Double> history, String item) {
    Query query = Query.forHistory(history).withK(data.items().size());
    return serving(neighbors, data).recommend(query).items().stream()
        .filter(found -> found.item().equals(item))
        .findFirst()
        .orElseThrow()
        .score();
  }

  @Test
  void whereTheyWeighMore_fewNeighborsSpeakAsTheyWouldAlone() {
    Dataset data = sparse(20, 6);
    float[][] weights = EASE.weights(data, 3);
    ItemNeighbors neighbors = new EaseNeighbors(CONFIG, data).fit(3, 101);
    int expected = 0;
    for (float[] row : weights) {
      for (float weight : row) {
        expected += weight != 0 ? 1 : 0;
      }
    }
    assertThat(neighbors.size()).isEqualTo(expected).isBetween(101, 3 * 101);
    double weight = weights[data.items().indexOf("i3-2")][data.items().indexOf("i3-1")];
    assertThat(weight).isNotZero();
    assertThat(score(neighbors, data, Map.of("i3-2", 5.0), "i3-1"))
        .isCloseTo(1.5 * 3 * TIMES * weight, within(1e-6));
    assertThat(new EaseNeighbors(CONFIG, data).fit().size()).isBetween(50 * 101 + 1, 100 * 101);
  }

  @Test
  void whereTheyWeighMore_termsSpeakToo_unlessFeaturesAreLeftOut() {
    Dataset data = described(sparse(20, 6));
    EaseTrainer trainer = EASE.withTermWeight(3);
    int from = data.items().indexOf("i3-2");
    int to = data.items().indexOf("i7-1");
    float weight = trainer.weights(data, 3)[from][to];
    assertThat(weight).isNotZero();
    ItemNeighbors neighbors = new EaseNeighbors(CONFIG, data).fit(3, 101);
    assertThat(score(neighbors, data, Map.of("i3-2", 4.0), "i7-1"))
        .isCloseTo(3 * TIMES * weight, within(1e-6));
    ItemNeighbors plain = new EaseNeighbors(CONFIG.withFeatures(false), data).fit(3, 101);
    assertThat(score(plain, data, Map.of("i3-2", 4.0), "i7-1")).isZero();
    // Where there are users enough, terms are left to the network.
    assertThat(DATA.itemAttributes().names()).contains("genres");
    ItemNeighbors enough = new EaseNeighbors(CONFIG, DATA).fit(20, 20);
    double weighed = EASE.weights(DATA)[0][1];
    assertThat(score(enough, DATA, Map.of(DATA.items().id(0), 4.0), DATA.items().id(1)))
        .isCloseTo(3 * weighed, within(1e-6));
  }

  /** The same with a genre that two items of different users have. */
  private static Dataset described(Dataset data) {
    AttributeTable.Builder items =
        AttributeTable.builder(data.items().size())
            .column("genres", AttributeTable.Type.TERMS)
            .column("title", AttributeTable.Type.TEXT);
    for (String item : List.of("i3-2", "i7-1")) {
      items.terms("genres", data.items().indexOf(item), List.of("western"));
    }
    return new Dataset(
        data.name(),
        data.users(),
        data.items(),
        data.userAttributes(),
        items.build(),
        data.interactions(),
        data.scale());
  }

  @Test
  void strongest_areTheLargestWhateverTheirSign() {
    float[] weights = {0.1f, -0.5f, 0, 0.3f, -0.2f};
    assertThat(EaseNeighbors.strongest(weights, 3)).containsExactly(1, 3, 4);
    assertThat(EaseNeighbors.strongest(weights, 9)).containsExactly(0, 1, 3, 4);
  }

  @Test
  void fewNeighbors_areTheStrongest() {
    Dataset data = SmallData.of("x a 5, x b 5, y a 5, y b 5, z a 5, z c 5, v a 4");
    ItemNeighbors few = new EaseNeighbors(CONFIG, data).fit(1, 3);
    assertThat(few.size()).isEqualTo(3);
    List<Recommendation> answer = serving(few, data).topK("v", 3).items();
    assertThat(answer).extracting(Recommendation::item).containsExactly("b", "c");
    assertThat(answer.get(0).score()).isCloseTo(3 * EASE.weights(data)[0][1], within(1e-6));
    assertThat(answer.get(1).score()).isZero();
  }

  @Test
  void largeCatalogs_haveNeighborsAmongTheMostChosenItems() {
    Dataset data =
        SmallData.of("x a 5, x b 5, x c 5, y a 5, y c 4, z a 4, z c 4, z b 1, v d 5, v a 5");
    Dataset two = SmallData.of("x a 5, x c 5, y a 5, y c 4, z a 4, z c 4, v a 5");
    float weight = EASE.weights(two)[0][1];
    Recommendations recommendations =
        serving(new EaseNeighbors(CONFIG, data).fit(9, 2), data)
            .recommend(Query.forHistory(Map.of("a", 4.0)));
    List<Recommendation> answer = recommendations.items();
    assertThat(recommendations.basis()).isEqualTo(Basis.HISTORY);
    assertThat(weight).isPositive();
    assertThat(answer).extracting(Recommendation::item).containsExactly("c", "b", "d");
    assertThat(answer.get(0).score()).isCloseTo(3 * weight, within(1e-6));
    assertThat(answer.get(1).score()).isZero();
    assertThat(answer.get(2).score()).isZero();
  }

  @Test
  void dataWithoutALike_hasNoNeighbors() {
    Dataset data = SmallData.of("x a 1, x b 2, y a 2");
    assertThat(new EaseNeighbors(CONFIG, data).fit().size()).isZero();
    assertThat(new EaseNeighbors(CONFIG.withNeighborWeight(0), DATA).fit().size()).isZero();
  }
}
