package io.recsys.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.recsys.Basis;
import io.recsys.Checkerboard;
import io.recsys.Query;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.SmallData;
import io.recsys.baseline.BiasTrainer;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
  /** The rankings of three users over the items A to J, and the test rows they are held against. */
  private static final Split GOLDEN =
      SmallData.split(
          "u1 H 3, u1 I 3, u2 D 3, u2 E 3, u2 H 3, u3 C 3, u3 I 3, u4 A 3, u4 B 3, u4 C 3, u4 D 3,"
              + "u5 A 3, u5 B 3, u5 E 3, u6 A 3, u6 C 3, u6 F 3, u6 J 3",
          "u1 B 5, u1 E 3, u1 F 4, u2 C 4, u3 G 5, u3 F 3");

  private static final Recommender RANKED =
      FixedRecommender.ranking(Map.of("u1", "ABCDE", "u2", "CAFBG", "u3", "BADEH"));

  @Test
  void evaluate_givesTheValuesOfOtherSystems() {
    Evaluation at5 =
        Evaluator.defaults().withK(5).withRelevantFrom(1).evaluate("m", RANKED, GOLDEN);
    assertThat(at5.value("ndcg@5")).isCloseTo(0.4925412345, within(1e-9));
    assertThat(at5.value("recall@5")).isCloseTo(0.5555555556, within(1e-9));
    assertThat(at5.value("precision@5")).isCloseTo(0.2, within(1e-9));
    assertThat(at5.value("hit@5")).isCloseTo(0.6666666667, within(1e-9));
    assertThat(at5.perUser("ndcg@5")[0]).isCloseTo(0.4776237035, within(1e-9));
    assertThat(at5.perUser("precision@5")).containsExactly(0.4, 0.2, 0);
    Evaluation at2 =
        Evaluator.defaults().withK(2).withRelevantFrom(1).evaluate("m", RANKED, GOLDEN);
    assertThat(at2.value("ndcg@2")).isCloseTo(0.4622842691, within(1e-9));
    assertThat(at2.value("recall@2")).isCloseTo(0.4444444444, within(1e-9));
    assertThat(at2.value("precision@2")).isCloseTo(0.3333333333, within(1e-9));
    assertThat(at2.value("hit@2")).isCloseTo(0.6666666667, within(1e-9));
  }

  @Test
  void evaluate_takesRatingsOfFourAsRelevant_onAScaleOfOneToFive() {
    Evaluation evaluation = Evaluator.defaults().withK(5).evaluate("m", RANKED, GOLDEN);
    assertThat(evaluation.protocol().relevantFrom()).isEqualTo(4);
    assertThat(evaluation.value("precision@5")).isCloseTo(0.1333333333, within(1e-9));
    assertThat(evaluation.value("recall@5")).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void evaluate_asksOnceForTheLargestK() {
    Evaluation evaluation =
        Evaluator.defaults()
            .withRankingMetrics(List.of(RankingMetric.recall(2), RankingMetric.recall(5)))
            .withRelevantFrom(1)
            .evaluate("m", RANKED, GOLDEN);
    assertThat(evaluation.value("recall@2")).isCloseTo(0.4444444444, within(1e-9));
    assertThat(evaluation.value("recall@5")).isCloseTo(0.5555555556, within(1e-9));
  }

  @Test
  void evaluate_averagesErrorsOverRows() {
    Split split = SmallData.split("x a 3", "x b 5, x c 1, y b 4, y c 3.5");
    Recommender threes = FixedRecommender.rating((user, item) -> 3);
    Evaluation evaluation = Evaluator.defaults().evaluate("threes", threes, split);
    assertThat(evaluation.value("rmse"))
        .isCloseTo(Math.sqrt((4 + 4 + 1 + 0.25) / 4), within(1e-12));
    assertThat(evaluation.value("mae")).isCloseTo((2 + 2 + 1 + 0.5) / 4, within(1e-12));
    assertThat(evaluation.value("within0.5")).isEqualTo(0.25);
    assertThat(evaluation.users()).containsExactly("x", "y");
    assertThat(evaluation.perUser("rmse")[0]).isEqualTo(2);
    assertThat(evaluation.perUser("mae")).containsExactly(2, 0.75);
    assertThat(evaluation.predictedRows()).isEqualTo(4);
  }

  @Test
  void evaluate_leavesRatingMetricsOut_whereAnyRowIsWithoutPrediction() {
    Split split = SmallData.split("x a 3", "x b 5, x c 1, y b 4");
    Recommender some = FixedRecommender.rating((user, item) -> item.equals("c") ? Double.NaN : 3);
    Evaluation evaluation = Evaluator.defaults().evaluate("some", some, split);
    assertThat(evaluation.metrics().keySet())
        .contains("ndcg@10", "map@10", "coverage@10")
        .doesNotContain("rmse", "mae", "within0.5");
    assertThat(evaluation.predictedRows()).isEqualTo(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluation.value("rmse"))
        .withMessageContaining("'rmse'");
    assertThatIllegalArgumentException().isThrownBy(() -> evaluation.perUser("rmse"));
  }

  @Test
  void evaluate_skipsUsersWithoutARelevantRow_andCountsColdOnes() {
    // x is warm and skipped, y warm, z cold.
    Split split = SmallData.split("x A 3, y A 4", "x B 2, y B 5, z B 4, z C 1");
    Recommender recommender = FixedRecommender.ranking(Map.of("x", "B", "y", "B", "z", "CB"));
    Evaluation evaluation = Evaluator.defaults().evaluate("m", recommender, split);
    Protocol protocol = evaluation.protocol();
    assertThat(protocol.rankedUsers()).isEqualTo(2);
    assertThat(protocol.warmRankedUsers()).isEqualTo(1);
    assertThat(protocol.skippedUsers()).isEqualTo(1);
    assertThat(protocol.counts()).isEqualTo(new Split.Counts(3, 1, 2, 2, 2, 4, 0));
    assertThat(evaluation.value("ndcg@10"))
        .isCloseTo((1 + Math.log(2) / Math.log(3)) / 2, within(1e-12));
    assertThat(evaluation.perUser("ndcg@10")[0]).isNaN();
  }

  /** C is a cold item, z a cold user: of six rows two are warm. */
  private static final Split MIXED =
      SmallData.split("x A 3, x D 1, y A 4, y B 2", "x B 5, x C 1, y D 2, y C 4, z A 4, z B 2");

  @Test
  void evaluate_tellsWarmFromCold() {
    Recommender threes =
        new FixedRecommender(Map.of("x", "CB", "y", "C", "z", "B"), (user, item) -> 3);
    Evaluation evaluation = Evaluator.defaults().evaluate("threes", threes, MIXED);
    assertThat(evaluation.value("rmse")).isCloseTo(Math.sqrt(12 / 6.0), within(1e-12));
    assertThat(evaluation.warm().get("rmse")).isCloseTo(Math.sqrt(5 / 2.0), within(1e-12));
    assertThat(evaluation.warm().get("mae")).isEqualTo(1.5);
    assertThat(evaluation.cold().get("rmse")).isCloseTo(Math.sqrt(7 / 4.0), within(1e-12));
    assertThat(evaluation.cold().get("mae")).isEqualTo(1.25);
    assertThat(evaluation.value("mrr@10")).isEqualTo(0.5);
    assertThat(evaluation.warm().get("mrr@10")).isEqualTo(0.75);
    assertThat(evaluation.cold().get("mrr@10")).isZero();
    assertThat(evaluation.warm()).doesNotContainKey("coverage@10");
    assertThat(evaluation.toMap()).containsKeys("rmse", "warm", "cold");
  }

  @Test
  void evaluate_measuresWarmRows_ofAModelThatPredictsNoOthers() {
    Recommender warm =
        FixedRecommender.rating(
            (user, item) -> user.equals("z") || item.equals("C") ? Double.NaN : 3);
    Evaluation evaluation = Evaluator.defaults().evaluate("warm", warm, MIXED);
    assertThat(evaluation.metrics()).doesNotContainKey("rmse");
    assertThat(evaluation.warm().get("rmse")).isCloseTo(Math.sqrt(5 / 2.0), within(1e-12));
    assertThat(evaluation.cold()).doesNotContainKey("rmse");
  }

  @Test
  void evaluate_hasNoPartsWhereNothingIsCold() {
    Split split = SmallData.split("x a 3, y b 4", "x b 5, y a 2");
    Recommender threes = FixedRecommender.rating((user, item) -> 3);
    Evaluation evaluation = Evaluator.defaults().evaluate("threes", threes, split);
    assertThat(evaluation.warm()).isEmpty();
    assertThat(evaluation.cold()).isEmpty();
    assertThat(evaluation.toMap()).doesNotContainKeys("warm", "cold");
  }

  @Test
  void evaluate_leavesRankingMetricsOut_whereNoUserHasARelevantRow() {
    Split split = SmallData.split("x a 3", "x b 2");
    Recommender recommender = FixedRecommender.rating((user, item) -> 2);
    assertThat(Evaluator.defaults().evaluate("m", recommender, split).metrics().keySet())
        .contains("rmse", "mae", "within0.5", "coverage@10")
        .doesNotContain("ndcg@10", "hit@10", "map@10");
  }

  @Test
  void evaluate_comparesTheThresholdAsValuesAreStored() {
    Split split = SmallData.split("x a 3", "x b 3.3");
    Recommender recommender = FixedRecommender.ranking(Map.of("x", "b"));
    Evaluation evaluation =
        Evaluator.defaults().withRelevantFrom(3.3).evaluate("m", recommender, split);
    assertThat(evaluation.value("hit@10")).isEqualTo(1);
  }

  @Test
  void evaluate_asksForNothingThatNoMetricNeeds() {
    Split split = SmallData.split("x a 3", "x b 5");
    Recommender rates =
        new Recommender() {
          @Override
          public Recommendations recommend(Query query) {
            throw new AssertionError("asked for a ranking");
          }

          @Override
          public double[] predict(String user, List<String> items) {
            return new double[] {4};
          }
        };
    Recommender ranks =
        new Recommender() {
          @Override
          public Recommendations recommend(Query query) {
            return new Recommendations(query.user(), Basis.USER, List.of());
          }

          @Override
          public double[] predict(String user, List<String> items) {
            throw new AssertionError("asked for ratings");
          }
        };
    Evaluator evaluator = Evaluator.defaults();
    Evaluator rated = evaluator.withRankingMetrics(List.of()).withCatalogMetrics(List.of());
    assertThat(rated.evaluate("m", rates, split).metrics().keySet())
        .containsExactly("rmse", "mae", "within0.5");
    assertThat(evaluator.withRatingMetrics(List.of()).evaluate("m", ranks, split).metrics())
        .containsKeys("ndcg@10", "coverage@10");
  }

  @Test
  void evaluate_givesTheSameFiguresOnAnyNumberOfThreads() throws Exception {
    Split split = Checkerboard.ratings(60);
    Recommender recommender = BiasTrainer.defaults().train(split.train());
    Map<String, Double> alone = evaluateOn(1, recommender, split);
    for (int threads = 2; threads <= 8; threads += 3) {
      assertThat(evaluateOn(threads, recommender, split)).isEqualTo(alone);
    }
  }

  @Test
  void evaluate_refusesASplitWithoutTestRows() {
    Split all = SplitStrategy.all().split(SmallData.of("x a 3"), 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluator.defaults().evaluate("m", RANKED, all))
        .withMessageContaining("'all' has no test rows");
  }

  @Test
  void evaluate_namesARecommenderThatBreaksItsContract() {
    Recommender miscounting =
        new Recommender() {
          @Override
          public Recommendations recommend(Query query) {
            return new Recommendations(query.user(), Basis.USER, List.of());
          }

          @Override
          public double[] predict(String user, List<String> items) {
            return new double[1];
          }
        };
    assertThatThrownBy(() -> Evaluator.defaults().evaluate("m", miscounting, GOLDEN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 ratings for");
  }

  @Test
  void evaluator_checksItsSettings() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluator.defaults().withRelevantFrom(Double.NaN))
        .withMessageStartingWith("relevantFrom:");
    assertThatIllegalArgumentException().isThrownBy(() -> Evaluator.defaults().withK(0));
    assertThatIllegalArgumentException().isThrownBy(() -> RatingMetric.within(-1));
  }

  @Test
  void perUser_isTheCallersOwn() {
    Evaluation evaluation = Evaluator.defaults().withK(5).evaluate("m", RANKED, GOLDEN);
    double[] first = evaluation.perUser("recall@5");
    first[0] = 99;
    assertThat(evaluation.perUser("recall@5")[0]).isEqualTo(0.5);
  }

  private static Map<String, Double> evaluateOn(int threads, Recommender recommender, Split split)
      throws Exception {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(() -> Evaluator.defaults().evaluate("m", recommender, split).metrics())
          .get();
    } finally {
      pool.shutdown();
    }
  }
}
