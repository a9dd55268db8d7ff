package io.recsys.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RatingMetricTest {
  /** Two users: errors -2 and 2, then 1. */
  private static final RatedRows ROWS =
      RatedRows.of(new double[] {3, 3, 3}, new double[] {5, 1, 2}, new int[] {0, 2, 3});

  @Test
  void values_areAsByHand() {
    assertThat(RatingMetric.rmse().value(ROWS)).isCloseTo(Math.sqrt(3), within(1e-12));
    assertThat(RatingMetric.mae().value(ROWS)).isCloseTo(5 / 3.0, within(1e-12));
    assertThat(RatingMetric.userRmse().value(ROWS)).isEqualTo(1.5);
    assertThat(RatingMetric.userMae().value(ROWS)).isEqualTo(1.5);
    assertThat(RatingMetric.within(1).value(ROWS)).isCloseTo(1 / 3.0, within(1e-12));
    // The mean is 8/3, the squares around it 49/9 + 25/9 + 4/9.
    assertThat(RatingMetric.rSquared().value(ROWS)).isCloseTo(1 - 9 / (78 / 9.0), within(1e-12));
    assertThat(RatingMetric.rSquared().value(ROWS.user(1))).isNaN();
  }

  @Test
  void averaging_leadsFromUsersToTheWhole() {
    int[] rows = {2, 1};
    int[] users = {0, 1};
    for (RatingMetric metric :
        new RatingMetric[] {
          RatingMetric.rmse(),
          RatingMetric.mae(),
          RatingMetric.within(1),
          RatingMetric.userRmse(),
          RatingMetric.userMae()
        }) {
      double[] values = {metric.value(ROWS.user(0)), metric.value(ROWS.user(1))};
      assertThat(metric.averaging().value(values, rows, users))
          .as(metric.name())
          .isCloseTo(metric.value(ROWS), within(1e-12));
    }
    assertThat(RatingMetric.rSquared().averaging()).isEqualTo(Averaging.NONE);
  }

  @Test
  void calibration_groupsByPredictedStar() {
    Calibration calibration =
        Calibration.of(
            RatedRows.of(
                new double[] {2.6, 3.4, 4.5, Double.NaN, 1}, new double[] {3, 4, 5, 1, 2}));
    assertThat(calibration.stars())
        .extracting(Calibration.Star::star, Calibration.Star::rows, Calibration.Star::actual)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, 1, 2.0),
            org.assertj.core.groups.Tuple.tuple(3, 2, 3.5),
            org.assertj.core.groups.Tuple.tuple(5, 1, 5.0));
    assertThat(calibration.stars().get(1).predicted()).isCloseTo(3, within(1e-12));
  }

  @Test
  void rows_refuseColumnsThatDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RatedRows.of(new double[2], new double[1]))
        .withMessageStartingWith("actual:");
    for (int[] starts : new int[][] {{}, {0, 1}, {1, 2}, {0, 2, 1, 2}}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RatedRows.of(new double[2], new double[2], starts))
          .withMessageStartingWith("starts:");
    }
  }
}
