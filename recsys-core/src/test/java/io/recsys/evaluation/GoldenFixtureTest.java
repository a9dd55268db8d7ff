package io.recsys.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.recsys.evaluation.AveragePrecision.Divisor;
import io.recsys.evaluation.Ndcg.Discount;
import io.recsys.evaluation.Ndcg.Gain;
import io.recsys.evaluation.Ndcg.Ideal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What other libraries give for {@link GoldenFixture}, or where few digits of it are known, by
 * hand.
 */
class GoldenFixtureTest {
  private static final double LOG2_3 = Math.log(3) / Math.log(2);
  private static final double LOG2_5 = Math.log(5) / Math.log(2);
  private static final double LOG2_6 = Math.log(6) / Math.log(2);

  /** By hand: the ideal of three hits, and of two. */
  private static final double THREE = 1 + 1 / LOG2_3 + 0.5;

  private static final double TWO = 1 + 1 / LOG2_3;

  static Stream<Arguments> rankings() {
    return Stream.of(
        // Metric, lowest relevant rating, value by hand, value as published.
        ranking(RankingMetric.precision(5), 1, (2 / 5.0 + 1 / 5.0) / 3, 0.2),
        ranking(RankingMetric.precision(2), 1, 1 / 3.0, 0.333333),
        ranking(RankingMetric.recall(5), 1, (2 / 3.0 + 1) / 3, 0.5555556),
        ranking(RankingMetric.recall(2), 1, (1 / 3.0 + 1) / 3, 0.4444444),
        ranking(new RankingMetric.Recall(5, true), 1, (2 / 3.0 + 1) / 3, 0.5555556),
        ranking(new RankingMetric.Recall(2, true), 1, (1 / 2.0 + 1) / 3, 0.5),
        ranking(RankingMetric.hitRate(5), 1, 2 / 3.0, 0.6666667),
        ranking(RankingMetric.hitRate(2), 1, 2 / 3.0, 0.6666667),
        ranking(RankingMetric.mrr(5), 1, 0.5, 0.5),
        ranking(RankingMetric.mrr(2), 1, 0.5, 0.5),
        ranking(RankingMetric.map(5), 1, ((1 / 2.0 + 2 / 5.0) / 3 + 1) / 3, 0.4333333),
        ranking(RankingMetric.map(2), 1, (1 / 4.0 + 1) / 3, 0.4166667),
        ranking(map(5, Divisor.RELEVANT), 1, (0.3 + 1) / 3, 0.4333333),
        ranking(map(2, Divisor.RELEVANT), 1, (1 / 6.0 + 1) / 3, 0.3888889),
        ranking(map(5, Divisor.PLACES), 1, (0.9 / 5 + 1 / 5.0) / 3, 0.1266667),
        ranking(map(2, Divisor.PLACES), 1, (0.5 / 2 + 1 / 2.0) / 3, 0.25),
        ranking(map(5, Divisor.HITS), 1, (0.45 + 1) / 3, 0.4833333),
        ranking(map(2, Divisor.HITS), 1, (0.5 + 1) / 3, 0.5),
        ranking(
            RankingMetric.ndcg(5), 1, ((1 / LOG2_3 + 1 / LOG2_6) / THREE + 1) / 3, 0.4925412345),
        ranking(RankingMetric.ndcg(2), 1, (1 / LOG2_3 / TWO + 1) / 3, 0.4622842691),
        ranking(
            RankingMetric.ndcg(5).withDiscount(Discount.LOG_FROM_SECOND),
            1,
            ((1 + 1 / LOG2_5) / (2 + 1 / LOG2_3) + 1) / 3,
            0.5145970806),
        ranking(
            RankingMetric.ndcg(2).withDiscount(Discount.LOG_FROM_SECOND), 1, (0.5 + 1) / 3, 0.5),
        ranking(
            RankingMetric.ndcg(5).withGain(Gain.LINEAR),
            1,
            ((5 / LOG2_3 + 3 / LOG2_6) / (5 + 4 / LOG2_3 + 3 / 2.0) + 1) / 3,
            0.4927357254),
        ranking(
            RankingMetric.ndcg(5).withGain(Gain.EXPONENTIAL),
            1,
            ((31 / LOG2_3 + 7 / LOG2_6) / (31 + 15 / LOG2_3 + 7 / 2.0) + 1) / 3,
            0.5021594881),
        ranking(
            RankingMetric.ndcg(5).withGain(Gain.EXPONENTIAL_RELEVANT),
            1,
            ((31 / LOG2_3 + 7 / LOG2_6) / (31 + 15 / LOG2_3 + 7 / 2.0) + 1) / 3,
            0.5021594881),
        ranking(
            RankingMetric.ndcg(2).withGain(Gain.EXPONENTIAL_RELEVANT),
            1,
            (31 / LOG2_3 / (31 + 15 / LOG2_3) + 1) / 3,
            0.4944547278),
        ranking(
            RankingMetric.ndcg(5).withGain(Gain.EXPONENTIAL_RELEVANT),
            4,
            (3 / LOG2_3 / (3 + 1 / LOG2_3) + 1) / 3,
            0.5070986762),
        ranking(
            RankingMetric.ndcg(2).withGain(Gain.EXPONENTIAL_RELEVANT),
            4,
            (3 / LOG2_3 / (3 + 1 / LOG2_3) + 1) / 3,
            0.5070986762),
        ranking(RankingMetric.precision(5), 4, (0.2 + 0.2) / 3, 0.1333333),
        ranking(RankingMetric.recall(5), 4, 0.5, 0.5),
        ranking(RankingMetric.map(5), 4, (1 / 4.0 + 1) / 3, 0.4166667),
        ranking(RankingMetric.precision(2), 4, 1 / 3.0, 0.3333333),
        ranking(
            RankingMetric.ndcg(5).withIdeal(Ideal.ALL_PLACES),
            1,
            (1 / LOG2_3 + 1 / LOG2_6 + 1) / (1 + 1 / LOG2_3 + 0.5 + 1 / LOG2_5 + 1 / LOG2_6) / 3,
            0.2281171825),
        ranking(
            RankingMetric.ndcg(2).withIdeal(Ideal.ALL_PLACES),
            1,
            (1 / LOG2_3 + 1) / TWO / 3,
            0.3333333));
  }

