package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.Checkerboard;
import io.recsys.Recommender;
import io.recsys.TrainingListener;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.source.DemoDataset;
import io.recsys.split.Split;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the hybrid must learn, and what it must not be able to. */
class HybridLearningTest {
  /** The least RMSE on validation over the epochs of a search. */
  private static final class BestRmse implements TrainingListener {
    private double value = Double.POSITIVE_INFINITY;

    @Override
    public Verdict onEpoch(Epoch epoch) {
      if (epoch.phase() == Phase.SEARCH) {
        value = Math.min(value, Objects.requireNonNull(epoch.validation().get("rmse")));
      }
      return Verdict.CONTINUE;
    }
  }

  private static HybridConfig small() {
    return HybridConfig.defaults()
        .withObjective(Objective.RATING)
        .withEmbeddingSize(8)
        .withHidden(List.of(16, 8))
        .withBatchSize(64)
        .withEpochs(6)
        .withPatience(6);
  }

  /** The best RMSE on validation as a share of that of the mean rating of the training rows. */
  private static double shareOfMean(Dataset data) {
    HybridConfig config = small();
    BestRmse best = new BestRmse();
    new HybridTrainer(config, best).train(data);
    Split split = config.validation().split(data, config.seed());
    double mean = split.train().interactions().meanValue();
    double squares = 0;
    for (int position = 0; position < split.test().size(); position++) {
      squares += Math.pow(split.test().value(position) - mean, 2);
    }
    return best.value / Math.sqrt(squares / split.test().size());
  }

  @Test
  void shuffledRatings_areNotPredictedBetterThanByTheirMean() {
    Dataset data = DemoDataset.generate(new DemoDataset.Size(100, 120, 3_000), 5);
    assertThat(shareOfMean(shuffled(data, 6))).isGreaterThan(0.985);
    // The same data in its own order: the yardstick can be beaten.
    assertThat(shareOfMean(data)).isLessThan(0.95);
  }

  private static Dataset shuffled(Dataset data, long seed) {
    Interactions rows = data.interactions();
    Random random = new Random(seed);
    float[] values = new float[rows.size()];
    for (int i = 0; i < values.length; i++) {
      int j = random.nextInt(i + 1);
      values[i] = values[j];
      values[j] = rows.value(i);
    }
    Interactions.Builder builder = Interactions.builder();
    for (int user = 0; user < rows.users(); user++) {
      for (int position = rows.start(user); position < rows.end(user); position++) {
        builder.add(user, rows.item(position), values[position], rows.time(position));
      }
    }
    return data.withInteractions(builder.build(rows.users(), rows.items(), true));
  }

  private static HybridConfig solver(Objective objective) {
    return small()
        .withObjective(objective)
        .withHidden(List.of(16))
        .withDropout(0)
        .withBatchSize(32)
        .withLearningRate(0.01)
        .withEmbeddingDecay(0)
        .withEpochs(12)
        .withPatience(12);
  }

  @Test
  void checkerboard_ofRatings_isSolved() {
    Split board = Checkerboard.ratings(42);
    Recommender hybrid = new HybridTrainer(solver(Objective.RATING)).train(board.train());
    assertThat(Checkerboard.likedShare(hybrid, board, 3)).isGreaterThan(0.95);
  }

  @ParameterizedTest
  @EnumSource(names = {"RANKING", "JOINT"})
  void checkerboard_ofLikes_isSolved(Objective objective) {
    Split board = Checkerboard.likes(42);
    Recommender hybrid = new HybridTrainer(solver(objective)).train(board.train());
    assertThat(Checkerboard.likedShare(hybrid, board, 3)).isGreaterThan(0.95);
  }
}
