package io.recsys.split;

import static io.recsys.split.MadeUpData.data;
import static io.recsys.split.MadeUpData.oneUser;
import static io.recsys.split.MadeUpData.plain;
import static io.recsys.split.MadeUpData.randomData;
import static io.recsys.split.MadeUpData.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitStrategyTest {
  private static final int SEEDS = 100;

  static Stream<SplitStrategy> strategies() {
    return Stream.of(
        SplitStrategy.random(0.8),
        SplitStrategy.random(0.29),
        SplitStrategy.temporal(0.8),
        SplitStrategy.temporal(0.5),
        SplitStrategy.perUserTemporal(0.8),
        SplitStrategy.leaveLastOut(),
        SplitStrategy.stratified(0.75),
        SplitStrategy.kShot(2, 1),
        SplitStrategy.kShot(3, 0.5),
        SplitStrategy.userCold(0.3),
        SplitStrategy.itemCold(0.3),
        SplitStrategy.fold(2, 5),
        SplitStrategy.userFold(3, 3),
        SplitStrategy.all());
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void split_partsAreDisjointAndComplete(SplitStrategy strategy) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Dataset data = randomData(seed);
      Split split = strategy.split(data, seed);
      List<String> both = rows(split.train().interactions());
      both.addAll(rows(split.test()));
      assertThat(both)
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(rows(data.interactions()));
      assertThat(split.name()).isEqualTo(strategy.name());
    }
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void split_leaksNoMoreThanItSays(SplitStrategy strategy) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Split split = strategy.split(randomData(seed), seed);
      assertThat(split.leak()).isEqualTo(strategy.leak());
      Interactions train = split.train().interactions();
      long lastOfAll = IntStream.range(0, train.size()).mapToLong(train::time).max().orElseThrow();
      for (int position = 0; position < split.test().size(); position++) {
        int user = split.test().user(position);
        long lastOfUser = train.count(user) == 0 ? 0 : train.time(train.end(user) - 1);
        long earliest =
            switch (strategy.leak()) {
              case NOTHING -> lastOfAll;
              case FUTURE_OF_OTHERS -> lastOfUser;
              case FUTURE, UNKNOWN -> 0;
            };
        assertThat(split.test().time(position))
            .as("seed %d", seed)
            .isGreaterThanOrEqualTo(earliest);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void split_namesItsSeedWhereItDraws(SplitStrategy strategy) {
    Dataset data = randomData(3);
    boolean draws = false;
    for (int seed = 0; seed < 20; seed++) {
      Split split = strategy.split(data, seed);
      draws |= !split.test().equals(strategy.split(data, 99).test());
      assertThat(split.seed()).isIn(null, (long) seed);
    }
    assertThat(strategy.split(data, 1).seed() != null).isEqualTo(draws);
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void validation_cutsATrainingPartLikewise(SplitStrategy strategy) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Dataset train = strategy.split(MadeUpData.dense(seed), seed).train();
      SplitStrategy validation = strategy.validation();
      assertThat(validation.split(train, seed).test().size()).isPositive();
      assertThat(SplitStrategy.parse(validation.name())).isEqualTo(validation);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "random(0.8); random(0.9)",
        "stratified(0.75); stratified(0.9)",
        "temporal(0.5); temporal(0.9)",
        "per-user-temporal(0.8); per-user-temporal(0.9)",
        "leave-last-out; per-user-temporal(0.9)",
        "user-cold(0.2); user-cold(0.1)",
        "item-cold(0.2); item-cold(0.1)",
        "user-fold(1,5); user-cold(0.1)",
        "k-shot(1); random(0.9)",
        "all; random(0.9)"
      })
  void validation_isOfTheSameKind(String name, String validation) {
    assertThat(SplitStrategy.parse(name).validation().name()).isEqualTo(validation);
  }

  @Test
  void defaultFor_goesByTimesWhereThereAreSome() {
    assertThat(SplitStrategy.defaultFor(plain(5)).name()).isEqualTo("temporal(0.8)");
    Dataset untimed = data(1, 5, false, user -> Stream.of(row(0, 0)));
    assertThat(SplitStrategy.defaultFor(untimed).name()).isEqualTo("random(0.8)");
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void parse_readsTheNameBack(SplitStrategy strategy) {
    SplitStrategy parsed = SplitStrategy.parse(strategy.name());
    assertThat(parsed).isEqualTo(strategy).hasSameHashCodeAs(strategy);
    assertThat(parsed.split(randomData(3), 7)).isEqualTo(strategy.split(randomData(3), 7));
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void split_cutsValidationFromATrainingPart(SplitStrategy strategy) {
    Split outer = SplitStrategy.random(0.9).split(randomData(3), 3);
    Split inner = strategy.split(outer.train(), 4);
    assertThat(inner.train().interactions().size() + inner.test().size())
        .isEqualTo(outer.train().interactions().size());
  }

  @Test
  void random_takesTheShareWhereverBinaryFractionsRound() {
    assertThat(split("random(0.29)", plain(100)).train().interactions().size()).isEqualTo(29);
    assertThat(split("random(0.7)", plain(10)).train().interactions().size()).isEqualTo(7);
    assertThat(split("per-user-temporal(0.7)", oneUser(10)).test().size()).isEqualTo(3);
  }

  @Test
  void random_dependsOnTheSeedAlone() {
    Dataset data = plain(100);
    SplitStrategy strategy = SplitStrategy.random(0.5);
    assertThat(strategy.split(data, 1).test()).isEqualTo(strategy.split(data, 1).test());
    assertThat(strategy.split(data, 1).test()).isNotEqualTo(strategy.split(data, 2).test());
  }

  @Test
  void random_drawsTheSameRowsOnEveryMachine() {
    Interactions train = SplitStrategy.random(0.5).split(plain(10), 42).train().interactions();
    assertThat(IntStream.range(0, 5).map(train::item)).containsExactly(0, 1, 4, 6, 7);
  }

  @Test
  void random_drawsEveryRowEquallyOften() {
    int[] tested = new int[20];
    Dataset data = plain(20);
    for (int seed = 0; seed < 4000; seed++) {
      Interactions test = SplitStrategy.random(0.75).split(data, seed).test();
      IntStream.range(0, test.size()).forEach(position -> tested[test.item(position)]++);
    }
    // A quarter of 4000, and five standard deviations of a binomial on either side.
    IntStream.of(tested).forEach(count -> assertThat(count).isBetween(863, 1137));
  }

  @Test
  void temporal_trainsOnNothingLaterThanATestRow() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Dataset data = randomData(seed);
      Split split = SplitStrategy.temporal(0.8).split(data, 0);
      Interactions train = split.train().interactions();
      List<Long> order = new ArrayList<>();
      IntStream.range(0, train.size()).forEach(p -> order.add(key(train, p)));
      long lastTrained = order.stream().mapToLong(Long::longValue).max().orElseThrow();
      for (int position = 0; position < split.test().size(); position++) {
        assertThat(key(split.test(), position)).as("seed %d", seed).isGreaterThan(lastTrained);
      }
      assertThat(train.size()).isEqualTo(data.interactions().size() * 8 / 10);
    }
  }

  @Test
  void perUserTemporal_trainsOnTheFirstRowsOfEachUser() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Dataset data = randomData(seed);
      Split split = SplitStrategy.perUserTemporal(0.8).split(data, 0);
      for (int user = 0; user < data.users().size(); user++) {
        int count = data.interactions().count(user);
        assertThat(split.train().interactions().count(user)).isEqualTo((count * 8 + 9) / 10);
        assertNoFutureOfTheUser(split, user);
      }
    }
  }

  @Test
  void leaveLastOut_testsTheLastRowOfEveryUserWithTwo() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Dataset data = randomData(seed);
      Split split = SplitStrategy.leaveLastOut().split(data, 0);
      for (int user = 0; user < data.users().size(); user++) {
        int expected = data.interactions().count(user) > 1 ? 1 : 0;
        assertThat(split.test().count(user)).as("seed %d", seed).isEqualTo(expected);
        assertNoFutureOfTheUser(split, user);
      }
    }
  }

  @Test
  void all_testsNothing() {
    Dataset data = plain(5);
    Split split = SplitStrategy.all().split(data, 0);
    assertThat(split.train()).isEqualTo(data);
    assertThat(split.test().size()).isZero();
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void split_saysThatTimesAreMissing_whereTheRuleIsTimed(SplitStrategy strategy) {
    Dataset untimed = data(9, 5, false, user -> IntStream.range(0, 5).mapToObj(i -> row(i, 0)));
    if (strategy.timed()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> strategy.split(untimed, 1))
          .withMessageContaining("no times")
          .withMessageContaining(strategy.name());
    } else {
      assertThat(strategy.split(untimed, 1).train().interactions().hasTimes()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "random(0.1)",
        "temporal(0.1)",
        "per-user-temporal(0.9)",
        "k-shot(3)",
        "user-cold(0.1)",
        "fold(1,9)"
      })
  void split_refusesAnEmptyPart(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> split(name, oneUser(3)))
        .withMessageContaining("empty");
  }

  @Test
  void leaveLastOut_refusesDataWithoutAUserToTest() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> split("leave-last-out", oneUser(1)))
        .withMessageContaining("test part");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "u1",
        "file:rows",
        "random",
        "random()",
        "random(0.8",
        "random(x)",
        "random(0.8d)",
        "random(NaN)",
        "temporal",
        "all(0.8)",
        "leave-last-out(1)",
        "Random(0.8)",
        "random(0.8)x",
        "random(0.8,0.1)",
        "k-shot",
        "k-shot(2.5)",
        "k-shot(5,x)",
        "k-shot(1,0.5,0.5)",
        "fold(1)",
        "fold(1,x)"
      })
  void parse_listsWhatIsAllowed(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SplitStrategy.parse(name))
        .withMessageContaining("'" + name + "'")
        .withMessageContaining("per-user-temporal(0.8)")
        .withMessageContaining("stratified(0.75)")
        .withMessageContaining("k-shot(5,0.1), user-cold(0.1), item-cold(0.1), fold(1,5)")
        .withMessageContaining("file:ROWS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "-0.2", "1.5", "80"})
  void parse_refusesASharePastTheEnds(String share) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SplitStrategy.parse("temporal(" + share + ")"))
        .withMessageContaining("between 0 and 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "k-shot(0); k: 0",
        "k-shot(2,0); userShare: 0.0",
        "k-shot(2,1.5); userShare: 1.5",
        "user-cold(0); testShare: 0.0",
        "item-cold(1); testShare: 1.0",
        "fold(0,5); fold: 0 of 5",
        "fold(6,5); fold: 6 of 5",
        "user-fold(1,1); fold: 1 of 1"
      })
  void parse_refusesNumbersOutOfRange(String name, String fault) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SplitStrategy.parse(name))
        .withMessageContaining(fault);
  }

  @Test
  void parse_toleratesBlanksAndTrailingZeros() {
    assertThat(SplitStrategy.parse(" temporal( 0.80 ) ").name()).isEqualTo("temporal(0.8)");
    assertThat(SplitStrategy.parse("k-shot( 5 , 0.10 )").name()).isEqualTo("k-shot(5,0.1)");
  }

  @Test
  void counts_tellColdFromWarm() {
    // User 0 trains on items 0 and 1; user 1 is cold; item 2 is cold.
    Dataset all =
        data(
            2,
            4,
            true,
            user ->
                user == 0
                    ? Stream.of(row(0, 1), row(1, 2), row(2, 9))
                    : Stream.of(row(0, 7), row(1, 8), row(2, 10)));
    Split split = SplitStrategy.temporal(0.4).split(all, 0);
    assertThat(split.train().interactions().size()).isEqualTo(2);
    assertThat(split.counts()).isEqualTo(new Split.Counts(2, 1, 3, 3, 1, 2, 0));
    Split random = new Split("x", all, split.test());
    assertThat(random.leak()).isEqualTo(Leak.UNKNOWN);
    assertThat(random.counts()).isEqualTo(new Split.Counts(2, 0, 0, 3, 0, 0, 4));
  }

  private static void assertNoFutureOfTheUser(Split split, int user) {
    Interactions train = split.train().interactions();
    if (split.test().count(user) > 0) {
      assertThat(key(train, train.end(user) - 1))
          .isLessThan(key(split.test(), split.test().start(user)));
    }
  }

  /** Orders rows by time, then user, then item. */
  private static long key(Interactions rows, int position) {
    return (rows.time(position) * 1000 + rows.user(position)) * 1000 + rows.item(position);
  }

  private static List<String> rows(Interactions rows) {
    return IntStream.range(0, rows.size())
        .mapToObj(p -> rows.user(p) + " " + rows.item(p) + " " + rows.value(p) + " " + rows.time(p))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static Split split(String name, Dataset data) {
    return SplitStrategy.parse(name).split(data, 42);
  }
}
