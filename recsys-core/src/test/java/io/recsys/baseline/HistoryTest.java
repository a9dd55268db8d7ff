package io.recsys.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.recsys.Basis;
import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.RecommenderTrainer;
import io.recsys.SmallData;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.evaluation.Evaluation;
import io.recsys.evaluation.Evaluator;
import io.recsys.evaluation.TestThenLearn;
import io.recsys.source.DemoDataset;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a query's history counts for. */
class HistoryTest {
  private static final Dataset DATA =
      DemoDataset.generate(new DemoDataset.Size(300, 200, 12_000), 3);

  /** All but popularity, which learns nothing of a user. */
  static Stream<RecommenderTrainer> trainers() {
    return Stream.of(
        BiasTrainer.defaults(),
        ItemKnnTrainer.defaults(),
        EaseTrainer.defaults(),
        EaseTrainer.defaults().withWeighting(Weighting.BY_RATING),
        AlsTrainer.defaults().withEmbeddingSize(8).withRounds(2),
        ImplicitAlsTrainer.defaults().withEmbeddingSize(8).withRounds(2));
  }

  @ParameterizedTest
  @MethodSource("trainers")
  void someoneNew_isAnsweredLikeTheTrainingUserOfThatHistory(RecommenderTrainer trainer) {
    Recommender recommender = trainer.train(DATA);
    List<String> items = DATA.items().ids();
    for (int user = 0; user < 40; user++) {
      String id = DATA.users().id(user);
      Map<String, Double> history = history(user, Integer.MAX_VALUE);
      Recommendations known = recommender.topK(id, 200);
      Recommendations told = recommender.recommend(Query.forHistory(history).withK(200));
      assertThat(told.items()).as(id).isEqualTo(known.items());
      assertThat(told.basis())
          .isEqualTo(known.basis() == Basis.USER ? Basis.HISTORY : known.basis());
      assertThat(recommender.predict(Query.forHistory(history), items))
          .isEqualTo(recommender.predict(id, items));
      // What is known already changes nothing.
      assertThat(recommender.recommend(Query.forUser(id).withK(200).withHistory(history)))
          .isEqualTo(known);
    }
  }

  @ParameterizedTest
  @MethodSource("trainers")
  void knownUser_isAnsweredByAllRatings_oldAndTold(RecommenderTrainer trainer) {
    Recommender recommender = trainer.train(DATA);
    for (int user = 0; user < 20; user++) {
      Map<String, Double> later = new LinkedHashMap<>(history((user + 1) % 20, 5));
      Map<String, Double> all = history(user, Integer.MAX_VALUE);
      later.forEach(all::putIfAbsent);
      Query known = Query.forUser(DATA.users().id(user)).withK(200).withHistory(later);
      assertThat(recommender.recommend(known).items())
          .isEqualTo(recommender.recommend(Query.forHistory(all).withK(200)).items());
      assertThat(recommender.recommend(known).basis()).isNotEqualTo(Basis.HISTORY);
    }
  }

  @ParameterizedTest
  @MethodSource("trainers")
  void historyOfNothingKnown_countsAsNone(RecommenderTrainer trainer) {
    Recommender recommender = trainer.train(DATA);
    Query query = Query.forHistory(Map.of("no such item", 5.0)).withK(200);
    assertThat(recommender.recommend(query))
        .isEqualTo(recommender.recommend(Query.forAnyone().withK(200)));
    assertThat(recommender.recommend(query).basis()).isEqualTo(Basis.POPULARITY);
    assertThat(recommender.predict(query, DATA.items().ids()))
        .isEqualTo(recommender.predict("nobody", DATA.items().ids()));
  }

  @ParameterizedTest
  @MethodSource("trainers")
  void histories_areFoldedInByManyThreadsAtOnce(RecommenderTrainer trainer) {
    Recommender recommender = trainer.train(DATA);
    List<Query> queries =
        IntStream.range(0, 100).mapToObj(user -> Query.forHistory(history(user, 7))).toList();
    List<Recommendations> expected = queries.stream().map(recommender::recommend).toList();
    for (int round = 0; round < 5; round++) {
      assertThat(queries.parallelStream().map(recommender::recommend).toList()).isEqualTo(expected);
    }
  }

