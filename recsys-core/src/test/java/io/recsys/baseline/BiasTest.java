package io.recsys.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.recsys.Basis;
import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.Recommender;
import io.recsys.RecommenderContract;
import io.recsys.SmallData;
import io.recsys.TrainingException;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BiasTest extends RecommenderContract {
  @Override
  protected Recommender train(Dataset data) {
    return BiasTrainer.defaults().train(data);
  }

  @Test
  void predict_addsTheBiasesOfOneRound() {
    // The mean is 3. Items first: b_a = (2 + 0) / (1 + 2) = 2/3, b_b = -2 / (1 + 1) = -1.
    // Then users: b_x = (2 - 2/3 - 2 + 1) / (2 + 2) = 1/12, b_y = (0 - 2/3) / (2 + 1) = -2/9.
    Recommender recommender = new BiasTrainer(2, 1, 1).train(SmallData.of("x a 5, x b 1, y a 3"));
    assertThat(recommender.predict("x", "a")).isCloseTo(3 + 2 / 3.0 + 1 / 12.0, within(1e-12));
    assertThat(recommender.predict("y", "b")).isCloseTo(3 - 1 - 2 / 9.0, within(1e-12));
    assertThat(recommender.predict("nobody", "b")).isCloseTo(2, within(1e-12));
    assertThat(recommender.predict("x", "nothing")).isCloseTo(3 + 1 / 12.0, within(1e-12));
    assertThat(recommender.predict("nobody", "nothing")).isEqualTo(3);
  }

  @Test
  void predict_clipsWhatScoresMayExceed() {
    Recommender recommender =
        new BiasTrainer(0, 0, 1).train(SmallData.of("x a 5, y a 5, x b 5, y b 1, z a 5, z c 1"));
    Recommendation best = recommender.topK("x", 1).items().get(0);
    Recommendation item =
        recommender.recommend(Query.forUser("x").withExcludeSeen(false)).items().get(0);
    assertThat(best.item()).isEqualTo("c");
    assertThat(item.item()).isEqualTo("a");
    assertThat(item.score()).isGreaterThan(5);
    assertThat(item.predictedRating()).isEqualTo(5);
  }

  @Test
  void train_minimizesThePenalizedError() {
    Dataset data = SmallData.of(randomRows(3));
    Recommender recommender = BiasTrainer.defaults().withRounds(200).train(data);
    // At the minimum the residuals of a user sum to shrinkage times the bias.
    Interactions rows = data.interactions();
    double mean = rows.meanValue();
    for (int user = 0; user < rows.users(); user++) {
      String id = data.users().id(user);
      double bias = recommender.predict(id, "nothing") - mean;
      double residuals = 0;
      for (int position = rows.start(user); position < rows.end(user); position++) {
        String item = data.items().id(rows.item(position));
        residuals += rows.value(position) - recommender.predict(id, item);
      }
      assertThat(residuals).isCloseTo(10 * bias, within(1e-6));
    }
  }

  @Test
  void recommend_saysHowInformedItIs() {
    Recommender recommender = train(SmallData.of("x a 5, y b 1"));
    assertThat(recommender.topK("x", 1).basis()).isEqualTo(Basis.USER);
    assertThat(recommender.topK("nobody", 1).basis()).isEqualTo(Basis.POPULARITY);
  }

  @Test
  void train_refusesDataWithoutInteractions() {
    assertThatThrownBy(() -> train(SmallData.of("")))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("no interactions");
  }

  @Test
  void trainer_checksItsSettings() {
    BiasTrainer trainer = BiasTrainer.defaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withUserShrinkage(-1))
        .withMessageStartingWith("userShrinkage:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withItemShrinkage(Double.NaN))
        .withMessageStartingWith("itemShrinkage:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withRounds(0))
        .withMessageStartingWith("rounds:");
  }

  /** Ratings of 2 to 4, so that no prediction is clipped. */
  private static String randomRows(long seed) {
    Random random = new Random(seed);
    List<String> rows =
        random
            .ints(200, 0, 400)
            .distinct()
            .mapToObj(i -> "u" + i / 20 + " i" + i % 20 + " " + (2 + random.nextInt(3)))
            .toList();
    return String.join(", ", rows);
  }
}
