package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.recsys.Explanation;
import io.recsys.Query;
import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
import io.recsys.feature.Feature;
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

  /** Three quarters are men, who give item a 5 stars; women give a 2 stars and item b 4. */
  private static Dataset data() {
    AttributeTable.Builder users =
        AttributeTable.builder(USERS + 1)
            .column("gender", AttributeTable.Type.TEXT)
            .column("interests", AttributeTable.Type.TERMS);
    Interactions.Builder rows = Interactions.builder();
    for (int user = 0; user < USERS; user++) {
      boolean man = user % 4 > 0;
      users.text("gender", user, man ? "M" : "F");
      users.terms("interests", user, man ? List.of("chess", "golf") : List.of("golf"));
      rows.add(user, 0, man ? 5 : 2, 0);
      if (!man) {
        rows.add(user, 1, 4, 0);
      }
    }
    users.text("gender", USERS, "F");
    return new Dataset(
        "quarters",
        Vocabulary.of(IntStream.rangeClosed(0, USERS).mapToObj(String::valueOf).toList()),
        Vocabulary.of(List.of("a", "b", "c")),
        users.build(),
        AttributeTable.empty(3),
        rows.build(USERS + 1, 3, false),
        new RatingScale(1, 5));
  }

  private static HybridRecommender serving(HybridConfig config) {
    return serving(config, new Feature.Category("gender", Feature.Part.USER, "gender"));
  }

  /** A model that predicts three stars and what attributes say. */
  private static HybridRecommender serving(HybridConfig config, Feature feature) {
    Dataset data = data();
    FeatureSchema schema = new FeatureSchema(List.of(feature));
    FeatureEncoder encoder = TrainingFeatures.fit(schema, data, 1).encoder();
    AttributeEffects effects = new AttributeRegression(config, data, encoder).fit();
    int inputs = 2 + encoder.userWidth() + encoder.userCategories();
    Map<String, float[]> nothing = new HashMap<>();
    nothing.put("user.embedding", new float[data.users().size() + 1]);
    nothing.put("item.embedding", new float[data.items().size() + 1]);
    for (int c = 0; c < encoder.userCategories(); c++) {
      nothing.put("user.category." + c, new float[encoder.userCategorySize(c)]);
    }
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
    return model.predict(query, List.of("a", "b", "c", "d"));
  }

  @Test
  void effects_areThoseComputedByHand() {
    HybridRecommender model = serving(HybridConfig.defaults().withObjective(Objective.RATING));
    // The mean is 4.2, those of a and b, smoothed, 1721/405 and 421/105. Men are 0.12510 above
    // them, women 0.32270 below, so that 0.62551 and -1.92668 are left of a, and 0.31318 of b.
    // The column of men, centered, is 0.25 and -0.75, that of women the opposite, the covariance
    // over the 500 ratings 0.2625, and the sums of the column of men 191.415 and -23.488. The
    // effects are 191.415 / (2 * 400 * 0.2625 + 200) and -23.488 / (2 * 100 * 0.2625 + 200).
    double[] men = predicted(model, Query.forAttributes(Map.of("gender", "M")));
    assertThat(men).containsExactly(new double[] {3.23343, 2.95349, 3, 3}, within(2e-5));
    double[] women = predicted(model, Query.forAttributes(Map.of("gender", "F")));
    assertThat(women).containsExactly(new double[] {2.29970, 3.13953, 3, 3}, within(2e-5));
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
      assertThat(predicted(model, query)).containsExactly(3, 3, 3, 3);
    }
  }

  @Test
  void effects_areOfModelsThatPredictRatingsWithAWidePart() {
    for (HybridConfig config :
        List.of(
            HybridConfig.original(), HybridConfig.defaults().withObjective(Objective.RANKING))) {
      double[] men = predicted(serving(config), Query.forAttributes(Map.of("gender", "M")));
      assertThat(men).as("%s", config.objective()).containsExactly(3, 3, 3, 3);
    }
  }

  @Test
  void explanations_nameTermsThatAreLacking() {
    HybridRecommender model =
        serving(
            HybridConfig.defaults().withObjective(Objective.RATING),
            new Feature.Terms("interests", Feature.Part.USER, "interests"));
    for (String interests : List.of("golf", "chess|golf", "chess")) {
      Query query = Query.forAttributes(Map.of("interests", interests));
      Explanation explanation = model.explain(query, "a");
      double sum = explanation.base();
      for (Explanation.Contribution part : explanation.contributions()) {
        sum += part.stars();
      }
      assertThat(sum).isCloseTo(explanation.unclippedRating(), within(1e-5)).isNotEqualTo(3);
      assertThat(explanation.contributions())
          .extracting(Explanation.Contribution::name)
          .contains("interests:chess", "interests:golf");
    }
    Query none = Query.forAttributes(Map.of("interests", "knitting"));
    assertThat(predicted(model, none)).containsExactly(3, 3, 3, 3);
  }
}