  @Test
  void popularity_learnsNothing_butLeavesOutWhatIsTold() {
    Recommender recommender = new PopularityTrainer().train(SmallData.of("x a 5, y a 5, y b 1"));
    Recommendations answer = recommender.recommend(Query.forHistory(Map.of("a", 5.0)));
    assertThat(answer.basis()).isEqualTo(Basis.POPULARITY);
    assertThat(answer.items()).extracting(Recommendation::item).containsExactly("b");
  }

  @Test
  void bias_isThatOfTheRatingsTold() {
    // As in BiasTest: the mean is 3, b_a = 2/3 and b_b = -1; here b = (2 - 2/3) / (2 + 1) = 4/9,
    // for a 9 is a 5 on this scale.
    Recommender recommender = new BiasTrainer(2, 1, 1).train(SmallData.of("x a 5, x b 1, y a 3"));
    double[] predicted =
        recommender.predict(Query.forHistory(Map.of("a", 9.0)), List.of("b", "nothing"));
    assertThat(predicted[0]).isCloseTo(3 - 1 + 4 / 9.0, within(1e-12));
    assertThat(predicted[1]).isCloseTo(3 + 4 / 9.0, within(1e-12));
  }

  @Test
  void ease_addsUpTheWeightsOfLikes_andNothingOfADislike() {
    // As in EaseTest: weights of 1/2 between a and b and between a and c, and 0 between b and c.
    Recommender recommender =
        EaseTrainer.defaults()
            .withRegularization(1)
            .train(SmallData.of("x a 5, x b 4, y a 4, y b 4, y c 5, z a 5, z c 4"));
    Recommendation best =
        recommender.recommend(Query.forHistory(Map.of("b", 5.0, "c", 4.0))).items().get(0);
    assertThat(best.item()).isEqualTo("a");
    assertThat(best.score()).isCloseTo(1, within(1e-6));
    Recommendations disliked = recommender.recommend(Query.forHistory(Map.of("b", 3.0)));
    assertThat(disliked.basis()).isEqualTo(Basis.POPULARITY);
    assertThat(disliked.items()).extracting(Recommendation::item).containsExactly("a", "c");
  }

  @Test
  void als_solvesForTheOneTold() {
    // Without dimensions worth the name, what is told is a bias: (r - mean - b_i) / (ridge + 1).
    Dataset data = SmallData.of("x a 5, x b 1, y a 3, z b 4");
    AlsTrainer trainer = new AlsTrainer(1, 1e12, 0, 2, 3, 1);
    Recommender recommender = trainer.train(data);
    double a = recommender.predict("nobody", "a");
    double b = recommender.predict("nobody", "b");
    double[] predicted = recommender.predict(Query.forHistory(Map.of("a", 2.0)), List.of("b"));
    assertThat(predicted[0]).isCloseTo(b + (2 - a) / 3, within(1e-9));
  }

  @Test
  void testThenLearn_paysForBaselines() {
    Split split = SplitStrategy.userCold(0.3).split(DATA, 1);
    for (RecommenderTrainer trainer :
        List.of(BiasTrainer.defaults(), ItemKnnTrainer.defaults(), AlsTrainer.defaults())) {
      Recommender recommender = trainer.train(split.train());
      Evaluation fixed = Evaluator.defaults().evaluate("m", recommender, split);
      Evaluation learned =
          new TestThenLearn(Evaluator.defaults(), split).evaluate("m", recommender);
      assertThat(learned.value("rmse")).as(trainer.name()).isLessThan(fixed.value("rmse"));
    }
  }

  /** The first training ratings of a user, in order. */
  private static Map<String, Double> history(int user, int most) {
    Interactions rows = DATA.interactions();
    Map<String, Double> history = new LinkedHashMap<>();
    for (int p = rows.start(user); p < rows.end(user) && p - rows.start(user) < most; p++) {
      history.put(DATA.items().id(rows.item(p)), (double) rows.value(p));
    }
    return history;
  }
}
