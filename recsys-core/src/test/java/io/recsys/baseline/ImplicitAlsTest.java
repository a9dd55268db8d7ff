package io.recsys.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.recsys.Basis;
import io.recsys.Checkerboard;
import io.recsys.Recommendation;
import io.recsys.Recommender;
import io.recsys.RecommenderContract;
import io.recsys.SmallData;
import io.recsys.data.Dataset;
import io.recsys.split.Split;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImplicitAlsTest extends RecommenderContract {
  private static final ImplicitAlsTrainer SMALL =
      ImplicitAlsTrainer.defaults()
          .withEmbeddingSize(3)
          .withUnobservedWeight(0.2)
          .withRegularization(0.05);

  @Override
  protected Recommender train(Dataset data) {
    return ImplicitAlsTrainer.defaults().train(data);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1})
  void fit_solvesForAUserAsDenseLeastSquaresDo(double exponent) {
    Likes likes = likes(4);
    ImplicitAlsTrainer trainer = SMALL.withFrequencyExponent(exponent);
    Embeddings embeddings = trainer.fit(likes);
    int items = likes.byItem().users();
    for (int user = 0; user < likes.byUser().users(); user++) {
      double[][] matrix = new double[3][3];
      double[] right = new double[3];
      int liked = 0;
      for (int item = 0; item < items; item++) {
        boolean like = likes.byUser().contains(user, item);
        liked += like ? 1 : 0;
        for (int i = 0; i < 3; i++) {
          right[i] += like ? embeddings.item(item, i) : 0;
          for (int j = 0; j < 3; j++) {
            matrix[i][j] +=
                (like ? 1.2 : 0.2) * embeddings.item(item, i) * embeddings.item(item, j);
          }
        }
      }
      for (int i = 0; i < 3; i++) {
        matrix[i][i] += 0.05 * Math.pow(liked + 0.2 * items, exponent);
      }
      double[] expected = LinearSystem.solve(matrix, right);
      for (int i = 0; i < 3; i++) {
        assertThat(embeddings.user(user, i)).isCloseTo(expected[i], within(1e-9));
      }
    }
  }

  @Test
  void fit_lowersTheObjectiveEachRound() {
    Likes likes = likes(9);
    double before = Double.POSITIVE_INFINITY;
    for (int rounds = 1; rounds <= 8; rounds++) {
      double objective = objective(likes, SMALL.withRounds(rounds).fit(likes));
      assertThat(objective).as("after round %d", rounds).isLessThan(before);
      before = objective;
    }
  }

  @Test
  void recommend_solvesTheCheckerboard() {
    for (Split board : List.of(Checkerboard.ratings(28), Checkerboard.likes(28))) {
      assertThat(Checkerboard.likedShare(train(board.train()), board, 2)).isEqualTo(1);
    }
  }

  @Test
  void recommend_fallsBackOnPopularity_withoutALike() {
    Recommender recommender = train(SmallData.of("x a 5, x b 5, y b 5, y c 4, z a 1, w b 2"));
    assertThat(recommender.topK("z", 9).basis()).isEqualTo(Basis.POPULARITY);
    assertThat(recommender.topK("z", 9).items())
        .extracting(Recommendation::item)
        .containsExactly("b", "c");
    assertThat(recommender.topK("x", 1).basis()).isEqualTo(Basis.USER);
    assertThat(recommender.predict("x", "a")).isNaN();
  }

  @Test
  void train_drawsBySeed() {
    Likes likes = likes(4);
    double first = SMALL.fit(likes).user(0, 0);
    assertThat(SMALL.fit(likes).user(0, 0)).isEqualTo(first);
    assertThat(SMALL.withSeed(7).fit(likes).user(0, 0)).isNotEqualTo(first);
  }

  @Test
  void trainer_checksItsSettings() {
    ImplicitAlsTrainer trainer = ImplicitAlsTrainer.defaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withEmbeddingSize(0))
        .withMessageStartingWith("embeddingSize:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withUnobservedWeight(0))
        .withMessageStartingWith("unobservedWeight:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withRegularization(Double.NaN))
        .withMessageStartingWith("regularization:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withFrequencyExponent(1.5))
        .withMessageStartingWith("frequencyExponent:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withRounds(0))
        .withMessageStartingWith("rounds:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withRelevantFrom(Double.NEGATIVE_INFINITY))
        .withMessageStartingWith("relevantFrom:");
  }

  /** The objective as the trainer's documentation has it, with exponent 1. */
  private static double objective(Likes likes, Embeddings embeddings) {
    int users = likes.byUser().users();
    int items = likes.byItem().users();
    double sum = 0;
    for (int user = 0; user < users; user++) {
      for (int item = 0; item < items; item++) {
        double product = embeddings.dot(user, item, 3);
        boolean like = likes.byUser().contains(user, item);
        sum += 0.2 * product * product + (like ? (product - 1) * (product - 1) : 0);
      }
    }
    for (int i = 0; i < 3; i++) {
      for (int user = 0; user < users; user++) {
        double frequency = likes.byUser().count(user) + 0.2 * items;
        sum += 0.05 * frequency * Math.pow(embeddings.user(user, i), 2);
      }
      for (int item = 0; item < items; item++) {
        double frequency = likes.byItem().count(item) + 0.2 * users;
        sum += 0.05 * frequency * Math.pow(embeddings.item(item, i), 2);
      }
    }
    return sum;
  }

  private static Likes likes(long seed) {
    Random random = new Random(seed);
    List<String> rows =
        random
            .ints(150, 0, 300)
            .distinct()
            .mapToObj(i -> "u" + i / 15 + " i" + i % 15 + " 5")
            .toList();
    return Likes.of(SmallData.of(String.join(", ", rows)), OptionalDouble.empty(), Weighting.EQUAL);
  }
}
