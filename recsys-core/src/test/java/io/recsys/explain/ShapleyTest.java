package io.recsys.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapleyTest {
  private static final double ROUNDING = 1e-9;

  private static Shapley.Game game(ToDoubleFunction<boolean[]> value) {
    return sets -> Arrays.stream(sets).mapToDouble(value).toArray();
  }

  /**
   * A network of drawn weights, in which the last group weighs nothing, and the first two the same.
   */
  private static Shapley.Game drawn(int groups, long seed) {
    Random random = new Random(seed);
    double[][] weights = new double[6][groups];
    for (double[] unit : weights) {
      Arrays.setAll(unit, i -> random.nextGaussian());
      unit[1] = unit[0];
      unit[groups - 1] = 0;
    }
    return game(
        set -> {
          double sum = 0.5;
          for (double[] unit : weights) {
            double input = -0.2;
            for (int i = 0; i < set.length; i++) {
              input += set[i] ? unit[i] : 0;
            }
            sum += Math.max(0, input);
          }
          return sum;
        });
  }

  private static double sum(Shapley shapley) {
    double sum = 0;
    for (int group = 0; group < shapley.groups(); group++) {
      sum += shapley.value(group);
    }
    return sum;
  }

  /** The mean over all orders, one after the other. */
  private static double[] bruteForce(int groups, Shapley.Game game) {
    double[] sums = new double[groups];
    int orders = permute(new int[groups], 0, new boolean[groups], game, sums);
    return Arrays.stream(sums).map(sum -> sum / orders).toArray();
  }

  private static int permute(
      int[] order, int length, boolean[] used, Shapley.Game game, double[] sums) {
    if (length == order.length) {
      boolean[] set = new boolean[length];
      for (int group : order) {
        double before = game.values(new boolean[][] {set})[0];
        set[group] = true;
        sums[group] += game.values(new boolean[][] {set})[0] - before;
      }
      return 1;
    }
    int orders = 0;
    for (int group = 0; group < order.length; group++) {
      if (!used[group]) {
        used[group] = true;
        order[length] = group;
        orders += permute(order, length + 1, used, game, sums);
        used[group] = false;
      }
    }
    return orders;
  }

  /** A left glove with either of two right ones makes a pair: Shapley's own example. */
  @Test
  void gloves_areSharedAsInTheTextbook() {
    Shapley gloves = Shapley.of(3, game(set -> set[0] && (set[1] || set[2]) ? 1 : 0), 2, 0);
    assertThat(gloves.value(0)).isCloseTo(2 / 3.0, within(ROUNDING));
    assertThat(gloves.value(1)).isCloseTo(1 / 6.0, within(ROUNDING));
    assertThat(gloves.value(2)).isCloseTo(1 / 6.0, within(ROUNDING));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 6})
  void exact_isTheMeanOverAllOrders(int groups) {
    Shapley exact = Shapley.of(groups, drawn(groups, groups), 100, 0);
    double[] expected = bruteForce(groups, drawn(groups, groups));
    for (int group = 0; group < groups; group++) {
      assertThat(exact.value(group)).isCloseTo(expected[group], within(ROUNDING));
      assertThat(exact.standardError(group)).isZero();
    }
    assertThat(exact.value(0)).isCloseTo(exact.value(groups == 2 ? 0 : 1), within(ROUNDING));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 9, 10, 25, 70})
  void values_addUp_andADummyHasNothing(int groups) {
    Shapley.Game game = groups == 0 ? game(set -> 7) : drawn(Math.max(groups, 2), 3);
    Shapley.Game asked = groups == 1 ? game(set -> set[0] ? 5 : 2) : game;
    Shapley shapley = Shapley.of(groups, asked, 8, 1);
    assertThat(sum(shapley)).isCloseTo(shapley.all() - shapley.none(), within(ROUNDING));
    if (groups > 1) {
      assertThat(shapley.value(groups - 1)).isZero();
      assertThat(shapley.standardError(groups - 1)).isZero();
    }
  }

  /** Over seeds, errors divided by their stated size have about the spread that they should. */
  @Test
  void sampled_isAsFarFromExactAsStated() {
    int groups = 11;
    Shapley exact = Shapley.exact(groups, drawn(groups, 5));
    double squares = 0;
    int count = 0;
    int far = 0;
    for (int seed = 0; seed < 100; seed++) {
      Shapley sampled = Shapley.sampled(groups, drawn(groups, 5), 50, seed);
      for (int group = 0; group < groups - 1; group++) {
        double z = (sampled.value(group) - exact.value(group)) / sampled.standardError(group);
        squares += z * z;
        far += Math.abs(z) > 2 ? 1 : 0;
        count++;
      }
      assertThat(sum(sampled)).isCloseTo(exact.all() - exact.none(), within(ROUNDING));
    }
    assertThat(squares / count).isBetween(0.8, 1.25);
    assertThat(far / (double) count).isBetween(0.02, 0.09);
  }

  /** A pair forward and backward is exact where groups act on each other at most by twos. */
  @Test
  void sampled_isExactForAGameOfPairs() {
    int groups = 15;
    Random random = new Random(2);
    double[][] weights = new double[groups][groups];
    for (double[] row : weights) {
      Arrays.setAll(row, i -> random.nextGaussian());
    }
    Shapley.Game pairs =
        game(
            set -> {
              double sum = 0;
              for (int i = 0; i < groups; i++) {
                for (int j = 0; j <= i; j++) {
                  sum += set[i] && set[j] ? weights[i][j] : 0;
                }
              }
              return sum;
            });
    Shapley sampled = Shapley.of(groups, pairs, 3, 9);
    for (int i = 0; i < groups; i++) {
      double expected = weights[i][i];
      for (int j = 0; j < groups; j++) {
        expected += j < i ? weights[i][j] / 2 : j > i ? weights[j][i] / 2 : 0;
      }
      assertThat(sampled.value(i)).isCloseTo(expected, within(ROUNDING));
      assertThat(sampled.standardError(i)).isLessThan(ROUNDING);
    }
  }

  @Test
  void sampled_dependsOnTheSeedAlone() {
    assertThat(Shapley.of(20, drawn(20, 1), 4, 1))
        .hasToString(Shapley.of(20, drawn(20, 1), 4, 1).toString());
    assertThat(Shapley.of(20, drawn(20, 1), 4, 2).value(0))
        .isNotEqualTo(Shapley.of(20, drawn(20, 1), 4, 1).value(0));
  }

  @Test
  void misuse_isNamed() {
    assertThatThrownBy(() -> Shapley.of(-1, game(set -> 0), 2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("groups: -1, must be 0 or more");
    assertThatThrownBy(() -> Shapley.of(3, game(set -> 0), 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("pairs: 1, must be 2 or more");
    assertThatThrownBy(() -> Shapley.of(3, sets -> new double[7], 9, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("game: gave 7 values for 8 sets, must give one each");
  }
}
