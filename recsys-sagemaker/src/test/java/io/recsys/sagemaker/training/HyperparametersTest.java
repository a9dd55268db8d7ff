package io.recsys.sagemaker.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.data.RatingScale;
import io.recsys.source.DelimitedFile;
import io.recsys.train.HybridConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HyperparametersTest {
  @TempDir private Path config;

  private TrainingSettings settings(String json) throws IOException {
    Files.writeString(config.resolve("hyperparameters.json"), json);
    return TrainingSettings.of(Hyperparameters.read(config));
  }

  @Test
  void read_takesTextsBareOrInQuotesOfJson() throws IOException {
    TrainingSettings settings =
        settings(
            """
            {"epochs": "3", "lr": "0.01", "split": "\\"random(0.9)\\"", "batch-size": "\\"64\\"",
             "test-then-learn": "true", "k": "5,20", "relevant": "4", "seed": "9",
             "sagemaker_program": "\\"train.py\\"", "_tuning_objective_metric": "test:rmse"}
            """);

    assertThat(settings.split()).isEqualTo("random(0.9)");
    assertThat(settings.testThenLearn()).isTrue();
    assertThat(settings.config())
        .isEqualTo(
            HybridConfig.defaults()
                .withEpochs(3)
                .withLearningRate(0.01)
                .withBatchSize(64)
                .withRelevantFrom(4)
                .withSeed(9));
    assertThat(settings.evaluator().seed()).isEqualTo(9);
    assertThat(settings.evaluator().relevantFrom()).hasValue(4);
    assertThat(settings.evaluator().rankingMetrics())
        .extracting("name")
        .contains("ndcg@5", "ndcg@20")
        .doesNotContain("ndcg@10");
  }

  @Test
  void read_takesDefaultsWhereThereIsNoFile() throws IOException {
    TrainingSettings settings = TrainingSettings.of(Hyperparameters.read(config));

    assertThat(settings.config()).isEqualTo(HybridConfig.defaults().withSeed(42));
    assertThat(settings.split()).isNull();
    assertThat(settings.format()).isNull();
  }

  @Test
  void read_knowsTheLayoutOfADelimitedFile() throws IOException {
    TrainingSettings settings =
        settings(
            "{\"columns\":\"item,user,rating\",\"delimiter\":\"COMMA\",\"scale\":\"0.5,5\","
                + "\"preset\":\"original\",\"recency\":\"3\"}");

    assertThat(settings.format())
        .isEqualTo(
            new DelimitedFile.Format(
                List.of("item", "user", "rating"), ",", new RatingScale(0.5, 5)));
    assertThat(settings.config()).isEqualTo(HybridConfig.original().withSeed(42).withRecency(3));
  }
}
