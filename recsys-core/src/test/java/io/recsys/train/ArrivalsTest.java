package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.model.Liking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalsTest {
  /** A 3 counts 0.5, a 4 counts 1, a 5 counts 1.5. */
  private static final Liking LIKING = Liking.of(new RatingScale(1, 5), 4);

  /** Items 0 and 1 were there from the start, 3 came at 30; nobody has met 2. */
  private static Arrivals arrivals() {
    Interactions.Builder rows = Interactions.builder();
    rows.add(0, 0, 5, 10).add(1, 1, 4, 10).add(1, 0, 3, 20).add(2, 3, 5, 30).add(2, 1, 2, 40);
    return new Arrivals(rows.build(3, 4, true), LIKING);
  }

  private static List<Integer> after(Arrivals arrivals, long time) {
    List<Integer> late = new ArrayList<>();
    arrivals.after(time, late::add);
    return late;
  }

  @Test
  void lateness_comparesAllLikesWithThoseSinceAnItemCame() {
    // Likes of 4.5 in all and of 1.5 since item 3 came, and a fifth of all.
    assertThat(arrivals().lateness(3))
        .isCloseTo(Math.log((4.5 + 0.9) / (1.5 + 0.9)), within(1e-12));
    for (int item = 0; item < 3; item++) {
      assertThat(arrivals().lateness(item)).isZero();
    }
  }

  @Test
  void after_tellsOfWhatCameLater_theLatestFirst() {
    assertThat(after(arrivals(), 30)).isEmpty();
    assertThat(after(arrivals(), 29)).containsExactly(3);
    assertThat(after(arrivals(), 10)).containsExactly(3);
    assertThat(after(arrivals(), 9)).containsExactly(3, 0, 1);
  }

  @Test
  void after_tellsOfNothing_whereATwentiethOfAllLikesIsLeft() {
    Interactions.Builder rows = Interactions.builder();
    for (int time = 1; time < 40; time++) {
      rows.add(time, 0, 5, time);
    }
    Arrivals arrivals = new Arrivals(rows.add(40, 1, 5, 40).build(41, 2, true), LIKING);
    // 60 in all, of which 3 came from 39 on.
    assertThat(after(arrivals, 38)).containsExactly(1);
    assertThat(after(arrivals, 39)).isEmpty();
  }

  @Test
  void lateness_isNothing_whereNobodyLikesAnything() {
    Interactions.Builder rows = Interactions.builder();
    rows.add(0, 0, 1, 10).add(0, 1, 2, 20);
    assertThat(new Arrivals(rows.build(1, 2, true), LIKING).lateness(1)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void arrivals_areThoseOfCountingItAllAnew(long seed) {
    Random random = new Random(seed);
    Interactions.Builder builder = Interactions.builder();
    for (int i = 0; i < 150; i++) {
      builder.add(random.nextInt(9), random.nextInt(25), 1 + random.nextInt(5), random.nextInt(40));
    }
    Interactions rows = builder.build(9, 26, true);
    Arrivals arrivals = new Arrivals(rows, LIKING);
    long[] first = new long[26];
    double all = 0;
    for (int item = 0; item < 26; item++) {
      first[item] = Long.MAX_VALUE;
      for (int position = 0; position < rows.size(); position++) {
        if (rows.item(position) == item) {
          first[item] = Math.min(first[item], rows.time(position));
          all += LIKING.of(rows.value(position));
        }
      }
    }
    for (int item = 0; item < 26; item++) {
      double since = 0;
      for (int position = 0; position < rows.size(); position++) {
        since += rows.time(position) >= first[item] ? LIKING.of(rows.value(position)) : 0;
      }
      boolean met = first[item] < Long.MAX_VALUE;
      double expected = met ? Math.log(1.2 * all / (since + 0.2 * all)) : 0;
      assertThat(arrivals.lateness(item)).isCloseTo(expected, within(1e-9));
    }
    long settled = 40;
    for (double since = 0; since < 0.05 * all; ) {
      settled--;
      for (int position = 0; position < rows.size(); position++) {
        since += rows.time(position) == settled ? LIKING.of(rows.value(position)) : 0;
      }
    }
    for (int time = -1; time <= 40; time++) {
      List<Integer> late = after(arrivals, time);
      for (int item = 0; item < 26; item++) {
        boolean met = first[item] < Long.MAX_VALUE;
        boolean expected = met && first[item] > time && time < settled;
        assertThat(late.contains(item)).isEqualTo(expected);
      }
      assertThat(late).doesNotHaveDuplicates().isSortedAccordingTo(latest(first));
    }
  }

  private static Comparator<Integer> latest(long[] first) {
    return (a, b) -> Long.compare(first[b], first[a]);
  }
}
