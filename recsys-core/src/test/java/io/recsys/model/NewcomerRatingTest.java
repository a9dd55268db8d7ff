package io.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.recsys.Explanation;
import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.data.Dataset;
import io.recsys.model.HybridNetwork.Output;
import io.recsys.source.DemoDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rating by someone of whom few ratings are known comes from an output of its own. */
class NewcomerRatingTest {
  private static final double NEWCOMERS = 2.25;
  private static final int FEW = HybridNetwork.FEW_RATINGS;

  @TempDir private Path temporary;

  /** A drawn model whose output for newcomers is one number. */
  private static HybridRecommender drawn() {
    HybridModel model = DrawnHybrid.of(new DemoDataset.Size(12, 90, 240), 1).model();
    Map<String, float[]> weights = model.network().weights();
    weights.replaceAll(
        (name, values) ->
            name.startsWith("layer.2.")
                    || List.of("product.weight", "bilinear.share").contains(name)
                ? Arrays.copyOf(values, values.length / 2 * 3)
                : values);
    Objects.requireNonNull(weights.get("layer.2.bias"))[2] = (float) NEWCOMERS;
    int items = model.data().items().size() + 1;
    for (String table : List.of("implicit.embedding", "explicit.embedding")) {
      weights.put(table, new float[items * DrawnHybrid.SIZE]);
    }
    HybridNetwork network =
        new HybridNetwork(
            List.of(Output.RATING, Output.PREFERENCE, Output.NEWCOMER_RATING),
            DrawnHybrid.SIZE,
            weights);
    return new HybridRecommender(
        new HybridModel(
            model.data(),
            model.encoder(),
            network,
            model.neighbors(),
            model.effects(),
            model.provenance()));
  }

  @Test
  void predict_goesByTheNumberOfRatingsKnown() throws IOException {
    HybridRecommender drawn = drawn();
    drawn.save(temporary.resolve("model"));
    for (HybridRecommender model :
        List.of(drawn, HybridRecommender.load(temporary.resolve("model")))) {
      Dataset data = model.model().data();
      int newcomers = 0;
      for (int user = 0; user < data.users().size(); user++) {
        boolean few = data.interactions().count(user) < FEW;
        String id = data.users().id(user);
        double[] stars = model.predict(id, data.items().ids());
        assertThat(Arrays.stream(stars).allMatch(s -> s == NEWCOMERS)).as(id).isEqualTo(few);
        newcomers += few ? 1 : 0;
      }
      assertThat(newcomers).isBetween(1, data.users().size() - 1);
    }
  }

  @Test
  void recommend_countsAHistory_andRanksBothBySameStarsAsItShows() {
    HybridRecommender model = drawn();
    assertThat(stars(model, FEW - 1)).containsOnly(NEWCOMERS);
    assertThat(stars(model, FEW)).isNotEmpty().doesNotContain(NEWCOMERS);
  }

  private static List<Double> stars(HybridRecommender model, int ratings) {
    Map<String, Double> history = new LinkedHashMap<>();
    for (String item : model.model().data().items().ids().subList(0, ratings)) {
      history.put(item, 4.0);
    }
    Query query = Query.forHistory(history).rankedBy(Query.Order.PREDICTED_RATING);
    return model.recommend(query).items().stream().map(Recommendation::predictedRating).toList();
  }

  @Test
  void explain_explainsTheOutputThatIsShown() {
    HybridRecommender model = drawn();
    Dataset data = model.model().data();
    for (int user = 0; user < data.users().size(); user++) {
      String id = data.users().id(user);
      String item = data.items().id(user);
      Explanation explanation = model.explain(id, item);
      double sum = explanation.base();
      for (Explanation.Contribution part : explanation.contributions()) {
        sum += part.stars();
      }
      assertThat(sum).isCloseTo(explanation.unclippedRating(), within(1e-4));
      assertThat(explanation.predictedRating()).isEqualTo(model.predict(id, item));
    }
  }
}
