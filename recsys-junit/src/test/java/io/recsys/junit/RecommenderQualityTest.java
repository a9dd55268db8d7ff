package io.recsys.junit;

import static io.recsys.junit.EvaluationAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.recsys.Recommender;
import io.recsys.RecommenderTrainer;
import io.recsys.baseline.BiasTrainer;
import io.recsys.baseline.EaseTrainer;
import io.recsys.baseline.PopularityTrainer;
import io.recsys.data.Dataset;
import io.recsys.evaluation.Evaluation;
import io.recsys.model.HybridRecommender;
import io.recsys.source.DemoDataset;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import io.recsys.train.HybridConfig;
import io.recsys.train.HybridTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Runs test classes as an application would write them, and looks at how they end. */
class RecommenderQualityTest {
  private static final Dataset DATA = DemoDataset.generate(new DemoDataset.Size(150, 120, 5000), 3);
  private static final AtomicInteger TRAININGS = new AtomicInteger();

  /** What quality tests found, for a look from outside. */
  private static final Set<Evaluation> SEEN = ConcurrentHashMap.newKeySet();

  /** The folder that {@link OnBundle} names, which annotations can only do by a constant. */
  private static final String BUNDLE = "target/quality-test-model";

  static final class Demo implements QualityData {
    @Override
    public Dataset read() {
      return DATA;
    }
  }

  static final class Unreadable implements QualityData {
    @Override
    public Dataset read() throws IOException {
      throw new IOException("orders.csv, line 7: no item");
    }
  }

  static final class Ease implements RecommenderTrainer {
    @Override
    public String name() {
      return "my-ease";
    }

    @Override
    public Recommender train(Dataset data) {
      TRAININGS.incrementAndGet();
      return EaseTrainer.defaults().train(data);
    }
  }

  static final class Bias implements RecommenderTrainer {
    @Override
    public String name() {
      return "my-bias";
    }

    @Override
    public Recommender train(Dataset data) {
      return BiasTrainer.defaults().train(data);
    }
  }

  /** Learns from rows that it was not given. */
  static final class Leaky implements RecommenderTrainer {
    @Override
    public String name() {
      return "leaky";
    }

    @Override
    public Recommender train(Dataset data) {
      return BiasTrainer.defaults().train(DATA);
    }
  }

  static final class NeedsArgument implements RecommenderTrainer {
    private final String name;

    NeedsArgument(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Recommender train(Dataset data) {
      return new PopularityTrainer().train(data);
    }
  }

  @RecommenderQuality(trainer = Ease.class, data = Demo.class, split = "random(0.8)")
  static final class Good {
    @Test
    void ranksWell(Evaluation e, Baselines b) {
      assertThat(e)
          .ndcgAt(10)
          .isAtLeast(0.1)
          .isAtMost(1)
          .isBetterThan(b.bias())
          .isSignificantlyBetterThan(b.popularity());
    }

    @Test
    void sharesItsEvaluation(Evaluation e, Recommender recommender, Split split) {
      SEEN.add(e);
      assertThat(recommender.topK(split.train().users().id(0), 3).items()).hasSize(3);
      assertThat(split.name()).isEqualTo("random(0.8)");
    }

    @Nested
    class Inner {
      @Test
      void sharesItToo(Evaluation e) {
        SEEN.add(e);
      }
    }
  }

  @RecommenderQuality(trainer = Ease.class, data = Demo.class, split = "random(0.8)")
  static final class AsGood {
    @Test
    void sharesItsEvaluation(Evaluation e) {
      SEEN.add(e);
    }
  }

  @RecommenderQuality(trainer = Bias.class, data = Demo.class, split = "random(0.8)", seed = 7)
  static final class Bad {
    @Test
    void tooLow(Evaluation e) {
      assertThat(e).ndcgAt(10).isAtLeast(0.9);
    }

    @Test
    void tooHigh(Evaluation e) {
      assertThat(e).rmse().isAtMost(0.1);
    }

    @Test
    void noBetter(Evaluation e, Baselines b) {
      assertThat(e).ndcgAt(10).isSignificantlyBetterThan(b.popularity());
    }

    @Test
    void notMeasured(Evaluation e) {
      assertThat(e).ndcgAt(5).isAtLeast(0);
    }
  }

  @RecommenderQuality(
      trainer = Bias.class,
      data = Demo.class,
      k = {3, 5},
      relevantFrom = 5)
  static final class OtherProtocol {
    @Test
    void isMeasured(Evaluation e) {
      assertThat(e).ndcgAt(3).isAtLeast(0);
      assertThat(e).recallAt(5).isAtLeast(0);
      assertThat(e.protocol().relevantFrom()).isEqualTo(5);
      assertThat(e.protocol().split()).isEqualTo("random(0.8)");
    }
  }

  @RecommenderQuality(trainer = Bias.class, data = Demo.class)
  static final class Clean {
    @Test
    void hasNoLeak(Evaluation e) {
      assertThat(e).hasNoLeak();
    }
  }

  @RecommenderQuality(trainer = Leaky.class, data = Demo.class)
  static final class Dirty {
    @Test
    void hasNoLeak(Evaluation e) {
      assertThat(e).hasNoLeak();
    }
  }

