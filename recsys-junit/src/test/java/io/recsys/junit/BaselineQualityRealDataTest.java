package io.recsys.junit;

import static io.recsys.junit.EvaluationAssert.assertThat;

import io.recsys.Recommender;
import io.recsys.RecommenderTrainer;
import io.recsys.baseline.EaseTrainer;
import io.recsys.baseline.ItemKnnTrainer;
import io.recsys.data.Dataset;
import io.recsys.evaluation.Evaluation;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The baselines stay hard to beat on MovieLens 100K, and honest. */
@Tag("real-data")
@EnabledIfEnvironmentVariable(named = "RECSYS_DATA", matches = ".+")
class BaselineQualityRealDataTest {
  static final class ItemKnn implements RecommenderTrainer {
    @Override
    public String name() {
      return "item-knn";
    }

    @Override
    public Recommender train(Dataset data) {
      return ItemKnnTrainer.defaults().train(data);
    }
  }

  static final class Ease implements RecommenderTrainer {
    @Override
    public String name() {
      return "ease";
    }

    @Override
    public Recommender train(Dataset data) {
      return EaseTrainer.defaults().train(data);
    }
  }

  @Nested
  @RecommenderQuality(trainer = ItemKnn.class, data = MovieLens100K.class, split = "u1")
  class ItemKnnOnU1 {
    @Test
    void predictsBetterThanBiases(Evaluation e, Baselines b) {
      assertThat(e).rmse().isAtMost(0.943).isSignificantlyBetterThan(b.bias());
    }

    @Test
    void hasNoLeak(Evaluation e) {
      assertThat(e).hasNoLeak();
    }
  }

  @Nested
  @RecommenderQuality(trainer = Ease.class, data = MovieLens100K.class)
  class EaseOverTime {
    @Test
    void ranksBetterThanPopularity(Evaluation e, Baselines b) {
      assertThat(e).ndcgAt(10).isBetterThan(b.popularity());
    }

    @Test
    void hasNoLeak(Evaluation e) {
      assertThat(e).hasNoLeak();
    }
  }
}
