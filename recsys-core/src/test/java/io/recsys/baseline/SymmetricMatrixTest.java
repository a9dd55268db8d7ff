package io.recsys.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.recsys.SmallData;
import io.recsys.TrainingException;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymmetricMatrixTest {
  @Test
  void invert_isWhatTheAdjugateGives() {
    // The determinant is 16, the adjugate 8 -4 -4, -4 8 0, -4 0 8.
    SymmetricMatrix matrix = SymmetricMatrix.of(new double[][] {{4}, {2, 3}, {2, 1, 3}});
    matrix.invert();
    double[][] expected = {{0.5, -0.25, -0.25}, {-0.25, 0.5, 0}, {-0.25, 0, 0.5}};
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        assertThat(matrix.at(i, j)).isCloseTo(expected[i][j], within(1e-15));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 63, 64, 65, 130, 600})
  void invert_timesTheMatrixIsOne(int size) {
    double[][] rows = positiveDefinite(size);
    SymmetricMatrix matrix = SymmetricMatrix.of(copy(rows));
    SymmetricMatrix inverse = SymmetricMatrix.of(copy(rows));
    inverse.invert();
    double worst = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j += Math.max(1, size / 40)) {
        double sum = 0;
        for (int k = 0; k < size; k++) {
          sum += matrix.at(i, k) * inverse.at(k, j);
        }
        worst = Math.max(worst, Math.abs(sum - (i == j ? 1 : 0)));
      }
    }
    assertThat(worst).isLessThan(1e-9);
  }

  @Test
  void invert_refusesAMatrixWithoutInverse() {
    SymmetricMatrix matrix = SymmetricMatrix.of(new double[][] {{1}, {1, 1}});
    assertThatThrownBy(matrix::invert)
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("raise the regularization");
  }

  @Test
  void products_multiplyTheWeightsOfUsersWhoLikeBoth() {
    // A 5 weighs 1.5, a 4 weighs 1, a 3 weighs 0.5, a 2 nothing.
    Likes likes =
        Likes.of(
            SmallData.of("x a 5, x b 3, y a 4, y b 4, y c 2, z c 5"),
            OptionalDouble.empty(),
            Weighting.BY_RATING);
    SymmetricMatrix products = SymmetricMatrix.products(likes);
    assertThat(products.at(0, 0)).isEqualTo(1.5 * 1.5 + 1);
    assertThat(products.at(0, 1)).isEqualTo(1.5 * 0.5 + 1);
    assertThat(products.at(1, 0)).isEqualTo(products.at(0, 1));
    assertThat(products.at(1, 1)).isEqualTo(0.25 + 1);
    assertThat(products.at(0, 2)).isZero();
    assertThat(products.at(2, 2)).isEqualTo(2.25);
  }

  /** The product of a random matrix with itself, and a little on the diagonal. */
  private static double[][] positiveDefinite(int size) {
    Random random = new Random(size);
    double[][] factor = new double[size][size];
    for (double[] row : factor) {
      for (int i = 0; i < size; i++) {
        row[i] = random.nextGaussian();
      }
    }
    double[][] rows = new double[size][];
    for (int i = 0; i < size; i++) {
      rows[i] = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        for (int k = 0; k < size; k++) {
          rows[i][j] += factor[i][k] * factor[j][k];
        }
      }
      rows[i][i] += 1;
    }
    return rows;
  }

  private static double[][] copy(double[][] rows) {
    double[][] copy = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      copy[i] = rows[i].clone();
    }
    return copy;
  }
}
