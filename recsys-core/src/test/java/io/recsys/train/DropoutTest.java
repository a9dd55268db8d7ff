package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
  private static final int COUNT = 100_001;

  private final Dropout dropout = new Dropout();

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.2, 0.5, 0.9})
  void factors_dropAShareAndKeepTheMean(double share) {
    dropout.drawFrom(new SplittableRandom(1));
    float[] factors = dropout.factors(COUNT, share);
    double sum = 0;
    int[] dropped = new int[2];
    for (int i = 0; i < COUNT; i++) {
      assertThat(factors[i]).isIn(0f, (float) (1 / (1 - share)));
      sum += factors[i];
      dropped[i % 2] += factors[i] == 0 ? 1 : 0;
    }
    // Five standard deviations, of both halves of what is drawn at a time.
    double spread = 5 * Math.sqrt(share * (1 - share) / (COUNT / 2.0));
    assertThat(dropped[0] / (COUNT / 2.0)).isCloseTo(share, within(spread));
    assertThat(dropped[1] / (COUNT / 2.0)).isCloseTo(share, within(spread));
    assertThat(sum / COUNT).isCloseTo(1, within(spread / (1 - share)));
  }

  @Test
  void factors_dependOnTheGeneratorAlone() {
    dropout.drawFrom(new SplittableRandom(1));
    float[] first = dropout.factors(99, 0.5);
    float[] next = dropout.factors(99, 0.5);
    dropout.drawFrom(new SplittableRandom(1));
    assertThat(dropout.factors(99, 0.5)).isEqualTo(first).isNotEqualTo(next);
    dropout.drawFrom(new SplittableRandom(2));
    assertThat(dropout.factors(99, 0.5)).isNotEqualTo(first);
  }

  @Test
  void of_multipliesByThem() {
    TrainingEngine.require();
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = manager.ones(new Shape(3, 5)).mul(2);
      assertThat(dropout.of(x, 0)).isSameAs(x);
      float[] left = dropout.of(x, 0.75).toFloatArray();
      dropout.drawFrom(new SplittableRandom(0));
      float[] factors = dropout.factors(15, 0.75);
      assertThat(Arrays.equals(left, factors)).isFalse();
      for (int i = 0; i < left.length; i++) {
        assertThat(left[i]).isEqualTo(2 * factors[i]);
      }
    }
  }
}