  @RecommenderQuality(bundle = BUNDLE, data = Demo.class)
  static final class OnBundle {
    @Test
    void isMeasuredOnItsOwnSplit(Evaluation e) {
      SEEN.add(e);
      assertThat(e).hasNoLeak();
    }
  }

  @RecommenderQuality(bundle = BUNDLE, data = Demo.class, split = "random(0.8)", seed = 6)
  static final class OnRowsOfItsTraining {
    @Test
    void isRefused(Evaluation e) {
      SEEN.add(e);
    }
  }

  @RecommenderQuality(data = Demo.class)
  static final class WithoutModel {
    @Test
    void isRefused(Evaluation e) {
      SEEN.add(e);
    }
  }

  @RecommenderQuality(trainer = NeedsArgument.class, data = Demo.class)
  static final class WithoutConstructor {
    @Test
    void isRefused(Evaluation e) {
      SEEN.add(e);
    }
  }

  @RecommenderQuality(trainer = Bias.class, data = Unreadable.class)
  static final class WithoutData {
    @Test
    void isRefused(Evaluation e) {
      SEEN.add(e);
    }
  }

  @Test
  void quality_isMeasuredOnceForEqualAnnotations() {
    SEEN.clear();
    TRAININGS.set(0);
    run(Good.class, AsGood.class).assertStatistics(tests -> tests.succeeded(4).failed(0));
    assertThat(SEEN).hasSize(1);
    assertThat(TRAININGS).hasValue(1);
  }

  @Test
  void quality_saysWhatWasMeasuredAndWantedAndHow() {
    Events tests = run(Bad.class);
    tests.assertStatistics(ended -> ended.failed(4));
    assertThat(failure(tests, "tooLow"))
        .contains("ndcg@10 of 'my-bias' is 0.", "wanted at least 0.9000")
        .contains("demo", "random(0.8)", "seed 7", "relevant from 4.0", "full")
        .containsPattern("Baseline: popularity has 0\\.\\d{4}");
    assertThat(failure(tests, "tooHigh"))
        .contains("rmse of 'my-bias'", "wanted at most 0.1000")
        .doesNotContain("Baseline");
    assertThat(failure(tests, "noBetter"))
        .contains("significantly better than 0.", "of 'popularity'", "95 % interval", "users");
    assertThat(failure(tests, "notMeasured")).contains("no ndcg@5", "@RecommenderQuality(k = 5)");
  }

  @Test
  void quality_isMeasuredByTheProtocolAskedFor() {
    run(OtherProtocol.class).assertStatistics(tests -> tests.succeeded(1));
  }

  @Test
  void quality_isAuditedForLeaks() {
    run(Clean.class).assertStatistics(tests -> tests.succeeded(1));
    assertThat(failure(run(Dirty.class), "hasNoLeak")).contains("'leaky' leaks");
  }

  @Test
  void quality_ofABundleIsMeasuredOnRowsItHasNotSeen() throws IOException {
    Split split = SplitStrategy.random(0.8).split(DATA, 5);
    HybridConfig config =
        HybridConfig.defaults()
            .withEmbeddingSize(4)
            .withHidden(List.of(8))
            .withEpochs(1)
            .withSeed(5);
    HybridRecommender hybrid = new HybridTrainer(config).train(split.train());
    hybrid
        .withProvenance(hybrid.provenance().withSplit("random(0.8)", DATA.hash()))
        .save(Path.of(BUNDLE));
    try {
      SEEN.clear();
      run(OnBundle.class).assertStatistics(tests -> tests.succeeded(1));
      assertThat(SEEN.iterator().next().protocol().testRows()).isEqualTo(split.test().size());
      assertThat(failure(run(OnRowsOfItsTraining.class), "isRefused"))
          .contains("was trained on", "test rows");
    } finally {
      try (var files = Files.list(Path.of(BUNDLE))) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(Path.of(BUNDLE));
    }
  }

  @Test
  void quality_refusesWhatItCannotMeasure() {
    assertThat(failure(run(WithoutModel.class), "isRefused")).contains("trainer and bundle");
    assertThat(failure(run(WithoutConstructor.class), "isRefused"))
        .contains("NeedsArgument", "constructor without parameters");
    assertThat(failure(run(WithoutData.class), "isRefused")).contains("orders.csv, line 7");
  }

  @Test
  void hasNoLeak_saysThatItNeedsTheExtension() {
    Split split = SplitStrategy.random(0.8).split(DATA, 1);
    Recommender popularity = new PopularityTrainer().train(split.train());
    Evaluation loose =
        io.recsys.evaluation.Evaluator.defaults().evaluate("popularity", popularity, split);
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> assertThat(loose).hasNoLeak())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("use LeakageAudit");
  }

  private static Events run(Class<?>... classes) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(
            java.util.Arrays.stream(classes)
                .map(type -> selectClass(type))
                .toArray(org.junit.platform.engine.DiscoverySelector[]::new))
        .execute()
        .testEvents();
  }

  /** The message of a failed test, with those of its causes. */
  private static String failure(Events tests, String method) {
    StringBuilder message = new StringBuilder();
    for (Event event : tests.failed().list()) {
      if (event.getTestDescriptor().getDisplayName().startsWith(method + "(")) {
        Throwable thrown =
            event.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
          message.append(cause.getMessage()).append('\n');
        }
      }
    }
    assertThat(message).as("failure of " + method).isNotEmpty();
    return message.toString();
  }
}