  private static Arguments ranking(
      RankingMetric metric, double relevantFrom, double byHand, double published) {
    return Arguments.of(metric, relevantFrom, byHand, published);
  }

  private static AveragePrecision map(int k, Divisor divisor) {
    return RankingMetric.map(k).withDivisor(divisor);
  }

  @ParameterizedTest
  @MethodSource("rankings")
  void rankingMetric_agreesWithOtherLibraries(
      RankingMetric metric, double relevantFrom, double byHand, double published) {
    double value =
        GoldenFixture.evaluate(
                Evaluator.defaults()
                    .withRankingMetrics(List.of(metric))
                    .withRelevantFrom(relevantFrom))
            .value(metric.name());
    assertThat(value).isCloseTo(byHand, within(1e-12));
    assertThat(value).isCloseTo(published, within(digits(published)));
  }

  static Stream<Arguments> catalogs() {
    // Training interactions: A 3, B 2, C 3, D 2, E 2, F 1, H 2, I 2 of 17; recommended at 5: A 3, B
    // 3,
    // C 2, D 2, E 2, F 1, G 1, H 1; at 2: A 3, B 2, C 1.
    double log17 = log2(17);
    return Stream.of(
        catalog(CatalogMetric.coverage(5), 0.8, 0.8),
        catalog(CatalogMetric.coverage(2), 0.3, 0.3),
        catalog(
            CatalogMetric.gini(5), (-5 - 3 - 1 + 2 * (1 + 3 + 5) + 3 * (7 + 9)) / 15.0 / 10, 0.38),
        catalog(CatalogMetric.gini(2), (1 * 5 + 2 * 7 + 3 * 9) / 6.0 / 10, 0.7666667),
        catalog(new CatalogMetric.Gini(5, true), 3.8 / 9, 0.4222222),
        catalog(new CatalogMetric.Gini(2, true), 46 / 6.0 / 9, 0.8518519),
        catalog(
            CatalogMetric.entropy(5),
            (6 * log2(15 / 3.0) + 6 * log2(15 / 2.0) + 3 * log2(15)) / 15,
            2.8729055953),
        catalog(CatalogMetric.entropy(2), (3 * log2(2) + 2 * log2(3) + log2(6)) / 6, 1.4591479170),
        catalog(
            CatalogMetric.novelty(5), (14 * log17 - 5 * log2(3) - 8 * log2(2)) / 15, 2.7533111516),
        catalog(CatalogMetric.novelty(2), (6 * log17 - 4 * log2(3) - 2) / 6, 2.6974878),
        catalog(
            CatalogMetric.novelty(5).withShare(Novelty.Share.OF_USERS),
            (15 * log2(6) - 5 * log2(3) - 8) / 15,
            1.5233083338),
        catalog(
            CatalogMetric.novelty(2).withShare(Novelty.Share.OF_USERS),
            (6 * log2(6) - 4 * log2(3) - 2) / 6,
            1.1949875002),
        catalog(CatalogMetric.popularity(5), 32 / 15.0, 2.1333333),
        catalog(CatalogMetric.popularity(2), 16 / 6.0, 2.6666667),
        catalog(CatalogMetric.diversity(5), Double.NaN, 0.6068246117),
        catalog(new Serendipity(5, false), Double.NaN, 0.8375141738));
  }

  /** Without a value by hand there are enough digits published. */
  private static Arguments catalog(CatalogMetric metric, double byHand, double published) {
    return Arguments.of(metric, byHand, published);
  }

  @ParameterizedTest
  @MethodSource("catalogs")
  void catalogMetric_agreesWithOtherLibraries(
      CatalogMetric metric, double byHand, double published) {
    double value =
        GoldenFixture.evaluate(Evaluator.defaults().withCatalogMetrics(List.of(metric)))
            .value(metric.name());
    if (!Double.isNaN(byHand)) {
      assertThat(value).isCloseTo(byHand, within(1e-12));
    }
    assertThat(value).isCloseTo(published, within(digits(published)));
  }

  @Test
  void perUser_agreesWithOtherLibraries() {
    Evaluation evaluation =
        GoldenFixture.evaluate(Evaluator.defaults().withK(5).withRelevantFrom(1));
    assertThat(evaluation.perUser("ndcg@5")[0]).isCloseTo(0.4776237035, within(1e-10));
    assertThat(evaluation.perUser("precision@5")).containsExactly(0.4, 0.2, 0);
    assertThat(evaluation.perUser("mrr@5")).containsExactly(0.5, 1, 0);
    assertThat(evaluation.perUser("map@5")[0]).isCloseTo(0.3, within(1e-12));
  }

  /** Half of the last digit that a figure was published with, and a little. */
  private static double digits(double published) {
    String text = Double.toString(published);
    int digits = text.length() - text.indexOf('.') - 1;
    return digits < 6 ? 1e-12 : 0.51 * Math.pow(10, -digits) * (digits < 9 ? 10 : 2);
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }
}
