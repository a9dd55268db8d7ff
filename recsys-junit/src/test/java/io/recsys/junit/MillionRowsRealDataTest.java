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

/** Two epochs of the hybrid on MovieLens 1M are ahead of the baselines already. */
@Tag("real-data")
@Tag("slow")
@Tag("once")
@EnabledIfEnvironmentVariable(named = "RECSYS_DATA", matches = ".+")
@RecommenderQuality(
    trainer = MillionRowsRealDataTest.BriefHybrid.class,
    data = MovieLens1M.class,
    split = "random(0.9)")
class MillionRowsRealDataTest {
  static final class BriefHybrid implements RecommenderTrainer {
    @Override
    public String name() {
      return "hybrid";
    }

    @Override
    public Recommender train(Dataset data) {
      return new HybridTrainer(HybridConfig.defaults().withEpochs(2)).train(data);
    }
  }

  @Test
  void ratings_areAccurateButNotTooGoodToBeTrue(Evaluation hybrid, Baselines baselines) {
    assertThat(hybrid)
        .rmse()
        .isAtMost(0.87)
        .isAtLeast(0.8)
        .isSignificantlyBetterThan(baselines.bias());
  }

  @Test
  void rankings_areNoWorseThanEase(Evaluation hybrid, Baselines baselines) {
    assertThat(hybrid).ndcgAt(10).isBetterThan(baselines.ease());
  }
}
