package io.recsys.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.recsys.Recommender;
import io.recsys.SmallData;
import io.recsys.split.Split;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationReportTest {
  private static final Split SPLIT = SmallData.split("x A 3, y A 4", "x B 2, y B 5, z B 4, z C 1");
  private static final Recommender ALL =
      new FixedRecommender(Map.of("y", "B", "z", "CB"), (user, item) -> 3);
  private static final Recommender NO_STARS = FixedRecommender.ranking(Map.of("y", "B"));
  private static final Recommender FEW_STARS =
      FixedRecommender.rating((user, item) -> user.equals("x") ? 3 : Double.NaN);

  private final EvaluationReport report =
      new EvaluationReport(
          evaluate("hybrid", ALL),
          List.of(evaluate("popularity", NO_STARS), evaluate("patchy", FEW_STARS)));

  @Test
  void toMap_becomesJsonWithoutNaN() {
    // Gson refuses NaN unless told otherwise.
    JsonObject json = JsonParser.parseString(new Gson().toJson(report.toMap())).getAsJsonObject();
    assertThat(json.keySet()).containsExactly("protocol", "test", "warm", "cold", "baselines");
    assertThat(json.getAsJsonObject("test").keySet())
        .containsSequence(
            "rmse", "mae", "within0.5", "ndcg@10", "recall@10", "precision@10", "hit@10");
    assertThat(json.getAsJsonObject("test").get("mae").getAsDouble()).isEqualTo(1.5);
    JsonObject popularity = json.getAsJsonObject("baselines").getAsJsonObject("popularity");
    assertThat(popularity.keySet())
        .startsWith("ndcg@10", "recall@10", "precision@10", "hit@10")
        .doesNotContain("rmse");
    assertThat(popularity.get("recall@10").getAsDouble()).isEqualTo(0.5);
    assertThat(json.getAsJsonObject("warm").get("hit@10").getAsDouble()).isEqualTo(1);
    assertThat(json.getAsJsonObject("cold").get("mae").getAsDouble()).isEqualTo(1.5);
    assertThat(popularity.getAsJsonObject("cold").get("hit@10").getAsDouble()).isZero();
    JsonObject protocol = json.getAsJsonObject("protocol");
    assertThat(protocol.get("split").getAsString()).isEqualTo("by hand");
    assertThat(protocol.get("testRows").getAsInt()).isEqualTo(4);
    assertThat(protocol.get("coldUsers").getAsInt()).isEqualTo(1);
    assertThat(protocol.get("skippedUsers").getAsInt()).isEqualTo(1);
    assertThat(protocol.get("relevantFrom").getAsDouble()).isEqualTo(4);
  }

  @Test
  void toText_alignsModelsBelowTheProtocol() {
    assertThat(report.toText())
        .isEqualTo(
            """
            small, split by hand: 2 training rows, 4 test rows of 3 users (1 of them cold)
            and 2 items (2 of them cold); 0 test rows are of warm users and items.
            Rankings are of all 3 items without the user's training items, averaged over 2 users
            (1 of them warm) with a test rating of 4.0 or more; 1 without one are skipped.
            May leak: nothing says how the test rows were chosen.

            model         rmse     mae  within0.5  ndcg@10  recall@10  precision@10  hit@10  mrr@10  map@10
            hybrid      1.5811  1.5000     0.0000   0.8155     1.0000        0.1000  1.0000  0.7500  0.7500
            popularity       -       -          -   0.5000     0.5000        0.0500  0.5000  0.5000  0.5000
            patchy           -       -          -   0.0000     0.0000        0.0000  0.0000  0.0000  0.0000

            model       coverage@10  gini@10  novelty@10  diversity@10  popularity@10
            hybrid           0.6667   0.4444      0.0000        1.0000         0.0000
            popularity       0.3333   0.6667      0.0000             -         0.0000
            patchy           0.0000        -           -             -              -
            patchy predicted a rating for 1 of the 4 test rows, so it has no rating metrics.

            Warm alone (rows: 0, ranked users: 1):
            model       ndcg@10  recall@10  precision@10  hit@10  mrr@10  map@10
            hybrid       1.0000     1.0000        0.1000  1.0000  1.0000  1.0000
            popularity   1.0000     1.0000        0.1000  1.0000  1.0000  1.0000
            patchy       0.0000     0.0000        0.0000  0.0000  0.0000  0.0000

            Cold alone (rows: 4, ranked users: 1):
            model         rmse     mae  within0.5  ndcg@10  recall@10  precision@10  hit@10  mrr@10  map@10
            hybrid      1.5811  1.5000     0.0000   0.6309     1.0000        0.1000  1.0000  0.5000  0.5000
            popularity       -       -          -   0.0000     0.0000        0.0000  0.0000  0.0000  0.0000
            patchy           -       -          -   0.0000     0.0000        0.0000  0.0000  0.0000  0.0000
            """);
  }

  @Test
  void report_refusesFiguresThatDoNotCompare() {
    Evaluation other =
        Evaluator.defaults().evaluate("bias", ALL, SmallData.split("x A 3", "x B 2"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EvaluationReport(report.model(), List.of(other)))
        .withMessageContaining("'bias'");
  }

  private static Evaluation evaluate(String model, Recommender recommender) {
    return Evaluator.defaults().evaluate(model, recommender, SPLIT);
  }
}
