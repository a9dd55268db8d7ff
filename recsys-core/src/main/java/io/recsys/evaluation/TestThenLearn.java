package io.recsys.evaluation;

import io.recsys.Query;
import io.recsys.Recommender;
import io.recsys.data.Interactions;
import io.recsys.data.Vocabulary;
import io.recsys.split.Split;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The evaluation of predicted ratings as a live system would meet the test part: the model stays as
 * it was trained, and each test row is predicted with the same user's test rows of earlier seconds
 * as the query's history ("test, then learn"). Rows of one second do not know of each other, and no
 * row knows of another user's.
 *
 * <p>Its figures do not compare with those of {@link Evaluator#evaluate}, which gives no history. A
 * recommender that learns nothing from a history has the same in both.
 *
 * @param evaluator holds the rating metrics; what else it measures is left out
 * @param split its test rows have times
 */
public record TestThenLearn(Evaluator evaluator, Split split) {
  /**
   * Checks the split and leaves metrics of rankings out.
   *
   * @throws IllegalArgumentException if the split has no test rows, or they have no times
   */
  public TestThenLearn {
    Evaluator.requireTestRows(split);
    if (!split.test().hasTimes()) {
      throw new IllegalArgumentException(
          "split: the test rows of '"
              + split.name()
              + "' have no times, so nobody can tell which came first; test-then-learn needs data"
              + " with times");
    }
    evaluator = evaluator.withRankingMetrics(List.of()).withCatalogMetrics(List.of());
  }

  /**
   * The evaluation of a recommender that was trained on the split's training part; its warm and
   * cold figures are of the rows of users with and without a training row. Users are asked about in
   * parallel; the figures do not depend on the number of threads.
   *
   * @param model what the model is called in reports
   */
  public Evaluation evaluate(String model, Recommender recommender) {
    List<UserJudge.Judgment> judgments =
        IntStream.range(0, split.test().users())
            .parallel()
            .filter(user -> split.test().count(user) > 0)
            .mapToObj(user -> UserJudge.Judgment.rated(user, predict(recommender, user)))
            .toList();
    Evaluator.Scope scope = Evaluator.Scope.of(split);
    return new Evaluation(
        new Tally(evaluator, split, scope, Protocol.TEST_THEN_LEARN, judgments).findings(model));
  }

  /** A rating for each of a user's test rows, which are in order of time. */
  private double[] predict(Recommender recommender, int user) {
    Interactions test = split.test();
    Vocabulary ids = split.train().items();
    Query query = Query.forUser(split.train().users().id(user));
    double[] predicted = new double[test.count(user)];
    Map<String, Double> history = new LinkedHashMap<>();
    int next;
    for (int start = test.start(user); start < test.end(user); start = next) {
      List<String> items = new ArrayList<>();
      Map<String, Double> ratings = new LinkedHashMap<>();
      for (next = start; next < test.end(user) && test.time(next) == test.time(start); next++) {
        items.add(ids.id(test.item(next)));
        ratings.put(ids.id(test.item(next)), (double) test.value(next));
      }
      double[] answer = recommender.predict(query.withHistory(history), items);
      UserJudge.requireOneEach(answer, items, query.user());
      System.arraycopy(answer, 0, predicted, start - test.start(user), answer.length);
      history.putAll(ratings);
    }
    return predicted;
  }
}
