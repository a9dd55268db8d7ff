package io.recsys.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.recsys.Basis;
import io.recsys.Query;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.SmallData;
import io.recsys.baseline.PopularityTrainer;
import io.recsys.data.Interactions;
import io.recsys.split.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CandidatesTest {
  private static final Split SPLIT = sparse();

  /** Thirty users with six training and four test rows each among sixty items. */
  private static Split sparse() {
    Random random = new Random(5);
    List<StringBuilder> parts = List.of(new StringBuilder(), new StringBuilder());
    for (int user = 0; user < 30; user++) {
      List<Integer> items = new ArrayList<>(IntStream.range(0, 60).boxed().toList());
      Collections.shuffle(items, random);
      for (int row = 0; row < 10; row++) {
        int rating = 1 + random.nextInt(5);
        parts.get(row < 6 ? 0 : 1).append("%d %d %d,".formatted(user, items.get(row), rating));
      }
    }
    return SmallData.split(parts.get(0).toString(), parts.get(1).toString());
  }

  /** A recommender that remembers what it was asked. */
  private static final class Listener implements Recommender {
    final Map<String, Set<String>> asked = new ConcurrentHashMap<>();

    @Override
    public Recommendations recommend(Query query) {
      String user = Objects.requireNonNull(query.user());
      asked.put(user, Objects.requireNonNull(query.candidates()));
      return new Recommendations(user, Basis.USER, List.of());
    }

    @Override
    public double[] predict(String user, List<String> items) {
      double[] none = new double[items.size()];
      Arrays.fill(none, Double.NaN);
      return none;
    }
  }

  private static Map<String, Set<String>> asked(int negatives, long seed, Split split) {
    Listener listener = new Listener();
    Evaluator.defaults()
        .withCandidates(Candidates.sampled(negatives))
        .withSeed(seed)
        .evaluate("listener", listener, split);
    return listener.asked;
  }

  @Test
  void sampled_areTheRelevantOnesAndOthersThatTheUserHasNoRowOf() {
    Interactions test = SPLIT.test();
    Interactions train = SPLIT.train().interactions();
    Map<String, Set<String>> asked = asked(5, 1, SPLIT);
    assertThat(asked).isNotEmpty();
    asked.forEach(
        (id, items) -> {
          int user = SPLIT.train().users().indexOf(id);
          int relevant = 0;
          for (int position = test.start(user); position < test.end(user); position++) {
            boolean isRelevant = test.value(position) >= 4;
            relevant += isRelevant ? 1 : 0;
            assertThat(items.contains(SPLIT.train().items().id(test.item(position))))
                .isEqualTo(isRelevant);
          }
          for (int position = train.start(user); position < train.end(user); position++) {
            assertThat(items).doesNotContain(SPLIT.train().items().id(train.item(position)));
          }
          assertThat(items).hasSize(relevant + 5);
        });
  }

  @Test
  void sampled_dependOnSeedAndUserAlone() {
    Map<String, Set<String>> all = asked(3, 1, SPLIT);
    assertThat(asked(3, 1, SPLIT)).isEqualTo(all);
    assertThat(asked(3, 2, SPLIT)).isNotEqualTo(all);
    int last = SPLIT.test().users() - 1;
    Split alone =
        new Split(
            SPLIT.name(),
            SPLIT.train(),
            SPLIT.test().filter(position -> SPLIT.test().user(position) == last));
    asked(3, 1, alone).forEach((user, items) -> assertThat(items).isEqualTo(all.get(user)));
  }

  @Test
  void sampled_takeEveryOtherItem_whereThereAreFewer() {
    Split split = SmallData.split("x A 3, y B 3, y C 3, y D 3", "x B 5, x C 1");
    assertThat(asked(99, 1, split)).containsExactly(Map.entry("x", Set.of("B", "D")));
  }

  @Test
  void sampled_areNeverComparedWithFull() {
    Recommender popular = new PopularityTrainer().train(SPLIT.train());
    Evaluation full = Evaluator.defaults().evaluate("full", popular, SPLIT);
    Evaluation sampled =
        Evaluator.defaults()
            .withCandidates(Candidates.sampled(3))
            .evaluate("sampled", popular, SPLIT);
    assertThat(sampled.metrics()).containsKey("ndcg@10").doesNotContainKey("coverage@10");
    assertThat(sampled.value("ndcg@10")).isGreaterThan(full.value("ndcg@10"));
    assertThat(full.protocol().comparable(sampled.protocol())).isFalse();
    assertThat(full.protocol().difference(sampled.protocol()))
        .contains("candidates: full and sampled(3)");
    Evaluation otherDraw =
        Evaluator.defaults()
            .withCandidates(Candidates.sampled(3))
            .withSeed(1)
            .evaluate("sampled", popular, SPLIT);
    assertThat(sampled.protocol().difference(otherDraw.protocol())).contains("seed: 42 and 1");
    assertThat(full.protocol().comparable(full.protocol())).isTrue();
  }

  @Test
  void listed_rankWhatTheListHolds_andSkipUsersWithoutOne() {
    Split split = SmallData.split("x A 3, y B 3, y C 3", "x B 5, y D 5");
    int x = split.train().users().indexOf("x");
    Candidates lists = Candidates.listed("lists", user -> user == x ? new int[] {0, 1} : null);
    Listener listener = new Listener();
    Evaluation evaluation =
        Evaluator.defaults().withCandidates(lists).evaluate("listener", listener, split);
    assertThat(listener.asked).containsExactly(Map.entry("x", Set.of("A", "B")));
    assertThat(evaluation.protocol().rankedUsers()).isEqualTo(1);
    assertThat(evaluation.protocol().candidates()).isEqualTo("lists");
  }

  @Test
  void parse_readsNamesBack() {
    for (Candidates candidates : List.of(Candidates.full(), Candidates.sampled(99))) {
      assertThat(Candidates.parse(candidates.name())).isEqualTo(candidates);
    }
    for (String wrong : List.of("", "sampled", "sampled(0)", "sampled(-1)", "sampled(x)", "all")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Candidates.parse(wrong))
          .withMessageStartingWith("candidates:");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Candidates.listed("full", user -> null))
        .withMessageContaining("cannot be called 'full'");
  }
}
