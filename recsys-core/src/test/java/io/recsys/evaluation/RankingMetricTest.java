package io.recsys.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RankingMetricTest {
  static Stream<IntFunction<RankingMetric>> metrics() {
    return Stream.of(
        RankingMetric::ndcg,
        RankingMetric::recall,
        RankingMetric::precision,
        RankingMetric::hitRate,
        RankingMetric::mrr,
        RankingMetric::map,
        k -> RankingMetric.ndcg(k).withGain(Ndcg.Gain.EXPONENTIAL));
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void value_isOneForThePerfectRanking_zeroWithoutHits(IntFunction<RankingMetric> metric) {
    List<String> perfect = List.of("a", "b", "c", "d", "e");
    assertThat(metric.apply(5).value(JudgedRanking.of(perfect, Set.copyOf(perfect)))).isEqualTo(1);
    assertThat(metric.apply(5).value(JudgedRanking.of(perfect, Set.of("x")))).isZero();
    assertThat(metric.apply(5).value(JudgedRanking.of(List.of(), Set.of("x")))).isZero();
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void value_liesBetweenZeroAndOne_andNeverLosesByMovingAHitUp(IntFunction<RankingMetric> metric) {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<String> ranking = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f", "g", "h"));
      Collections.shuffle(ranking, random);
      Set<String> relevant = new HashSet<>(ranking.subList(3, 4 + random.nextInt(4)));
      relevant.add("not ranked");
      Collections.shuffle(ranking, random);
      RankingMetric at = metric.apply(1 + random.nextInt(10));
      double before = at.value(JudgedRanking.of(ranking, relevant));
      assertThat(before).as("seed %d", seed).isBetween(0.0, 1.0);
      ranking.sort((a, b) -> Boolean.compare(relevant.contains(b), relevant.contains(a)));
      assertThat(at.value(JudgedRanking.of(ranking, relevant)))
          .as("seed %d", seed)
          .isGreaterThanOrEqualTo(before);
    }
  }

  @Test
  void ndcg_discountsByTheLogarithmOfTheRank() {
    // Hits at ranks 2 and 4 of three relevant items.
    JudgedRanking ranking = JudgedRanking.of(List.of("x", "a", "y", "b"), Set.of("a", "b", "c"));
    double gain = 1 / log2(3) + 1 / log2(5);
    double ideal = 1 + 1 / log2(3) + 1 / log2(4);
    assertThat(RankingMetric.ndcg(10).value(ranking)).isCloseTo(gain / ideal, within(1e-12));
  }

  @Test
  void auc_countsPairsInOrder() {
    // Relevant at ranks 1 and 3 of four, one relevant and two others are not ranked.
    JudgedRanking ranking =
        JudgedRanking.of(
            List.of("a", "x", "b", "y"), Map.of("a", 5.0, "b", 4.0, "c", 4.0, "x", 1.0), 4, 7);
    // a beats all four others, b three; c and the two not ranked are even.
    assertThat(RankingMetric.auc().value(ranking)).isCloseTo((4 + 3 + 1) / 12.0, within(1e-12));
    assertThat(RankingMetric.auc().value(JudgedRanking.of(List.of("a"), Set.of("a")))).isNaN();
    assertThat(RankingMetric.auc().value(JudgedRanking.of(List.of("a", "x"), Set.of("a"))))
        .isEqualTo(1);
    assertThat(RankingMetric.auc().value(JudgedRanking.of(List.of("x", "a"), Set.of("a"))))
        .isZero();
  }

  @Test
  void ndcg_refusesAnIdealWithoutMeaning() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> RankingMetric.ndcg(5).withGain(Ndcg.Gain.LINEAR).withIdeal(Ndcg.Ideal.ALL_PLACES))
        .withMessageStartingWith("ideal:");
  }

  @Test
  void gains_areNeverNegative() {
    JudgedRanking ranking = JudgedRanking.of(List.of("a", "b"), Map.of("a", -3.0, "b", 2.0), 1, 2);
    assertThat(RankingMetric.ndcg(2).withGain(Ndcg.Gain.LINEAR).value(ranking)).isBetween(0.0, 1.0);
    assertThat(RankingMetric.ndcg(2).withGain(Ndcg.Gain.EXPONENTIAL).value(ranking))
        .isBetween(0.0, 1.0);
  }

  @Test
  void judgment_countsARepeatedItemOnce() {
    JudgedRanking ranking = JudgedRanking.of(List.of("a", "a", "a"), Set.of("a", "b", "c"));
    assertThat(RankingMetric.recall(3).value(ranking)).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(ranking.hit(0)).isTrue();
    assertThat(ranking.hit(1)).isFalse();
    assertThat(ranking.size()).isEqualTo(3);
  }

  @Test
  void name_tellsTheMetricAndItsPlaces() {
    assertThat(metrics().map(metric -> metric.apply(10).name()))
        .containsExactly(
            "ndcg@10", "recall@10", "precision@10", "hit@10", "mrr@10", "map@10", "ndcg-exp@10");
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void of_refusesNoPlaces(IntFunction<RankingMetric> metric) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> metric.apply(0))
        .withMessageStartingWith("k:");
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }
}
