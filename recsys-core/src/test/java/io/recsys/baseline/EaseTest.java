package io.recsys.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.recsys.Basis;
import io.recsys.Checkerboard;
import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.Recommender;
import io.recsys.RecommenderContract;
import io.recsys.SmallData;
import io.recsys.TrainingException;
import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.Vocabulary;
import io.recsys.split.Split;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EaseTest extends RecommenderContract {
  /** Which items have a term. */
  private static final List<IntPredicate> TERMS =
      List.of(
          item -> item % 3 == 1,
          item -> item % 3 == 2,
          item -> item % 3 > 0 && item % 2 == 0,
          item -> item % 3 > 0 && item % 2 == 1,
          item -> item < 2);

  @Override
  protected Recommender train(Dataset data) {
    return EaseTrainer.defaults().train(data);
  }

  @Test
  void recommend_scoresByTheClosedForm() {
    // X'X + I is 4 2 2, 2 3 1, 2 1 3; its inverse 8 -4 -4, -4 8 0, -4 0 8, each a sixteenth. So
    // the weights are 1/2 between a and b and between a and c, and 0 between b and c.
    Recommender recommender =
        EaseTrainer.defaults()
            .withRegularization(1)
            .train(SmallData.of("x a 5, x b 4, y a 4, y b 4, y c 5, z a 5, z c 4"));
    assertThat(score(recommender, "x", "a")).isCloseTo(0.5, within(1e-6));
    assertThat(score(recommender, "x", "b")).isCloseTo(0.5, within(1e-6));
    assertThat(score(recommender, "x", "c")).isCloseTo(0.5, within(1e-6));
    assertThat(score(recommender, "y", "a")).isCloseTo(1, within(1e-6));
    assertThat(score(recommender, "z", "b")).isCloseTo(0.5, within(1e-6));
  }

  @ParameterizedTest
  @EnumSource
  void recommend_scoresByTheBestWeights(Weighting weighting) {
    Dataset data = SmallData.of(randomRows(11));
    double ridge = 2;
    Recommender recommender =
        EaseTrainer.defaults().withRegularization(ridge).withWeighting(weighting).train(data);
    double[][] likes = likes(data, weighting);
    for (int item = 0; item < data.items().size(); item++) {
      double[] weights = leastSquares(likes, item, ridge);
      for (int user = 0; user < likes.length; user++) {
        double expected = 0;
        for (int other = 0; other < weights.length; other++) {
          expected += likes[user][other] * weights[other];
        }
        assertThat(score(recommender, data.users().id(user), data.items().id(item)))
            .isCloseTo(expected, within(1e-5));
      }
    }
  }

  @Test
  void fewWeights_areTheLargest_solvedAlone() {
    // From the closed form above: b says most of a (as much as c, which comes later), a of b and c.
    // Alone that is 2 / (2 + 1), 2 / (3 + 1) and 2 / (3 + 1).
    EaseTrainer trainer = EaseTrainer.defaults().withRegularization(1);
    Dataset data = SmallData.of("x a 5, x b 4, y a 4, y b 4, y c 5, z a 5, z c 4");
    float[][] weights = trainer.weights(data, 1);
    assertThat(weights[0]).containsExactly(new float[] {0, 0.5f, 0.5f}, within(1e-6f));
    assertThat(weights[1]).containsExactly(new float[] {2 / 3f, 0, 0}, within(1e-6f));
    assertThat(weights[2]).containsExactly(new float[] {0, 0, 0}, within(1e-6f));
  }

  @ParameterizedTest
  @EnumSource
  void fewWeights_areTheLargestWhateverTheirSign_andTheBestForThoseAlone(Weighting weighting) {
    EaseTrainer trainer = EaseTrainer.defaults().withRegularization(2).withWeighting(weighting);
    Dataset data = SmallData.of(randomRows(11));
    double[][] likes = likes(data, weighting);
    float[][] closed = trainer.weights(data, data.items().size());
    float[][] few = trainer.weights(data, 3);
    int negative = 0;
    for (int to = 0; to < closed.length; to++) {
      int column = to;
      Set<Integer> largest =
          IntStream.range(0, closed.length)
              .boxed()
              .sorted(Comparator.comparing(from -> -Math.abs(closed[from][column])))
              .limit(3)
              .collect(Collectors.toSet());
      double[] expected = leastSquares(likes, to, largest::contains, 2);
      for (int from = 0; from < closed.length; from++) {
        assertThat((double) few[from][to]).isCloseTo(expected[from], within(1e-5));
        negative += few[from][to] < 0 ? 1 : 0;
      }
    }
    assertThat(negative).isPositive();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.weights(data, 0))
        .withMessageContaining("most");
  }

  @ParameterizedTest
  @EnumSource
  void normalizedLikes_areFittedOverTheNorms_andAskedOverTheItems(Weighting weighting) {
    Dataset data = SmallData.of(randomRows(11));
    EaseTrainer trainer =
        EaseTrainer.defaults()
            .withRegularization(2)
            .withWeighting(weighting)
            .withNormalization(0.25);
    double[][] likes = likes(data, weighting);
    int items = data.items().size();
    double[][] fitted = normalized(likes, 0.25, 0.25);
    double[][] asked = normalized(likes, 0, 0.25);
    Recommender recommender = trainer.train(data);
    float[][] weights = trainer.weights(data, items);
    for (int item = 0; item < items; item++) {
      double[] expected = leastSquares(fitted, item, 2);
      for (int user = 0; user < likes.length; user++) {
        double score = 0;
        double few = 0;
        for (int from = 0; from < items; from++) {
          score += asked[user][from] * expected[from];
          few += likes[user][from] * weights[from][item];
        }
        assertThat(few).isCloseTo(score, within(1e-5));
        assertThat(score(recommender, data.users().id(user), data.items().id(item)))
            .isCloseTo(score, within(1e-5));
      }
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withNormalization(-1))
        .withMessageContaining("normalization");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withNormalization(1.5))
        .withMessageContaining("normalization");
  }

  /** Likes over the norms of users and of items to some powers each, with the same norm in all. */
  private static double[][] normalized(double[][] likes, double byUser, double byItem) {
    int items = likes[0].length;
    double[] users = Arrays.stream(likes).mapToDouble(EaseTest::shrunkNorm).toArray();
    double[] columns =
        IntStream.range(0, items)
            .mapToDouble(i -> shrunkNorm(Arrays.stream(likes).mapToDouble(row -> row[i]).toArray()))
            .toArray();
    double[][] normalized = new double[likes.length][items];
    for (int user = 0; user < likes.length; user++) {
      for (int item = 0; item < items; item++) {
        double norms = Math.pow(users[user], byUser) * Math.pow(columns[item], byItem);
        normalized[user][item] = likes[user][item] / norms;
      }
    }
    scale(normalized, norm(Arrays.stream(likes).flatMapToDouble(Arrays::stream).toArray()));
    return normalized;
  }

  @ParameterizedTest
  @EnumSource
  void fewWeightsOfNormalizedLikesAndTerms_areTheLargestOfWhatIsFitted(Weighting weighting) {
    Dataset data = described(SmallData.of(randomRows(11)));
    double[][] likes = likes(data, weighting);
    double[][] fitted = withTerms(normalized(likes, 0.5, 0.5), 3);
    double[][] asked = normalized(likes, 0, 0.5);
    int items = data.items().size();
    int[] someone = new int[items];
    for (int item = 0; item < items; item++) {
      int column = item;
      someone[item] =
          IntStream.range(0, likes.length).filter(u -> likes[u][column] > 0).findFirst().orElse(0);
    }
    float[][] few =
        EaseTrainer.defaults()
            .withRegularization(2)
            .withWeighting(weighting)
            .withNormalization(0.5)
            .withTermWeight(3)
            .weights(data, 3);
    for (int to = 0; to < items; to++) {
      double[] all = leastSquares(fitted, to, 2);
      Set<Integer> largest =
          IntStream.range(0, items)
              .boxed()
              .sorted(Comparator.comparing(from -> -Math.abs(all[from])))
              .limit(3)
              .collect(Collectors.toSet());
      double[] alone = leastSquares(fitted, to, largest::contains, 2);
      for (int from = 0; from < items; from++) {
        double like = likes[someone[from]][from];
        double share = like == 0 ? 0 : asked[someone[from]][from] / like;
        assertThat((double) few[from][to]).isCloseTo(share * alone[from], within(1e-5));
      }
    }
  }

  private static double shrunkNorm(double... values) {
    return Math.sqrt(20 + Arrays.stream(values).map(value -> value * value).sum());
  }

  private static double norm(double... values) {
    return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
  }

  /** Multiplies all by what makes their norm this. */
  private static void scale(double[][] values, double norm) {
    double before = norm(Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray());
    for (double[] row : values) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= norm / before;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTermOfTheItemsAttributes_countsAsOneMoreUser(Weighting weighting) {
    Dataset plain = SmallData.of(randomRows(11));
    Dataset data = described(plain);
    int items = data.items().size();
    EaseTrainer trainer =
        EaseTrainer.defaults().withRegularization(2).withWeighting(weighting).withTermWeight(1.5);
    double[][] likes = likes(data, weighting);
    double[][] more = withTerms(likes, 1.5);
    Recommender recommender = trainer.train(data);
    float[][] weights = trainer.weights(data, items);
    for (int item = 0; item < items; item++) {
      double[] expected = leastSquares(more, item, 2);
      for (int from = 0; from < items; from++) {
        assertThat((double) weights[from][item]).isCloseTo(expected[from], within(1e-5));
      }
      for (int user = 0; user < likes.length; user++) {
        double score = 0;
        for (int from = 0; from < items; from++) {
          score += likes[user][from] * expected[from];
        }
        assertThat(score(recommender, data.users().id(user), data.items().id(item)))
            .isCloseTo(score, within(1e-5));
      }
    }
    assertThat(trainer.withTermWeight(0).weights(data, items))
        .isDeepEqualTo(trainer.weights(plain, items));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withTermWeight(-1))
        .withMessageContaining("termWeight");
  }

  /** The same with attributes, of which {@link #TERMS} has the terms. */
  private static Dataset described(Dataset plain) {
    int items = plain.items().size();
    AttributeTable.Builder attributes =
        AttributeTable.builder(items)
            .column("genres", AttributeTable.Type.TERMS)
            .column("moods", AttributeTable.Type.TERMS)
            .column("title", AttributeTable.Type.TEXT);
    for (int item = 0; item < items; item++) {
      attributes.text("title", item, "title");
      if (item % 3 > 0) {
        attributes.terms("genres", item, List.of("g" + item % 3, "g" + item % 3, "odd" + item % 2));
      }
      if (item < 2) {
        attributes.terms("moods", item, List.of("g1"));
      }
    }
    return new Dataset(
        "described",
        plain.users(),
        plain.items(),
        plain.userAttributes(),
        attributes.build(),
        plain.interactions(),
        plain.scale());
  }

  /** These and a row for each term, of the items that have it. */
  private static double[][] withTerms(double[][] likes, double weight) {
    double[][] more = Arrays.copyOf(likes, likes.length + TERMS.size());
    for (int term = 0; term < TERMS.size(); term++) {
      IntPredicate has = TERMS.get(term);
      more[likes.length + term] =
          IntStream.range(0, likes[0].length).mapToDouble(i -> has.test(i) ? weight : 0).toArray();
    }
    return more;
  }

  @ParameterizedTest
  @EnumSource
  void recommend_solvesTheCheckerboard(Weighting weighting) {
    EaseTrainer trainer = EaseTrainer.defaults().withWeighting(weighting);
    for (Split board : List.of(Checkerboard.ratings(28), Checkerboard.likes(28))) {
      assertThat(Checkerboard.likedShare(trainer.train(board.train()), board, 2)).isEqualTo(1);
    }
  }

  @Test
  void recommend_fallsBackOnPopularity_withoutALike() {
    Recommender recommender = train(SmallData.of("x a 5, x b 5, y b 5, y c 4, z a 1, w b 2"));
    assertThat(recommender.topK("z", 1).basis()).isEqualTo(Basis.POPULARITY);
    assertThat(recommender.topK("z", 9).items())
        .extracting(Recommendation::item)
        .containsExactly("b", "c");
    assertThat(recommender.topK("x", 1).basis()).isEqualTo(Basis.USER);
    assertThat(recommender.predict("x", "a")).isNaN();
  }

  @Test
  void train_countsAsLikedWhatTheCallerSays() {
    Dataset data = SmallData.of("x a 3, y a 3, y b 3, z c 5");
    assertThat(train(data).topK("x", 1).basis()).isEqualTo(Basis.POPULARITY);
    Recommender lower = EaseTrainer.defaults().withRelevantFrom(3).train(data);
    assertThat(lower.topK("x", 1).basis()).isEqualTo(Basis.USER);
    assertThat(lower.topK("x", 1).items().get(0).item()).isEqualTo("b");
  }

  @Test
  void train_refusesDataWithoutLikes() {
    assertThatThrownBy(() -> train(SmallData.of("x a 3, y b 1")))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("'small' has no interaction that is a like where 4.0 is one");
    assertThatThrownBy(() -> train(SmallData.of("")))
        .isInstanceOf(TrainingException.class)
        .hasMessage("data: 'small' has no interaction to train on");
  }

  @Test
  void train_refusesACatalogThatMemoryCannotHold() {
    int items = 100_000;
    Vocabulary ids = Vocabulary.of(IntStream.range(0, items).mapToObj(i -> "i" + i).toList());
    Interactions one = Interactions.builder().add(0, 0, 5, 0).build(1, items, false);
    Dataset small = SmallData.of("x a 5");
    Dataset data =
        new Dataset(
            "large",
            small.users(),
            ids,
            small.userAttributes(),
            AttributeTable.empty(items),
            one,
            small.scale());
    assertThatThrownBy(() -> train(data))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("the pairs of 100000 items of 'large' take 80.0 GB");
  }

  @Test
  void trainer_checksItsSettings() {
    EaseTrainer trainer = EaseTrainer.defaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withRegularization(0))
        .withMessageStartingWith("regularization:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withRelevantFrom(Double.NaN))
        .withMessageStartingWith("relevantFrom:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withRelevantFrom(-1e300))
        .withMessageStartingWith("relevantFrom:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withTermWeight(1e39))
        .withMessageStartingWith("termWeight:");
  }

  private static double score(Recommender recommender, String user, String item) {
    Query query = Query.forUser(user).withExcludeSeen(false).withK(Integer.MAX_VALUE);
    return recommender.recommend(query).items().stream()
        .filter(entry -> entry.item().equals(item))
        .findFirst()
        .orElseThrow()
        .score();
  }

  /** The weights that predict an item's column from the others', by a regression of its own. */
  private static double[] leastSquares(double[][] likes, int item, double ridge) {
    return leastSquares(likes, item, other -> other != item, ridge);
  }

  /** The best weights of some items, with those of the others at 0. */
  private static double[] leastSquares(
      double[][] likes, int item, IntPredicate used, double ridge) {
    int items = likes[0].length;
    double[][] matrix = new double[items][items];
    double[] right = new double[items];
    for (int i = 0; i < items; i++) {
      matrix[i][i] = used.test(i) ? ridge : 1;
      for (double[] user : likes) {
        right[i] += used.test(i) ? user[i] * user[item] : 0;
        for (int j = 0; j < items; j++) {
          matrix[i][j] += used.test(i) && used.test(j) ? user[i] * user[j] : 0;
        }
      }
    }
    return LinearSystem.solve(matrix, right);
  }

  private static double[][] likes(Dataset data, Weighting weighting) {
    Interactions rows = data.interactions();
    double[][] likes = new double[rows.users()][rows.items()];
    for (int user = 0; user < rows.users(); user++) {
      for (int position = rows.start(user); position < rows.end(user); position++) {
        double rating = rows.value(position);
        likes[user][rows.item(position)] =
            weighting == Weighting.EQUAL ? (rating >= 4 ? 1 : 0) : Math.max(rating - 2, 0) / 2;
      }
    }
    return likes;
  }

  private static String randomRows(long seed) {
    Random random = new Random(seed);
    List<String> rows =
        random
            .ints(60, 0, 96)
            .distinct()
            .mapToObj(i -> "u" + i / 8 + " i" + i % 8 + " " + (1 + random.nextInt(5)))
            .toList();
    // So that every user has a like, and a ranking of the user's own.
    List<String> liked = IntStream.range(0, 12).mapToObj(i -> "u" + i + " i8 5").toList();
    return String.join(", ", rows) + ", " + String.join(", ", liked);
  }
}
