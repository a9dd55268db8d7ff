package io.recsys.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.recsys.Basis;
import io.recsys.Query;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.SmallData;
import io.recsys.data.Interactions;
import io.recsys.split.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestThenLearnTest {
  private static final Split BASE = SmallData.split("w a 3, v b 2, w c 3, w d 3, w e 3", "z a 1");

  /** w is warm and z cold; of w's rows the middle two share a second, and z's second is theirs. */
  private static final Split SPLIT =
      split("w a 5 10, w b 1 20, w c 2 20, w d 4 30, z a 4 20, z e 2 40", true);

  private static Split split(String rows, boolean timed) {
    Interactions.Builder test = Interactions.builder();
    for (String row : rows.split(", ", -1)) {
      String[] fields = row.split(" ", -1);
      test.add(
          BASE.train().users().indexOf(fields[0]),
          BASE.train().items().indexOf(fields[1]),
          Float.parseFloat(fields[2]),
          Long.parseLong(fields[3]));
    }
    int users = BASE.train().users().size();
    return new Split(
        "by hand", BASE.train(), test.build(users, BASE.train().items().size(), timed));
  }

  /** Predicts the mean of the history, 3 without one, and writes down what it was asked. */
  private static final class Recorder implements Recommender {
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    @Override
    public Recommendations recommend(Query query) {
      return new Recommendations(query.user(), Basis.USER, List.of());
    }

    @Override
    public double[] predict(String user, List<String> items) {
      throw new AssertionError("asked without a query");
    }

    @Override
    public double[] predict(Query query, List<String> items) {
      asked.add(query.user() + " " + items + " " + new TreeMap<>(query.history()));
      double mean =
          query.history().values().stream().mapToDouble(Double::doubleValue).average().orElse(3);
      return items.stream().mapToDouble(item -> mean).toArray();
    }
  }

  @Test
  void evaluate_givesEarlierSecondsOfTheSameUserAsHistory() {
    Recorder recorder = new Recorder();
    Evaluation evaluation = new TestThenLearn(Evaluator.defaults(), SPLIT).evaluate("m", recorder);
    assertThat(recorder.asked)
        .containsExactlyInAnyOrder(
            "w [a] {}",
            "w [b, c] {a=5.0}",
            "w [d] {a=5.0, b=1.0, c=2.0}",
            "z [a] {}",
            "z [e] {a=4.0}");
    // Errors: w 2, 4, 3, 4 - 8 / 3; z 1, 2.
    double last = 4.0 / 3;
    assertThat(evaluation.value("rmse"))
        .isCloseTo(Math.sqrt((4 + 16 + 9 + last * last + 1 + 4) / 6), within(1e-12));
    assertThat(evaluation.value("mae")).isCloseTo((2 + 4 + 3 + last + 1 + 2) / 6, within(1e-12));
    assertThat(evaluation.metrics()).containsOnlyKeys("rmse", "mae", "within0.5");
    assertThat(evaluation.warm().get("mae")).isCloseTo((2 + 4 + 3 + last) / 4, within(1e-12));
    assertThat(evaluation.cold().get("mae")).isCloseTo(1.5, within(1e-12));
  }

  @Test
  void evaluate_doesNotCompareWithStaticFigures(@TempDir Path folder) throws IOException {
    Recommender threes = FixedRecommender.rating((user, item) -> 3);
    Evaluation learned = new TestThenLearn(Evaluator.defaults(), SPLIT).evaluate("m", threes);
    Evaluation fixed = Evaluator.defaults().evaluate("m", threes, SPLIT);
    assertThat(learned.value("rmse")).isEqualTo(fixed.value("rmse"));
    assertThat(learned.protocol().difference(fixed.protocol()))
        .hasValue("mode: test-then-learn and static");
    learned.write(folder.resolve("learned.json"));
    assertThat(Evaluation.read(folder.resolve("learned.json")).protocol())
        .isEqualTo(learned.protocol());
  }

  @Test
  void evaluate_leavesRatingsOut_whereTheModelPredictsNone() {
    Recommender silent = FixedRecommender.ranking(Map.of());
    Evaluation evaluation = new TestThenLearn(Evaluator.defaults(), SPLIT).evaluate("m", silent);
    assertThat(evaluation.metrics()).isEmpty();
    assertThat(evaluation.warm()).isEmpty();
  }

  @Test
  void constructor_refusesRowsWithoutTimes() {
    Split untimed = split("w a 5 0, z b 1 0", false);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TestThenLearn(Evaluator.defaults(), untimed))
        .withMessageContaining("'by hand' have no times");
    Split empty = SmallData.split("w a 3", "");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TestThenLearn(Evaluator.defaults(), empty))
        .withMessageContaining("no test rows");
  }
}
