package io.recsys.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ItemKnnTest extends RecommenderContract {
  private static final double[] NO_BIAS = new double[4];

  @Override
  protected Recommender train(Dataset data) {
    return ItemKnnTrainer.defaults().train(data);
  }

  @Test
  void correlations_areOverCommonUsersAndShrunk() {
    ItemSimilarity similarity = ItemSimilarity.correlations(residuals(), 2);
    // Items 0 and 1, users 0 and 1: (1 * 2 - 1 * 1) / sqrt((1 + 1) (4 + 1)), halved.
    assertThat(similarity.of(0, 1)).isCloseTo((float) (0.5 / Math.sqrt(10)), within(1e-7f));
    assertThat(similarity.of(1, 0)).isEqualTo(similarity.of(0, 1));
    // Items 0 and 2, user 2 alone: 2 * 1 / sqrt(4 * 1), by a third.
    assertThat(similarity.of(0, 2)).isCloseTo(1 / 3f, within(1e-7f));
    // Items 1 and 2, user 3 alone: -1 / sqrt(1 * 1), by a third.
    assertThat(similarity.of(1, 2)).isCloseTo(-1 / 3f, within(1e-7f));
    assertThat(similarity.of(1, 1)).isZero();
  }

  @Test
  void rating_addsTheResidualsOfSimilarItems() {
    Interactions residuals = residuals();
    Biases biases = new Biases(residuals, 3, NO_BIAS, Double.POSITIVE_INFINITY);
    ItemSimilarity similarity = ItemSimilarity.correlations(residuals, 2);
    double a = 0.5 / Math.sqrt(10);
    double b = 1 / 3.0;
    // User 0 rated items 0 and 1; item 1 is the opposite of item 2.
    NeighborRatings ratings = new NeighborRatings(40, biases, residuals, similarity);
    assertThat(ratings.rating(0, 2)).isCloseTo(3 + 1, within(1e-6));
    // To item 0, items 1 and 2 are similar; user 3 rated both.
    assertThat(ratings.rating(3, 0)).isCloseTo(3 + (a * 1 - b * 1) / (a + b), within(1e-6));
    NeighborRatings nearest = new NeighborRatings(1, biases, residuals, similarity);
    assertThat(nearest.rating(3, 0)).isCloseTo(3 - 1, within(1e-6));
    assertThat(ratings.rating(-1, 0)).isEqualTo(3);
    assertThat(ratings.rating(3, -1)).isEqualTo(3);
  }

  @Test
  void recommend_sumsTheSimilaritiesOfNearestItems() {
    // Likes as columns over x, y, z: a = 1.5 1.5 0, b = 1.5 0 1, c = 0 0.5 1, d = 0 0 1.
    Dataset data = SmallData.of("x a 5, x b 5, y a 5, y c 3, z b 4, z c 4, z d 4");
    ItemKnnTrainer trainer = ItemKnnTrainer.defaults().withRankingShrinkage(1);
    double a = Math.sqrt(4.5);
    double b = Math.sqrt(3.25);
    double c = Math.sqrt(1.25);
    double ac = 0.75 / (a * c + 1);
    double bc = 1 / (b * c + 1);
    double bd = 1 / (b + 1);
    assertThat(trainer.train(data).topK("x", 9).items())
        .extracting(Recommendation::item)
        .containsExactly("c", "d");
    assertThat(scores(trainer.train(data), "x"))
        .satisfiesExactly(
            score -> assertThat(score).isCloseTo(1.5 * (ac + bc), within(1e-6)),
            score -> assertThat(score).isCloseTo(1.5 * bd, within(1e-6)));
    // The nearest item of c is d, of d it is c, and x likes neither.
    assertThat(scores(trainer.withRankingNeighbors(1).train(data), "x")).containsExactly(0.0, 0.0);
  }

  @Test
  void recommend_solvesTheCheckerboard() {
    for (Split board : List.of(Checkerboard.ratings(28), Checkerboard.likes(28))) {
      assertThat(Checkerboard.likedShare(train(board.train()), board, 2)).isEqualTo(1);
    }
  }

  @Test
  void predict_tellsTheFieldsOfTheCheckerboardApart() {
    Split board = Checkerboard.ratings(28);
    Recommender recommender = train(board.train());
    for (int user = 0; user < 28; user++) {
      for (int at = board.test().start(user); at < board.test().end(user); at++) {
        String item = board.train().items().id(board.test().item(at));
        assertThat(recommender.predict(Integer.toString(user), item))
            .isCloseTo(board.test().value(at), within(0.5));
      }
    }
  }

  @Test
  void recommend_fallsBackOnPopularity_withoutALike_yetPredictsTheUsersOwnRatings() {
    Recommender recommender = train(SmallData.of("x a 5, x b 5, y b 5, y c 4, z a 1, w b 2"));
    assertThat(recommender.topK("z", 9).basis()).isEqualTo(Basis.POPULARITY);
    assertThat(recommender.topK("z", 9).items())
        .extracting(Recommendation::item)
        .containsExactly("b", "c");
    assertThat(recommender.predict("z", "b")).isLessThan(recommender.predict("nobody", "b"));
  }

  @Test
  void train_refusesDataWithoutInteractions() {
    assertThatThrownBy(() -> train(SmallData.of("")))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("no interactions");
  }

  @Test
  void trainer_checksItsSettings() {
    ItemKnnTrainer trainer = ItemKnnTrainer.defaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withNeighbors(0))
        .withMessageStartingWith("neighbors:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withShrinkage(-1))
        .withMessageStartingWith("shrinkage:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withRankingNeighbors(0))
        .withMessageStartingWith("rankingNeighbors:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withRankingShrinkage(Double.POSITIVE_INFINITY))
        .withMessageStartingWith("rankingShrinkage:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withRelevantFrom(Double.NaN))
        .withMessageStartingWith("relevantFrom:");
    assertThat(trainer.withRelevantFrom(3).relevantFrom()).isEqualTo(OptionalDouble.of(3));
  }

  private static List<Double> scores(Recommender recommender, String user) {
    return recommender.topK(user, 9).items().stream().map(Recommendation::score).toList();
  }

  /** User 0: 1 2 -, user 1: -1 1 -, user 2: 2 - 1, user 3: - 1 -1. */
  private static Interactions residuals() {
    return Interactions.builder()
        .add(0, 0, 1, 0)
        .add(0, 1, 2, 0)
        .add(1, 0, -1, 0)
        .add(1, 1, 1, 0)
        .add(2, 0, 2, 0)
        .add(2, 2, 1, 0)
        .add(3, 1, 1, 0)
        .add(3, 2, -1, 0)
        .build(4, 3, false);
  }
}
