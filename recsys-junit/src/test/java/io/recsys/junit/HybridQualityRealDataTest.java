package io.recsys.junit;

import static io.recsys.junit.EvaluationAssert.assertThat;

import io.recsys.Recommender;
import io.recsys.RecommenderTrainer;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.evaluation.Evaluation;
import io.recsys.split.SplitStrategy;
import io.recsys.train.HybridConfig;
import io.recsys.train.HybridTrainer;
import java.io.IOException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The hybrid's defaults keep the figures of docs/accuracy.md on MovieLens, a model a family of
 * tables: ratings better than any baseline's, and rankings no worse than EASE's, from one model.
 */
@Tag("real-data")
@Tag("slow")
@EnabledIfEnvironmentVariable(named = "RECSYS_DATA", matches = ".+")
class HybridQualityRealDataTest {
  static class Hybrid implements RecommenderTrainer {
    @Override
    public String name() {
      return "hybrid";
    }

    @Override
    public Recommender train(Dataset data) {
      return new HybridTrainer(config()).train(data);
    }

    HybridConfig config() {
      return HybridConfig.defaults();
    }
  }

  /** The hybrid that minds the order of a history. */
  static final class HybridOfNext extends Hybrid {
    @Override
    HybridConfig config() {
      return super.config().withValidation(SplitStrategy.perUserTemporal(0.9));
    }
  }

  /** The hybrid that minds when items came. */
  static final class HybridOverTime extends Hybrid {
    @Override
    HybridConfig config() {
      return super.config().withValidation(SplitStrategy.temporal(0.9));
    }
  }

  @Nested
  @RecommenderQuality(trainer = Hybrid.class, data = MovieLens100K.class, split = "u1")
  class OnU1 {
    @Test
    void ratings_areAccurateButNotTooGoodToBeTrue(Evaluation hybrid, Baselines baselines) {
      // Below 0.87 no honest method gets on this split: it would be a leak.
      assertThat(hybrid)
          .rmse()
          .isAtMost(0.905)
          .isAtLeast(0.87)
          .isSignificantlyBetterThan(baselines.als())
          .isSignificantlyBetterThan(baselines.itemKnn());
    }

    @Test
    void rankings_areBetterThanEase(Evaluation hybrid, Baselines baselines) {
      assertThat(hybrid)
          .ndcgAt(10)
          .isAtLeast(0.46)
          .isBetterThan(baselines.ease())
          .isSignificantlyBetterThan(baselines.itemKnn());
    }
  }

  @Nested
  @Tag("once")
  @RecommenderQuality(
      trainer = HybridOverTime.class,
      data = MovieLens100K.class,
      split = "temporal(0.8)")
  class OverTime {
    @Test
    void ratings_areAccurateButNotTooGoodToBeTrue(Evaluation hybrid, Baselines baselines) {
      assertThat(hybrid).rmse().isAtMost(1.025).isAtLeast(1.0).isBetterThan(baselines.bias());
    }

    @Test
    void rankings_areBetterThanEase(Evaluation hybrid, Baselines baselines) {
      assertThat(hybrid)
          .ndcgAt(10)
          .isAtLeast(0.29)
          .isSignificantlyBetterThan(baselines.ease())
          .isSignificantlyBetterThan(baselines.popularity());
    }
  }

  @Nested
  @Tag("once")
  @RecommenderQuality(
      trainer = Hybrid.class,
      data = MovieLens100K.class,
      split = "stratified(0.75)")
  class OfEveryUser {
    @Test
    void ratings_areAccurateButNotTooGoodToBeTrue(Evaluation hybrid, Baselines baselines) {
      assertThat(hybrid)
          .rmse()
          .isAtMost(0.905)
          .isAtLeast(0.87)
          .isSignificantlyBetterThan(baselines.als());
    }

    @Test
    void rankings_areBetterThanEase(Evaluation hybrid, Baselines baselines) {
      assertThat(hybrid).ndcgAt(10).isBetterThan(baselines.ease());
    }
  }

  @Nested
  @Tag("once")
  @RecommenderQuality(
      trainer = HybridOfNext.class,
      data = MovieLens100K.class,
      split = "per-user-temporal(0.8)")
  class OfWhatUsersDidNext {
    @Test
    void ratings_areAccurate(Evaluation hybrid, Baselines baselines) {
      assertThat(hybrid).rmse().isAtMost(0.96).isSignificantlyBetterThan(baselines.als());
    }

    @Test
    void rankings_areBetterThanEase(Evaluation hybrid, Baselines baselines) {
      assertThat(hybrid).ndcgAt(10).isSignificantlyBetterThan(baselines.ease());
    }
  }

  /**
   * The users of MovieLens 100K whose number is a multiple of four, which leaves more than five
   * items a user.
   */
  static final class FewUsers implements QualityData {
    @Override
    public Dataset read() throws IOException {
      Dataset all = new MovieLens100K().read();
      Interactions rows = all.interactions();
      return all.withInteractions(
          rows.filter(position -> number(all, rows.user(position)) % 4 == 0));
    }

    private static int number(Dataset data, int user) {
      return Integer.parseInt(data.users().id(user));
    }
  }

  @Nested
  @Tag("once")
  @RecommenderQuality(trainer = Hybrid.class, data = FewUsers.class, split = "random(0.8)")
  class OfFewUsers {
    @Test
    void ratings_areAccurate(Evaluation hybrid, Baselines baselines) {
      assertThat(hybrid).rmse().isSignificantlyBetterThan(baselines.als());
    }

    @Test
    void rankings_areBetterThanEase(Evaluation hybrid, Baselines baselines) {
      assertThat(hybrid).ndcgAt(10).isBetterThan(baselines.ease());
    }
  }
}
