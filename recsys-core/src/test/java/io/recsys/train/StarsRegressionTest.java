package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.recsys.Query;
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

class StarsRegressionTest {
  private static final int USERS = 400;

  /** Men give item a 5 stars and item b 1, women the other way round; all give item c 3. */
  private static Dataset data() {
    AttributeTable.Builder users =
        AttributeTable.builder(USERS + 1).column("gender", AttributeTable.Type.TEXT);
    Interactions.Builder rows = Interactions.builder();
    for (int user = 0; user < USERS; user++) {
      boolean man = user % 2 == 0;
      users.text("gender", user, man ? "M" : "F");
      rows.add(user, 0, man ? 5 : 1, 0);
      rows.add(user, 1, man ? 1 : 5, 0);
      rows.add(user, 2, 3, 0);
    }
    users.text("gender", USERS, "F");
    return new Dataset(
        "halves",
        Vocabulary.of(IntStream.rangeClosed(0, USERS).mapToObj(String::valueOf).toList()),
        Vocabulary.of(List.of("a", "b", "c", "d")),
        users.build(),
        AttributeTable.empty(4),
        rows.build(USERS + 1, 4, false),
        new RatingScale(1, 5));
  }

  /** A model that predicts three stars and what attributes say. */
  private static HybridRecommender serving(HybridConfig config) {
    Dataset data = data();
    FeatureEncoder encoder = TrainingFeatures.fit(FeatureSchema.standard(data), data, 1).encoder();
    AttributeEffects effects = new AttributeRegression(config, data, encoder).fit();
    int inputs = 2 + encoder.userWidth() + encoder.itemWidth() + encoder.pairWidth() + 1;
    Map<String, float[]> nothing = new HashMap<>();
    nothing.put("user.embedding", new float[data.users().size() + 1]);
    nothing.put("item.embedding", new float[data.items().size() + 1]);
    nothing.put("user.category.0", new float[encoder.userCategorySize(0)]);
    nothing.put("layer.0.weight", new float[inputs]);
    nothing.put("layer.0.bias", new float[] {3});
    return new HybridRecommender(
        new HybridModel(
            data,
            encoder,
            new HybridNetwork(List.of(Output.RATING), 1, nothing),
            ItemNeighbors.none(data.items().size()),
            effects,
            Provenance.of(data)));
  }

  private static double[] predicted(HybridRecommender model, Query query) {
    return model.predict(query, List.of("a", "b", "c", "d", "e"));
  }

  @Test
  void effects_areThoseComputedByHand() {
    HybridRecommender model = serving(HybridConfig.defaults().withObjective(Objective.RATING));
    // The centered columns M and F are 0.5 and -0.5, or the other way round, their covariance 0.25
    // and -0.25. An item's 400 ratings make 100 and -100 of it, and with the penalty 300 and -100.
    // Ratings are 2 off their means, which makes sums of 400 and -400: the effects of a are 1 and
    // -1, and of the two columns each is 0.5 off.
    double[] men = predicted(model, Query.forAttributes(Map.of("gender", "M")));
    assertThat(men).containsExactly(new double[] {4, 2, 3, 3, 3}, within(1e-5));
    double[] women = predicted(model, Query.forAttributes(Map.of("gender", "F")));
    assertThat(women).containsExactly(new double[] {2, 4, 3, 3, 3}, within(1e-5));
    assertThat(predicted(model, Query.forUser(String.valueOf(USERS)))).isEqualTo(women);
  }

  @Test
  void someoneOfWhomNothingIsKnown_orWithARating_isLeftAlone() {
    HybridRecommender model = serving(HybridConfig.defaults().withObjective(Objective.RATING));
    for (Query query :
        List.of(
            Query.forUser("nobody"),
            Query.forUser("0"),
            Query.forAttributes(Map.of("gender", "unheard of")))) {
      assertThat(predicted(model, query)).containsExactly(3, 3, 3, 3, 3);
    }
  }

  @Test
  void effects_areOfModelsThatPredictRatingsWithAWidePart() {
    for (HybridConfig config :
        List.of(
            HybridConfig.original(), HybridConfig.defaults().withObjective(Objective.RANKING))) {
      double[] men = predicted(serving(config), Query.forAttributes(Map.of("gender", "M")));
      assertThat(men).as("%s", config.objective()).containsExactly(3, 3, 3, 3, 3);
    }
  }
}
