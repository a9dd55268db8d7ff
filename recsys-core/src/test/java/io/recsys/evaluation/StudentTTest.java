package io.recsys.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StudentTTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 10, 29, 97, 942, 6039, 200_000})
  void probabilities_agreeWithCommonsMath(int degrees) {
    TDistribution oracle = new TDistribution(null, degrees);
    for (double t = -6; t <= 6; t += 0.37) {
      assertThat(StudentT.twoSided(t, degrees))
          .as("t %f", t)
          .isCloseTo(2 * oracle.cumulativeProbability(-Math.abs(t)), within(1e-9));
    }
    for (double level : new double[] {0.5, 0.1, 0.05, 0.01, 0.001}) {
      double expected = oracle.inverseCumulativeProbability(1 - level / 2);
      assertThat(StudentT.critical(level, degrees))
          .isCloseTo(expected, within(1e-6 * Math.max(1, expected)));
    }
    assertThat(StudentT.twoSided(0, degrees)).isEqualTo(1);
    assertThat(StudentT.twoSided(Double.POSITIVE_INFINITY, degrees)).isZero();
  }
}
