package io.recsys.split;

import static io.recsys.split.MadeUpData.data;
import static io.recsys.split.MadeUpData.plain;
import static io.recsys.split.MadeUpData.randomData;
import static io.recsys.split.MadeUpData.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The strategies that draw users, items, or rows of each user. */
class DrawnSplitTest {
  private static final int SEEDS = 100;

  @Test
  void stratified_takesTheShareOfEachUserRoundedDown() {
    // Users 0 to 6 have as many rows as their number.
    Dataset data =
        data(7, 6, false, user -> IntStream.range(0, user).mapToObj(item -> row(item, 0)));
    Split split = SplitStrategy.stratified(0.75).split(data, 1);
    assertThat(IntStream.range(0, 7).map(split.train().interactions()::count))
        .containsExactly(0, 0, 1, 2, 3, 3, 4);
  }

  @Test
  void stratified_drawsEveryRowEquallyOften() {
    int[] tested = new int[8];
    // The first numbers that java.util.Random draws by neighboring seeds are much alike.
    for (long seed : new Random(0).longs(4000).toArray()) {
      Interactions test = SplitStrategy.stratified(0.75).split(plain(8), seed).test();
      IntStream.range(0, test.size()).forEach(position -> tested[test.item(position)]++);
    }
    // A quarter of 4000, and five standard deviations of a binomial on either side.
    IntStream.of(tested).forEach(count -> assertThat(count).isBetween(863, 1137));
  }

  @Test
  void kShot_trainsOnTheFirstRowsOfTheUsersDrawn() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Interactions all = randomData(seed).interactions();
      Split split = SplitStrategy.kShot(3, 0.4).split(randomData(seed), seed);
      int able = 0;
      int tested = 0;
      for (int user = 0; user < all.users(); user++) {
        able += all.count(user) > 3 ? 1 : 0;
        if (split.test().count(user) > 0) {
          tested++;
          assertThat(split.test().count(user)).isEqualTo(all.count(user) - 3);
          for (int i = 0; i < 3; i++) {
            Interactions train = split.train().interactions();
            assertThat(train.item(train.start(user) + i)).isEqualTo(all.item(all.start(user) + i));
          }
        }
      }
      assertThat(tested).as("seed %d", seed).isEqualTo((4 * able + 9) / 10);
    }
  }

  @Test
  void kShot_testsEveryUserWithMoreRows() {
    Dataset data =
        data(4, 3, true, user -> IntStream.range(0, user).mapToObj(item -> row(item, 9 - item)));
    Split split = SplitStrategy.kShot(1, 1).split(data, 0);
    // In order of time the highest item comes first.
    assertThat(split.train().interactions().size()).isEqualTo(3);
    assertThat(split.test().count(1)).isZero();
    assertThat(split.test().item(split.test().start(2))).isZero();
    assertThat(split.test().count(3)).isEqualTo(2);
  }

  @Test
  void userCold_holdsAllRowsOfTheUsersDrawn() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Interactions all = randomData(seed).interactions();
      Split split = SplitStrategy.userCold(0.3).split(randomData(seed), seed);
      Split.Counts counts = split.counts();
      long users = IntStream.range(0, all.users()).filter(user -> all.count(user) > 0).count();
      assertThat(counts.testUsers()).as("seed %d", seed).isEqualTo((int) (3 * users + 9) / 10);
      assertThat(counts.coldUsers()).isEqualTo(counts.testUsers());
      assertThat(counts.coldUserRows()).isEqualTo(split.test().size());
    }
  }

  @Test
  void itemCold_holdsAllRowsOfTheItemsDrawn() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Interactions all = randomData(seed).interactions();
      Split split = SplitStrategy.itemCold(0.3).split(randomData(seed), seed);
      Split.Counts counts = split.counts();
      long items = IntStream.range(0, all.size()).map(all::item).distinct().count();
      assertThat(counts.testItems()).as("seed %d", seed).isEqualTo((int) (3 * items + 9) / 10);
      assertThat(counts.coldItems()).isEqualTo(counts.testItems());
      assertThat(counts.coldItemRows()).isEqualTo(split.test().size());
    }
  }

  @Test
  void crossValidation_testsEveryRowOnce() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Dataset data = randomData(seed);
      int rows = data.interactions().size();
      int[] tested = new int[data.users().size() * data.items().size()];
      List<Split> splits = CrossValidation.ofRows(4, seed).splits(data).toList();
      for (Split split : splits) {
        count(split.test(), tested);
        assertThat(split.test().size()).isBetween(rows / 4, (rows + 3) / 4);
        assertThat(split.train().interactions().size()).isEqualTo(rows - split.test().size());
      }
      assertThat(splits).extracting(Split::name).startsWith("fold(1,4)").endsWith("fold(4,4)");
      assertThat(IntStream.of(tested).sum()).as("seed %d", seed).isEqualTo(rows);
      assertThat(IntStream.of(tested).max()).hasValue(1);
    }
  }

  @Test
  void crossValidation_keepsUsersTogether() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Dataset data = randomData(seed);
      List<Split> splits = CrossValidation.ofUsers(3, seed).splits(data).toList();
      assertThat(splits)
          .allMatch(split -> split.counts().coldUsers() == split.counts().testUsers())
          .allMatch(split -> split.name().startsWith("user-fold("));
      assertThat(splits.stream().mapToInt(split -> split.test().size()).sum())
          .isEqualTo(data.interactions().size());
      int[] users =
          splits.stream().mapToInt(split -> split.counts().testUsers()).sorted().toArray();
      assertThat(users[2] - users[0]).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void crossValidation_dependsOnTheSeed() {
    Dataset data = plain(100);
    Interactions first = CrossValidation.ofRows(5, 1).splits(data).toList().get(0).test();
    assertThat(SplitStrategy.fold(1, 5).split(data, 1).test()).isEqualTo(first);
    assertThat(SplitStrategy.fold(1, 5).split(data, 2).test()).isNotEqualTo(first);
  }

  @Test
  void crossValidation_refusesWhatCannotBeParted() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrossValidation.ofRows(1, 0))
        .withMessageContaining("folds are 2 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrossValidation.ofRows(6, 0).splits(plain(5)).toList())
        .withMessageContaining("empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrossValidation.ofUsers(2, 0).splits(plain(5)).toList())
        .withMessageContaining("empty");
  }

  private static void count(Interactions rows, int[] counts) {
    for (int position = 0; position < rows.size(); position++) {
      counts[rows.user(position) * rows.items() + rows.item(position)]++;
    }
  }
}
