package io.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.recsys.data.Interactions;
import io.recsys.feature.History;
import org.junit.jupiter.api.Test;

class ItemNeighborsTest {
  private static final Liking FROM_3 = new Liking(-1, 0.5f);

  /** Item 0 speaks for 1 and against 2, item 2 for 0; item 1 has no neighbor. */
  private static final ItemNeighbors NEIGHBORS =
      new ItemNeighbors(
          new int[] {0, 2, 2, 3}, new int[] {1, 2, 0}, new float[] {4, -1, 10}, FROM_3);

  @Test
  void liking_growsWithTheRatingFromItsFloor() {
    assertThat(FROM_3.of(1)).isZero();
    assertThat(FROM_3.of(2)).isZero();
    assertThat(FROM_3.of(3)).isEqualTo(0.5f);
    assertThat(FROM_3.of(5)).isEqualTo(1.5f);
    assertThat(new Liking(1, 0).of(1)).isEqualTo(1);
    for (float slope : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Liking(0, slope));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new Liking(Float.NaN, 1));
  }

  @Test
  void scores_addUpOverBothPartsOfAHistory() {
    Interactions seen =
        Interactions.builder().add(1, 0, 5, 0).add(1, 1, 5, 0).add(0, 2, 5, 0).build(2, 3, false);
    History none = History.of(new int[0], new float[0], new long[0]);
    History more = History.of(new int[] {2, 1}, new float[] {3, 5}, new long[2]);
    assertThat(scores(NEIGHBORS, seen, 1, none)).containsExactly(0, 6, -1.5f);
    assertThat(scores(NEIGHBORS, seen, 1, more)).containsExactly(5, 6, -1.5f);
    assertThat(scores(NEIGHBORS, seen, -1, more)).containsExactly(5, 0, 0);
    assertThat(scores(NEIGHBORS, seen, -1, none)).containsExactly(0, 0, 0);
    assertThat(scores(ItemNeighbors.none(3), seen, 1, more)).containsExactly(7, 7, 7);
  }

  /** The sums, in memory that held something before. */
  private static float[] scores(
      ItemNeighbors neighbors, Interactions seen, int user, History more) {
    float[] likes = {7, 7, 7};
    float[] sums = {7, 7, 7};
    neighbors.scores(seen, user, more, likes, sums);
    return sums;
  }
}
