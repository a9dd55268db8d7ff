package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.recsys.SmallData;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.source.DemoDataset;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NegativeSamplerTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void draw_neverGivesAnItemThatTheUserHasMet(long seed) {
    Interactions train =
        DemoDataset.generate(new DemoDataset.Size(20, 60, 300), seed).interactions();
    NegativeSampler sampler = new NegativeSampler(train);
    SplittableRandom random = new SplittableRandom(seed);
    for (int user = 0; user < train.users(); user++) {
      for (int i = 0; i < 500; i++) {
        assertThat(train.contains(user, sampler.draw(user, random))).isFalse();
      }
    }
  }

  @Test
  void draw_givesEachUnmetTrainedItemEquallyOften() {
    // Item e is in the test part alone: nobody trains on it, so nobody is to be taught to avoid it.
    Dataset data =
        SmallData.split("u a 5, u b 1, v a 3, v c 5, v d 2, w d 4, w a 4", "u e 5").train();
    NegativeSampler sampler = new NegativeSampler(data.interactions());
    int[] draws = new int[data.items().size()];
    SplittableRandom random = new SplittableRandom(1);
    int count = 100_000;
    for (int i = 0; i < count; i++) {
      draws[sampler.draw(data.users().indexOf("u"), random)]++;
    }
    // A share's standard deviation is below 0.0016.
    assertThat(draws[data.items().indexOf("c")] / (double) count).isCloseTo(0.5, within(0.01));
    assertThat(draws[data.items().indexOf("d")] / (double) count).isCloseTo(0.5, within(0.01));
    assertThat(draws[data.items().indexOf("e")]).isZero();
  }

  @Test
  void draw_givesSomeTrainedItem_whenTheUserHasMetAll() {
    Dataset data = SmallData.split("u a 5, u b 1, v a 3", "v c 5").train();
    NegativeSampler sampler = new NegativeSampler(data.interactions());
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      assertThat(sampler.draw(data.users().indexOf("u"), random))
          .isIn(data.items().indexOf("a"), data.items().indexOf("b"));
    }
  }
}
