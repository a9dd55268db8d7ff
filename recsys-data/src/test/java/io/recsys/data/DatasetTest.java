package io.recsys.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetTest {
  private static final Vocabulary USERS = Vocabulary.of(List.of("u", "v"));
  private static final Vocabulary ITEMS = Vocabulary.of(List.of("i", "j", "k"));
  private static final RatingScale SCALE = new RatingScale(1, 5);

  @ParameterizedTest
  @CsvSource({
    "3, 3, 2, 3, userAttributes: made for 3",
    "2, 2, 2, 3, itemAttributes: made for 2",
    "2, 3, 3, 3, interactions: made for 3",
    "2, 3, 2, 4, interactions: made for 4"
  })
  void parts_mustFitTogether(int userRows, int itemRows, int users, int items, String fault) {
    assertThatThrownBy(() -> dataset(userRows, itemRows, users, items))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(fault);
  }

  @ParameterizedTest
  @CsvSource({"1, 5, 4", "0.5, 5, 3.875", "0, 1, 0.75", "-10, 10, 5"})
  void relevantFrom_isThreeQuartersUpTheScale(double min, double max, double relevant) {
    assertThat(new RatingScale(min, max).relevantFrom()).isEqualTo(relevant);
  }

  @Test
  void withInteractions_keepsTheRest() {
    Dataset data = dataset(2, 3, 2, 3);
    Interactions other = Interactions.builder().add(0, 2, 5, 1).build(2, 3, true);
    Dataset changed = data.withInteractions(other);
    assertThat(changed.interactions()).isSameAs(other);
    assertThat(changed.withInteractions(data.interactions())).isEqualTo(data);
    assertThatThrownBy(() -> data.withInteractions(Interactions.builder().build(5, 3, true)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hashWith_isTheHashOfAllRows() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      Interactions.Builder train = Interactions.builder();
      Interactions.Builder test = Interactions.builder();
      Interactions.Builder all = Interactions.builder();
      for (int user = 0; user < 2; user++) {
        for (int item = 0; item < 3; item++) {
          if (random.nextBoolean()) {
            train.add(user, item, 1 + random.nextInt(5), random.nextInt(3));
          }
        }
      }
      // Rows of the test part that the training part has too come last, and win.
      Interactions first = train.build(2, 3, true);
      for (int position = 0; position < first.size(); position++) {
        add(all, first, position);
      }
      for (int row = 0; row < 3; row++) {
        test.add(random.nextInt(2), random.nextInt(3), 1 + random.nextInt(5), random.nextInt(3));
      }
      Interactions second = test.build(2, 3, true);
      for (int position = 0; position < second.size(); position++) {
        add(all, second, position);
      }
      Dataset data = dataset(2, 3, 2, 3).withInteractions(first);
      assertThat(data.hashWith(second))
          .as("seed %d", seed)
          .isEqualTo(data.withInteractions(all.build(2, 3, true)).hash())
          .isNotEqualTo(data.hash());
    }
  }

  private static void add(Interactions.Builder to, Interactions from, int position) {
    to.add(from.user(position), from.item(position), from.value(position), from.time(position));
  }

  @Test
  void withInteractions_takesAScaleThatNobodyStatedAnew() {
    Interactions all = Interactions.builder().add(0, 0, 1, 1).add(1, 2, 7, 1).build(2, 3, true);
    Interactions some = all.filter(position -> position == 1);
    Interactions none = all.filter(position -> false);
    Dataset data = dataset(2, 3, 2, 3);
    assertThat(data.withInteractions(all).scale()).as("stated").isEqualTo(SCALE);
    Dataset shown =
        new Dataset(
            "test",
            USERS,
            ITEMS,
            data.userAttributes(),
            data.itemAttributes(),
            all,
            RatingScale.of(all),
            true);
    assertThat(shown.scale()).isEqualTo(new RatingScale(1, 7));
    assertThat(shown.withInteractions(some).scale()).isEqualTo(new RatingScale(6, 7));
    assertThat(shown.withInteractions(none).scale()).isEqualTo(new RatingScale(1, 7));
    assertThat(shown.withInteractions(some).withInteractions(all)).isEqualTo(shown);
    assertThatThrownBy(() -> RatingScale.of(none)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void scale_containsItsEnds() {
    assertThat(SCALE.contains(1)).isTrue();
    assertThat(SCALE.contains(5)).isTrue();
    assertThat(SCALE.contains(5.01)).isFalse();
    assertThat(SCALE.contains(Double.NaN)).isFalse();
    assertThat(SCALE.clip(0)).isEqualTo(1);
    assertThat(SCALE.clip(9)).isEqualTo(5);
    assertThat(SCALE.clip(2.5)).isEqualTo(2.5);
    assertThat(SCALE.width()).isEqualTo(4);
    assertThatThrownBy(() -> new RatingScale(5, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scale: 5.0,5.0 is no range");
    assertThatThrownBy(() -> new RatingScale(0, Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Dataset dataset(int userRows, int itemRows, int users, int items) {
    return new Dataset(
        "test",
        USERS,
        ITEMS,
        AttributeTable.empty(userRows),
        AttributeTable.empty(itemRows),
        Interactions.builder().build(users, items, true),
        SCALE);
  }
}
