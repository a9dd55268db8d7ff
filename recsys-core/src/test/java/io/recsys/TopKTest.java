package io.recsys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopKTest {
  @Test
  void sort_givesTheBeginningOfAFullSort() {
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      float[] scores = scores(random);
      int k = random.nextInt(scores.length + 3);
      TopK best = new TopK(k);
      shuffled(scores.length, random).forEach(index -> best.offer(index, scores[index]));
      int[] ascending = best.ascending();
      best.sort();
      assertThat(best.ascending()).isEqualTo(ascending);
      List<Integer> expected =
          IntStream.range(0, scores.length)
              .filter(index -> !Float.isNaN(scores[index]))
              .boxed()
              .sorted(
                  Comparator.comparingDouble((Integer index) -> -scores[index])
                      .thenComparing(Comparator.naturalOrder()))
              .limit(k)
              .toList();
      assertThat(IntStream.range(0, best.size()).map(best::index).boxed().toList())
          .as("seed %d", seed)
          .isEqualTo(expected);
      assertThat(ascending)
          .as("seed %d", seed)
          .isEqualTo(expected.stream().mapToInt(i -> i).sorted().toArray());
      for (int place = 0; place < best.size(); place++) {
        assertThat(best.score(place)).isEqualTo(scores[best.index(place)]);
      }
    }
  }

  @Test
  void topK_refusesANegativeNumber() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TopK(-1))
        .withMessageStartingWith("k:");
  }

  /** Scores of which many are equal, and some infinite or no number. */
  private static float[] scores(Random random) {
    float[] scores = new float[random.nextInt(60)];
    for (int i = 0; i < scores.length; i++) {
      scores[i] =
          switch (random.nextInt(12)) {
            case 0 -> Float.NaN;
            case 1 -> Float.NEGATIVE_INFINITY;
            case 2 -> Float.POSITIVE_INFINITY;
            case 3 -> (float) random.nextGaussian();
            default -> 1 + random.nextInt(5);
          };
    }
    return scores;
  }

  private static List<Integer> shuffled(int size, Random random) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
    Collections.shuffle(order, random);
    return order;
  }
}
