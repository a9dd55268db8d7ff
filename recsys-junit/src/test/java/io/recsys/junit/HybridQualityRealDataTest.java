package io.recsys.junit;

import static io.recsys.junit.EvaluationAssert.assertThat;

import io.recsys.Recommender;
import io.recsys.RecommenderTrainer;
import io.recsys.data.Dataset;
import io.recsys.evaluation.Evaluation;
import io.recsys.train.HybridConfig;
import io.recsys.train.HybridTrainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The hybrid's defaults keep their figures on MovieLens 100K. */
@Tag("real-data")
@Tag("slow")
@EnabledIfEnvironmentVariable(named = "RECSYS_DATA", matches = ".+")
@RecommenderQuality(
    trainer = HybridQualityRealDataTest.Hybrid.class,
    data = MovieLens100K.class,
    split = "u1")
class HybridQualityRealDataTest {
  static final class Hybrid implements RecommenderTrainer {
    @Override
    public String name() {
      return "hybrid";
    }

    @Override
    public Recommender train(Dataset data) {
      return new HybridTrainer(HybridConfig.defaults()).train(data);
    }
  }

  @Test
  void ratings_areAccurateButNotTooGoodToBeTrue(Evaluation hybrid, Baselines baselines) {
    // Below 0.87 no honest method gets on this split: it would be a leak.
    assertThat(hybrid)
        .rmse()
        .isAtMost(0.92)
        .isAtLeast(0.87)
        .isSignificantlyBetterThan(baselines.bias())
        .isSignificantlyBetterThan(baselines.itemKnn());
  }

  @Test
  void rankings_areFarBetterThanPopularity(Evaluation hybrid, Baselines baselines) {
    assertThat(hybrid)
        .ndcgAt(10)
        .isAtLeast(1.5 * baselines.popularity().value("ndcg@10"))
        .isSignificantlyBetterThan(baselines.popularity());
  }
}
