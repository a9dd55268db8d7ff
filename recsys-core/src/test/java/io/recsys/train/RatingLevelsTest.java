package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.SmallData;
import io.recsys.data.Interactions;
import org.junit.jupiter.api.Test;

class RatingLevelsTest {
  @Test
  void levels_areTheRatingsThatAreThere_inOrder() {
    RatingLevels levels =
        RatingLevels.of(SmallData.of("u a 5, u b 0.5, v a 3, v d 5").interactions());
    assertThat(levels.size()).isEqualTo(3);
    assertThat(levels.cells(new float[] {3, 5, 0.5f, 5})).containsExactly(1, 3 + 2, 6, 9 + 2);
  }

  @Test
  void levels_areNone_ofOneRatingAlone() {
    assertThat(RatingLevels.of(SmallData.of("u a 1, u b 1, v a 1").interactions()).size()).isZero();
  }

  @Test
  void levels_areTwentyAtMost() {
    assertThat(RatingLevels.of(different(20)).size()).isEqualTo(20);
    assertThat(RatingLevels.of(different(21)).size()).isZero();
  }

  private static Interactions different(int ratings) {
    Interactions.Builder rows = Interactions.builder();
    for (int i = 0; i < ratings; i++) {
      rows.add(0, i, i / 4f, 0);
    }
    return rows.build(1, ratings, false);
  }
}
