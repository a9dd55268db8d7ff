package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.recsys.Basis;
import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.SmallData;
import io.recsys.TrainingException;
import io.recsys.baseline.EaseTrainer;
import io.recsys.baseline.Weighting;
import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EaseNeighborsTest {
  private static final Dataset DATA = DemoDataset.generate(new DemoDataset.Size(40, 20, 220), 1);
  private static final HybridConfig CONFIG = HybridConfig.defaults().withNeighborWeight(3);

  /** What neighbors are learned by from some users' likes. */
  private static EaseTrainer ease(int users) {
    return EaseTrainer.defaults()
        .withRegularization(13 * Math.sqrt(users))
        .withWeighting(Weighting.BY_RATING)
        .withTermWeight(3)
        .withNormalization(0.5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {4, 1})
  void allNeighbors_rankAsEaseDoes(double relevantFrom) {
    HybridConfig config = CONFIG.withRelevantFrom(relevantFrom);
    EaseTrainer trainer = ease(40).withRelevantFrom(relevantFrom);
    Recommender ease =
        (relevantFrom > 1 ? trainer : trainer.withWeighting(Weighting.EQUAL)).train(DATA);
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
  void fewNeighbors_speakAsTheyWouldAlone() {
    Dataset data = sparse(20, 6);
    float[][] weights = ease(20).weights(data, 3);
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
        .isCloseTo(1.5 * 3 * weight, within(1e-6));
    assertThat(new EaseNeighbors(CONFIG, sparse(30, 6)).fit().size()).isEqualTo(100 * 151);
  }

  @Test
  void termsSpeakToo_unlessFeaturesAreLeftOut() {
    Dataset data = described(sparse(20, 6));
    int from = data.items().indexOf("i3-2");
    int to = data.items().indexOf("i7-1");
    float weight = ease(20).weights(data, 3)[from][to];
    assertThat(weight).isNotZero();
    ItemNeighbors neighbors = new EaseNeighbors(CONFIG, data).fit(3, 101);
    assertThat(score(neighbors, data, Map.of("i3-2", 4.0), "i7-1"))
        .isCloseTo(3 * weight, within(1e-6));
    ItemNeighbors plain = new EaseNeighbors(CONFIG.withFeatures(false), data).fit(3, 101);
    assertThat(score(plain, data, Map.of("i3-2", 4.0), "i7-1")).isZero();
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
  void largeCatalogs_haveNeighborsAmongTheMostChosenItems() {
    Dataset data =
        SmallData.of("x a 5, x b 5, x c 5, y a 5, y c 4, z a 4, z c 4, z b 1, v d 5, v a 5");
    Dataset two = SmallData.of("x a 5, x c 5, y a 5, y c 4, z a 4, z c 4, v a 5");
    float weight = ease(4).weights(two, 2)[0][1];
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
  void itemsWithoutARow_haveNone() {
    Dataset data = described(sparse(20, 6));
    Interactions known =
        data.interactions()
            .filter(p -> data.interactions().item(p) != data.items().indexOf("i7-1"));
    ItemNeighbors neighbors = new EaseNeighbors(CONFIG, data.withInteractions(known)).fit(100, 101);
    assertThat(score(neighbors, data, Map.of("i3-2", 4.0), "i7-1")).isZero();
    assertThat(neighbors.size()).isEqualTo(100 * 99);
  }

  @Test
  void pairsThatMemoryCannotHold_areRefused() {
    int items = 100_000;
    Interactions.Builder rows = Interactions.builder();
    IntStream.range(0, items).forEach(item -> rows.add(0, item, 5, 0));
    Dataset small = SmallData.of("x a 5");
    Dataset data =
        new Dataset(
            "large",
            small.users(),
            Vocabulary.of(IntStream.range(0, items).mapToObj(i -> "i" + i).toList()),
            small.userAttributes(),
            AttributeTable.empty(items),
            rows.build(1, items, false),
            small.scale());
    assertThatThrownBy(() -> new EaseNeighbors(CONFIG, data).fit(100, items))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("the pairs of 100000 items of 'large' take 120.0 GB")
        .hasMessageContaining("neighborWeight of 0");
  }

  @Test
  void aValueThatHardlyCounts_isNoError() {
    // As a float, half a scale below 9.5 comes out a hair above 0.
    Dataset data = SmallData.of("x a 4.5, x b 4.5");
    Dataset wide =
        new Dataset(
            data.name(),
            data.users(),
            data.items(),
            data.userAttributes(),
            data.itemAttributes(),
            data.interactions(),
            new RatingScale(0, 10));
    HybridConfig config = CONFIG.withRelevantFrom(9.5);
    assertThat(config.liking(wide.scale()).of(4.5f)).isPositive();
    assertThat(new EaseNeighbors(config, wide).fit().size()).isNotNegative();
  }

  @Test
  void dataWithoutALike_hasNoNeighbors() {
    Dataset data = SmallData.of("x a 1, x b 2, y a 2");
    assertThat(new EaseNeighbors(CONFIG, data).fit().size()).isZero();
    assertThat(new EaseNeighbors(CONFIG.withNeighborWeight(0), DATA).fit().size()).isZero();
  }
}
