package io.recsys.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.recsys.SmallData;
import io.recsys.split.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.stat.inference.TTest;
import org.junit.jupiter.api.Test;

class PairedTestTest {
  /** Users who each rated two items. */
  private static Split split(int users) {
    StringBuilder test = new StringBuilder();
    for (int user = 0; user < users; user++) {
      test.append("u").append(user).append(" a 5, u").append(user).append(" b 1,");
    }
    return SmallData.split("v a 3", test.toString());
  }

  /** Ratings that are off by random errors around a bias. */
  private static Evaluation noisy(String model, Split split, double bias, long seed) {
    Random random = new Random(seed);
    List<Double> errors = new ArrayList<>();
    for (int user = 0; user < split.test().users(); user++) {
      errors.add(bias + random.nextGaussian());
    }
    return Evaluator.defaults()
        .withRatingMetrics(
            List.of(
                RatingMetric.rmse(),
                RatingMetric.mae(),
                RatingMetric.userMae(),
                RatingMetric.rSquared()))
        .evaluate(
            model,
            FixedRecommender.rating(
                (user, item) ->
                    (item.equals("a") ? 5 : 1) + errors.get(split.train().users().indexOf(user))),
            split);
  }

  @Test
  void of_agreesWithCommonsMath_forMeansOverUsers() {
    Split split = split(50);
    Evaluation a = noisy("a", split, 0, 1);
    Evaluation b = noisy("b", split, 0.6, 2);
    PairedTest test = PairedTest.of(a, b, "user-mae");
    double[] ofA = a.perUser("user-mae");
    double[] ofB = b.perUser("user-mae");
    assertThat(test.pValue()).isCloseTo(new TTest().pairedTTest(ofA, ofB), within(1e-9));
    assertThat(test.difference())
        .isCloseTo(a.value("user-mae") - b.value("user-mae"), within(1e-12));
    assertThat(test.users()).isEqualTo(50);
    assertThat(test.interval().method()).isEqualTo(Interval.Method.STUDENT_T);
    assertThat(test.interval().contains(test.difference())).isTrue();
  }

  @Test
  void of_drawsUsersAgain_forMeansOverRows() {
    Split split = split(400);
    PairedTest apart = PairedTest.of(noisy("a", split, 0, 1), noisy("b", split, 1, 2), "rmse");
    assertThat(apart.difference()).isNegative();
    assertThat(apart.interval().method()).isEqualTo(Interval.Method.BOOTSTRAP);
    assertThat(apart.interval().contains(0)).isFalse();
    assertThat(apart.isSignificant()).isTrue();
    assertThat(apart.verdict())
        .startsWith("a is lower by more than chance among 400 users")
        .doesNotContain("prove little");
  }

  @Test
  void verdict_saysWhenItProvesLittle() {
    Split split = split(40);
    PairedTest close = PairedTest.of(noisy("a", split, 0, 1), noisy("b", split, 0, 2), "user-mae");
    assertThat(close.isSignificant()).isFalse();
    assertThat(close.verdict())
        .startsWith("not shown to differ: chance among 40 users explains it")
        .endsWith("so few users prove little");
    Evaluation a = noisy("a", split, 0, 1);
    assertThat(PairedTest.of(a, a, "user-mae").verdict())
        .isEqualTo("no difference at all over 40 users");
    assertThat(PairedTest.of(a, a, "rmse").verdict())
        .isEqualTo("no difference at all over 40 users");
  }

  @Test
  void of_findsADifferenceWhereThereIsNone_asOftenAsItShould() {
    Split split = split(60);
    int student = 0;
    int bootstrap = 0;
    int samples = 200;
    for (int seed = 0; seed < samples; seed++) {
      Evaluation a = noisy("a", split, 0, 2L * seed);
      Evaluation b = noisy("b", split, 0, 2L * seed + 1);
      student += PairedTest.of(a, b, "user-mae").isSignificant() ? 1 : 0;
      bootstrap += PairedTest.of(a, b, "rmse").isSignificant() ? 1 : 0;
    }
    // 10 of 200 are expected; 24 or more come by chance once in ten thousand times.
    assertThat(student).isBetween(1, 23);
    assertThat(bootstrap).isBetween(1, 27);
  }

  @Test
  void interval_holdsTheValueAndShrinksWithUsers() {
    double before = Double.MAX_VALUE;
    for (int users : new int[] {10, 100, 1000}) {
      Evaluation evaluation = noisy("a", split(users), 0, 3);
      for (String metric : List.of("rmse", "mae", "user-mae")) {
        Interval interval = evaluation.interval(metric).orElseThrow();
        assertThat(interval.contains(evaluation.value(metric))).as(metric).isTrue();
      }
      Interval interval = evaluation.interval("user-mae").orElseThrow();
      assertThat(interval.high() - interval.low()).isLessThan(before);
      before = interval.high() - interval.low();
      assertThat(evaluation.interval("r2")).isEmpty();
      assertThat(evaluation.interval("coverage@10")).isEmpty();
    }
  }

  @Test
  void of_refusesWhatDoesNotCompare() {
    Evaluation a = noisy("a", split(10), 0, 1);
    Evaluation other = noisy("other", split(11), 0, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedTest.of(a, other, "rmse"))
        .withMessageContaining("'a' and 'other'")
        .withMessageContaining("dataHash");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedTest.of(a, a, "r2"))
        .withMessageContaining("r2");
    Evaluation single = noisy("single", split(1), 0, 1);
    assertThat(single.interval("rmse")).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedTest.of(single, single, "rmse"))
        .withMessageContaining("needs 2 or more");
  }

  @Test
  void comparison_testsWhatCanBeTested() {
    Split split = split(30);
    Comparison comparison = new Comparison(noisy("a", split, 0, 1), noisy("b", split, 2, 2));
    assertThat(comparison.rows())
        .filteredOn(row -> row.test().isPresent())
        .extracting(Comparison.Row::metric)
        .contains("rmse", "mae", "user-mae", "ndcg@10")
        .doesNotContain("r2", "coverage@10");
    assertThat(comparison.toText())
        .contains("first: a, second: b")
        .containsPattern("rmse +\\d\\.\\d{4} .* < 0.001 +first is lower")
        .containsPattern("r2 .*no test")
        .contains("30 users or more, which are few and prove little");
    assertThat(comparison.toText().lines()).allMatch(line -> line.length() <= 100);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Comparison(comparison.first(), noisy("other", split(31), 0, 1)))
        .withMessageContaining("'a' and 'other' do not compare");
  }
}
