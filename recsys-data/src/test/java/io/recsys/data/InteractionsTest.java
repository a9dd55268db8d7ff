package io.recsys.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InteractionsTest {
  private record Row(int user, int item, float value, long time) {}

  @Test
  void build_groupsByUserInOrderOfTime() {
    Interactions.Builder builder = Interactions.builder();
    builder.add(2, 0, 5, 30).add(0, 3, 1, 20).add(0, 1, 2, 20).add(0, 2, 3, 10).add(2, 0, 4, 40);
    Interactions all = builder.build(4, 5, true);

    assertThat(builder.size()).isEqualTo(5);
    assertThat(builder.duplicates()).isEqualTo(1);
    assertThat(rows(all))
        .containsExactly(
            new Row(0, 2, 3, 10), new Row(0, 1, 2, 20), new Row(0, 3, 1, 20), new Row(2, 0, 4, 40));
    assertThat(all.users()).isEqualTo(4);
    assertThat(all.items()).isEqualTo(5);
    assertThat(all.count(0)).isEqualTo(3);
    assertThat(all.count(1)).isZero();
    assertThat(all.count(3)).isZero();
    assertThat(all.contains(0, 3)).isTrue();
    assertThat(all.contains(2, 3)).isFalse();
    assertThat(all.meanValue()).isEqualTo(2.5);
  }

  @Test
  void build_ordersByItemWithoutTimes() {
    Interactions all = Interactions.builder().add(0, 3, 1, 7).add(0, 1, 2, 9).build(1, 4, false);
    assertThat(all.hasTimes()).isFalse();
    assertThat(rows(all)).containsExactly(new Row(0, 1, 2, 0), new Row(0, 3, 1, 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void build_agreesWithAPlainSort(long seed) {
    Random random = new Random(seed);
    int users = 1 + random.nextInt(20);
    int items = 1 + random.nextInt(60);
    boolean timed = seed % 3 != 0;
    List<Row> rows = randomRows(random, users, items, 2000);
    Interactions.Builder builder = Interactions.builder();
    rows.forEach(row -> builder.add(row.user, row.item, row.value, row.time));
    Interactions all = builder.build(users, items, timed);

    Map<List<Integer>, Row> last = new HashMap<>();
    rows.forEach(
        row ->
            last.put(
                List.of(row.user, row.item),
                timed ? row : new Row(row.user, row.item, row.value, 0)));
    List<Row> expected = new ArrayList<>(last.values());
    expected.sort(
        Comparator.comparingInt(Row::user)
            .thenComparingLong(Row::time)
            .thenComparingInt(Row::item));
    assertThat(rows(all)).isEqualTo(expected);
    assertThat(builder.duplicates()).isEqualTo(rows.size() - expected.size());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void build_doesNotDependOnTheOrderOfDistinctPairs(long seed) {
    Random random = new Random(seed);
    Map<List<Integer>, Row> distinct = new HashMap<>();
    randomRows(random, 9, 40, 1000).forEach(row -> distinct.put(List.of(row.user, row.item), row));
    List<Row> rows = new ArrayList<>(distinct.values());
    Interactions first = build(rows, 9, 40);
    Collections.shuffle(rows, random);
    assertThat(build(rows, 9, 40)).isEqualTo(first).hasSameHashCodeAs(first);
    rows.remove(0);
    assertThat(build(rows, 9, 40)).isNotEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void build_renumbers(long seed) {
    Random random = new Random(seed);
    List<Row> rows = randomRows(random, 5, 30, 300);
    int[] userMap = {4, 0, 3, 1, 2};
    int[] itemMap = new int[30];
    for (int item = 0; item < 30; item++) {
      itemMap[item] = (item * 7 + 3) % 30;
    }
    Interactions.Builder plain = Interactions.builder();
    Interactions.Builder mapped = Interactions.builder();
    for (Row row : rows) {
      plain.add(userMap[row.user], itemMap[row.item], row.value, row.time);
      mapped.add(row.user, row.item, row.value, row.time);
    }
    assertThat(mapped.build(5, 30, true, userMap, itemMap)).isEqualTo(plain.build(5, 30, true));
  }

  @Test
  void user_findsTheOwnerOfEveryPosition() {
    Interactions all = build(randomRows(new Random(1), 50, 10, 200), 60, 10);
    for (int user = 0; user < all.users(); user++) {
      for (int position = all.start(user); position < all.end(user); position++) {
        assertThat(all.user(position)).isEqualTo(user);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void filter_partsMakeTheWhole(long seed) {
    Random random = new Random(seed);
    Interactions all = build(randomRows(random, 10, 40, 500), 10, 40);
    boolean[] chosen = new boolean[all.size()];
    for (int position = 0; position < chosen.length; position++) {
      chosen[position] = random.nextBoolean();
    }
    List<Row> parts = new ArrayList<>(rows(all.filter(position -> chosen[position])));
    parts.addAll(rows(all.filter(position -> !chosen[position])));
    assertThat(parts).hasSize(all.size());
    assertThat(build(parts, 10, 40)).isEqualTo(all);
    assertThat(all.filter(position -> true)).isEqualTo(all);
  }

  @Test
  void build_worksWithoutInteractions() {
    Interactions none = Interactions.builder().build(2, 3, true);
    assertThat(none.size()).isZero();
    assertThat(none.count(1)).isZero();
    assertThat(none.meanValue()).isNaN();
  }

  @Test
  void of_isWhatABuilderMakesOfTheSameRows() {
    Interactions.Builder builder = Interactions.builder();
    builder.add(0, 1, 4f, 0).add(0, 3, 2f, 0).add(2, 0, 5f, 0);

    Interactions rows =
        Interactions.of(4, new int[] {0, 2, 2, 3}, new int[] {1, 3, 0}, new float[] {4, 2, 5});

    assertThat(rows).isEqualTo(builder.build(3, 4, false));
  }

  @Test
  void of_refusesRowsThatAreOutOfOrder() {
    float[] values = {4, 2, 5};
    int[] starts = {0, 2, 3};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Interactions.of(4, starts, new int[] {3, 1, 0}, values))
        .withMessageContaining("1 after 3 of user 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Interactions.of(4, starts, new int[] {1, 4, 0}, values))
        .withMessageContaining("stay below 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Interactions.of(4, starts, new int[] {-1, 1, 0}, values))
        .withMessageContaining("-1 after -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Interactions.of(4, new int[] {0, 3, 2}, new int[] {1, 2}, new float[2]))
        .withMessageContaining("ascend");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Interactions.of(4, starts, new int[] {1, 2}, values))
        .withMessageContaining("span");
    float[] none = {4, Float.NaN, 5};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Interactions.of(4, starts, new int[] {1, 2, 0}, none))
        .withMessageContaining("NaN");
  }

  @Test
  void add_rejectsWhatIsNoInteraction() {
    Interactions.Builder builder = Interactions.builder();
    assertThatThrownBy(() -> builder.add(-1, 0, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1, 0 is negative");
    assertThatThrownBy(() -> builder.add(0, -1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.add(0, 0, Float.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("value");
    assertThat(builder.size()).isZero();
  }

  private static Interactions build(List<Row> rows, int users, int items) {
    Interactions.Builder builder = Interactions.builder();
    rows.forEach(row -> builder.add(row.user, row.item, row.value, row.time));
    return builder.build(users, items, true);
  }

  /** Rows with equal times among them; a few users have times from all over the range. */
  private static List<Row> randomRows(Random random, int users, int items, int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int user = random.nextInt(users);
      long time = user % 4 == 1 ? random.nextLong() : random.nextInt(100) - 50;
      if (user % 4 == 1 && random.nextInt(10) == 0) {
        time = random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
      }
      rows.add(new Row(user, random.nextInt(items), random.nextInt(5), time));
    }
    return rows;
  }

  private static List<Row> rows(Interactions all) {
    List<Row> rows = new ArrayList<>();
    for (int position = 0; position < all.size(); position++) {
      rows.add(
          new Row(all.user(position), all.item(position), all.value(position), all.time(position)));
    }
    return rows;
  }
}
