package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.recsys.Basis;
import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
import io.recsys.feature.FeatureEncoder;
import io.recsys.feature.FeatureSchema;
import io.recsys.feature.TrainingFeatures;
import io.recsys.model.AttributeEffects;
import io.recsys.model.HybridModel;
import io.recsys.model.HybridNetwork;
import io.recsys.model.HybridNetwork.Output;
import io.recsys.model.HybridRecommender;
import io.recsys.model.ItemNeighbors;
import io.recsys.model.Provenance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttributeRegressionTest {
  private static final int USERS = 400;

  /** Half of the users, those of gender M, give item a 5 stars, the others item b. */
  private static Dataset data() {
    AttributeTable.Builder users =
        AttributeTable.builder(USERS + 2)
            .column("gender", AttributeTable.Type.TEXT)
            .column("age", AttributeTable.Type.NUMBER);
    Interactions.Builder rows = Interactions.builder();
    for (int user = 0; user < USERS; user++) {
      users.text("gender", user, user % 2 == 0 ? "M" : "F");
      rows.add(user, user % 2, 5, user);
    }
    // Two without a row: one like the others, one of whom nothing is known.
    users.text("gender", USERS, "F");
    return new Dataset(
        "halves",
        Vocabulary.of(IntStream.range(0, USERS + 2).mapToObj(String::valueOf).toList()),
        Vocabulary.of(List.of("a", "b", "c")),
        users.build(),
        AttributeTable.empty(3),
        rows.build(USERS + 2, 3, true),
        new RatingScale(1, 5));
  }

  /** A model whose preference is what attributes say and nothing else. */
  private static Recommender serving(Dataset data, HybridConfig config) {
    FeatureEncoder encoder = TrainingFeatures.fit(FeatureSchema.standard(data), data, 1).encoder();
    AttributeEffects effects = new AttributeRegression(config, data, encoder).fit();
    int inputs = 2 + encoder.userWidth() + encoder.itemWidth() + encoder.pairWidth() + 1;
    Map<String, float[]> nothing = new HashMap<>();
    nothing.put("user.embedding", new float[data.users().size() + 1]);
    nothing.put("item.embedding", new float[data.items().size() + 1]);
    nothing.put("user.category.0", new float[encoder.userCategorySize(0)]);
    nothing.put("layer.0.weight", new float[inputs]);
    nothing.put("layer.0.bias", new float[1]);
    return new HybridRecommender(
        new HybridModel(
            data,
            encoder,
            new HybridNetwork(List.of(Output.PREFERENCE), 1, nothing),
            ItemNeighbors.none(data.items().size()),
            effects,
            Provenance.of(data)));
  }

  @Test
  void effects_areThoseComputedByHand() {
    Recommender recommender = serving(data(), HybridConfig.defaults().withRelevantFrom(4));
    Recommendations men = recommender.recommend(Query.forAttributes(Map.of("gender", "M")));
    // Five stars count 1.5, so each item's mean is 0.75. Of the centered columns M and F the
    // products are 100 and -100, with the penalty 200 and -100; 150 and -150 with the likes of a.
    // The effects are 0.5 and -0.5.
    assertThat(men.basis()).isEqualTo(Basis.ATTRIBUTES);
    assertThat(men.items()).extracting(Recommendation::item).containsExactly("a", "c", "b");
    assertThat(men.items().get(0).score()).isCloseTo(Math.log(1.26 / 0.76), within(1e-5));
    assertThat(men.items().get(1).score()).isZero();
    assertThat(men.items().get(2).score()).isCloseTo(Math.log(0.26 / 0.76), within(1e-5));
  }

  @Test
  void usersWithoutARow_areRankedByTheirAttributes() {
    Recommender recommender = serving(data(), HybridConfig.defaults());
    Recommendations described = recommender.recommend(Query.forAttributes(Map.of("gender", "F")));
    Recommendations known = recommender.topK(USERS, 10);
    assertThat(known.items()).isEqualTo(described.items());
    assertThat(known.basis()).isEqualTo(Basis.ATTRIBUTES);
    assertThat(known.items().get(0).item()).isEqualTo("b");
    assertThat(recommender.topK(USERS + 1, 10).basis()).isEqualTo(Basis.POPULARITY);
    Recommendations other =
        recommender.recommend(
            Query.forUser("nobody").withAttributes(Map.of("gender", "unheard of")));
    assertThat(other.basis()).isEqualTo(Basis.POPULARITY);
    assertThat(other.items()).isEqualTo(recommender.topK("nobody", 10).items());
  }

  @Test
  void usersWithARow_areNot() {
    Recommendations answer = serving(data(), HybridConfig.defaults()).topK(1, 10);
    assertThat(answer.basis()).isEqualTo(Basis.USER);
    assertThat(answer.items()).extracting(Recommendation::score).containsOnly(0.0);
  }

  @Test
  void attributes_thatTheModelDoesNotKnowAreRefused() {
    Recommender recommender = serving(data(), HybridConfig.defaults());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recommender.recommend(Query.forAttributes(Map.of("sex", "M"))))
        .withMessage(
            "attributes: 'sex' is none that the model knows of users, which are age, gender");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recommender.recommend(Query.forAttributes(Map.of("age", "old"))))
        .withMessage("attributes: age is 'old', which is no number");
  }
}
