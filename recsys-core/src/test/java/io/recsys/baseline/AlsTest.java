package io.recsys.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.recsys.Basis;
import io.recsys.Checkerboard;
import io.recsys.Recommendation;
import io.recsys.Recommender;
import io.recsys.RecommenderContract;
import io.recsys.SmallData;
import io.recsys.TrainingException;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.split.Split;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlsTest extends RecommenderContract {
  private static final AlsTrainer SMALL =
      AlsTrainer.defaults().withEmbeddingSize(2).withRegularization(0.5);

  @Override
  protected Recommender train(Dataset data) {
    return AlsTrainer.defaults().train(data);
  }

  @Test
  void fit_lowersTheObjectiveEachRound() {
    Interactions ratings = ratings(3).interactions();
    double before = Double.POSITIVE_INFINITY;
    for (int rounds = 1; rounds <= 8; rounds++) {
      double objective = objective(ratings, SMALL.withRounds(rounds).fit(ratings));
      assertThat(objective).as("after round %d", rounds).isLessThan(before);
      before = objective;
    }
  }

  @Test
  void fit_solvesForAUserAsDenseLeastSquaresDo() {
    Interactions ratings = ratings(5).interactions();
    RatingScores scores = SMALL.fit(ratings);
    for (int user = 0; user < ratings.users(); user++) {
      double[][] matrix = new double[3][3];
      double[] right = new double[3];
      for (int position = ratings.start(user); position < ratings.end(user); position++) {
        int item = ratings.item(position);
        double[] row = {scores.embeddings().item(item, 0), scores.embeddings().item(item, 1), 1};
        double target =
            ratings.value(position) - ratings.meanValue() - scores.embeddings().item(item, 2);
        for (int i = 0; i < 3; i++) {
          right[i] += row[i] * target;
          for (int j = 0; j < 3; j++) {
            matrix[i][j] += row[i] * row[j];
          }
        }
      }
      for (int i = 0; i < 3; i++) {
        matrix[i][i] += i == 2 ? 3 : 0.5 * Math.pow(ratings.count(user), 0.25);
      }
      double[] expected = LinearSystem.solve(matrix, right);
      for (int i = 0; i < 3; i++) {
        assertThat(scores.embeddings().user(user, i)).isCloseTo(expected[i], within(1e-9));
      }
    }
  }

  @Test
  void recommend_solvesTheCheckerboard() {
    Split board = Checkerboard.ratings(28);
    Recommender recommender = train(board.train());
    assertThat(Checkerboard.likedShare(recommender, board, 2)).isEqualTo(1);
  }

  @Test
  void predict_isTheMean_whereAllRatingsAreEqual() {
    Recommender recommender = train(Checkerboard.likes(28).train());
    assertThat(recommender.predict("0", "3")).isCloseTo(1, within(1e-12));
  }

  @Test
  void predict_fallsBackOnWhatIsKnown() {
    Dataset data = ratings(8);
    Recommender recommender = train(data);
    double mean = data.interactions().meanValue();
    assertThat(recommender.predict("nobody", "nothing")).isCloseTo(mean, within(1e-12));
    assertThat(recommender.predict("nobody", "i0")).isNotEqualTo(mean);
    assertThat(recommender.predict("u0", "nothing")).isNotEqualTo(mean);
    assertThat(recommender.topK("nobody", 1).basis()).isEqualTo(Basis.POPULARITY);
    assertThat(recommender.topK("nobody", 20).items())
        .extracting(Recommendation::item, Recommendation::score)
        .containsExactlyElementsOf(
            new PopularityTrainer()
                .train(data).topK("nobody", 20).items().stream()
                    .map(item -> tuple(item.item(), item.score()))
                    .toList());
  }

  @Test
  void train_refusesDataWithoutInteractions() {
    assertThatThrownBy(() -> train(SmallData.of("")))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("no interactions");
  }

  @Test
  void trainer_checksItsSettings() {
    AlsTrainer trainer = AlsTrainer.defaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withEmbeddingSize(0))
        .withMessageStartingWith("embeddingSize:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withRegularization(0))
        .withMessageStartingWith("regularization:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withFrequencyExponent(-0.1))
        .withMessageStartingWith("frequencyExponent:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withBiasRegularization(Double.NaN))
        .withMessageStartingWith("biasRegularization:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withRounds(0))
        .withMessageStartingWith("rounds:");
    assertThat(trainer.withSeed(1)).isNotEqualTo(trainer);
  }

  /** The objective as the trainer's documentation has it, at the settings of these tests. */
  private static double objective(Interactions ratings, RatingScores scores) {
    Interactions byItem = Likes.transposed(ratings);
    double sum = 0;
    for (int user = 0; user < ratings.users(); user++) {
      for (int position = ratings.start(user); position < ratings.end(user); position++) {
        double predicted = scores.ratings(user).applyAsDouble(ratings.item(position));
        sum += Math.pow(ratings.value(position) - predicted, 2);
      }
      for (int i = 0; i < 3; i++) {
        double ridge = i == 2 ? 3 : 0.5 * Math.pow(ratings.count(user), 0.25);
        sum += ridge * Math.pow(scores.embeddings().user(user, i), 2);
      }
    }
    for (int item = 0; item < byItem.users(); item++) {
      for (int i = 0; i < 3; i++) {
        double ridge = i == 2 ? 3 : 0.5 * Math.pow(byItem.count(item), 0.25);
        sum += ridge * Math.pow(scores.embeddings().item(item, i), 2);
      }
    }
    return sum;
  }

  private static Dataset ratings(long seed) {
    Random random = new Random(seed);
    List<String> rows =
        random
            .ints(200, 0, 300)
            .distinct()
            .mapToObj(i -> "u" + i / 15 + " i" + i % 15 + " " + (1 + random.nextInt(5)))
            .toList();
    return SmallData.of(String.join(", ", rows));
  }
}
