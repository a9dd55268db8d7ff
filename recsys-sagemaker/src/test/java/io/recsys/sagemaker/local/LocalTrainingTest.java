package io.recsys.sagemaker.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recsys.sagemaker.ModelArchive;
import io.recsys.sagemaker.local.TrainingOutcome.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training jobs in processes of their own. */
class LocalTrainingTest {
  private static final LocalSageMaker SAGE_MAKER = LocalSageMaker.defaults();

  @TempDir private Path folder;

  private Path data;
  private Path model;
  private TrainingRequest request;

  @BeforeEach
  void request() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    model = folder.resolve("made/model.tar.gz");
    Files.writeString(data.resolve("ratings.tsv"), Ratings.rows());
    request =
        TrainingRequest.of(data, model)
            .withHyperparameter("epochs", "3")
            .withHyperparameter("split", "all")
            .withHyperparameter("seed", "7");
  }

  @Test
  @Tag("slow")
  void train_leavesAModelThatServes() throws Exception {
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    LocalTraining training =
        SAGE_MAKER
            .withLog(log::add)
            .train(request.withHyperparameter("split", "per-user-temporal(0.8)"));
    Path channel = training.folder().resolve("input/data/training/ratings.tsv");
    assertThat(channel).isRegularFile();
    assertThat(Files.isSymbolicLink(channel)).isFalse();
    TrainingOutcome outcome = training.await();

    assertThat(outcome.status()).as(String.join("\n", log)).isEqualTo(Status.COMPLETED);
    assertThat(outcome.failureReason()).isEmpty();
    assertThat(outcome.metrics().get("train:loss")).hasSizeBetween(1, 3);
    assertThat(outcome.metrics()).containsKeys("validation:ndcg@10", "test:rmse", "test:ndcg@10");
    assertThat(outcome.metrics().get("test:ndcg@10")).hasSize(1);
    assertThat(training.folder()).doesNotExist();
    assertThat(data.resolve("ratings.tsv")).exists();

    try (LocalEndpoint endpoint = SAGE_MAKER.deploy(model, 0)) {
      EndpointCheck check = endpoint.check();
      assertThat(check.differences()).isEmpty();
      assertThat(check.questions()).isGreaterThan(60);
    }
    Path reports = folder.resolve("reports");
    ModelArchive.extract(model.resolveSibling("output.tar.gz"), reports);
    assertThat(reports.resolve("evaluation.json")).exists();
  }

  @Test
  @Tag("slow")
  void stop_keepsCheckpoints_andAnotherJobGoesOnToTheSameWeights() throws Exception {
    TrainingRequest kept = request.withCheckpoints(folder.resolve("checkpoints"));
    CountDownLatch begun = new CountDownLatch(1);
    LocalTraining training =
        SAGE_MAKER
            .withLog(
                line -> {
                  if (line.startsWith("epoch=1;")) {
                    begun.countDown();
                  }
                })
            .train(kept);
    begun.await();
    training.stop();
    TrainingOutcome stopped = training.await();
    assertThat(stopped.status()).isEqualTo(Status.STOPPED);
    assertThat(stopped.failureReason()).isEmpty();
    assertThat(stopped.metrics().get("train:loss")).hasSize(1);
    assertThat(model).doesNotExist();
    assertThat(folder.resolve("checkpoints/training")).isNotEmptyDirectory();

    assertThat(SAGE_MAKER.train(kept).await().status()).isEqualTo(Status.COMPLETED);
    Path whole = folder.resolve("whole.tar.gz");
    TrainingRequest uninterrupted =
        new TrainingRequest(
            Map.of("ratings", data), request.hyperparameters(), whole, null, Duration.ofHours(1));
    assertThat(SAGE_MAKER.train(uninterrupted).await().status()).isEqualTo(Status.COMPLETED);
    ModelArchive.extract(model, folder.resolve("resumed"));
    ModelArchive.extract(whole, folder.resolve("straight"));
    assertThat(folder.resolve("resumed/model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("straight/model.safetensors"));
  }

  @Test
  @Tag("slow")
  void train_isToldToEndWhenItsTimeIsOver() throws Exception {
    // So many rows that no machine finishes in time, and early stopping cannot come first.
    Files.writeString(data.resolve("ratings.tsv"), Ratings.rows(20_000));
    TrainingRequest late =
        request.withHyperparameter("epochs", "100000").withMaxRuntime(Duration.ofSeconds(6));
    TrainingOutcome outcome = SAGE_MAKER.train(late).await();
    assertThat(outcome.status()).isEqualTo(Status.STOPPED);
    assertThat(outcome.time()).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(90));
  }

  @ParameterizedTest
  @CsvSource({"epoch, 3, did you mean 'epochs'", "epochs, many, epochs"})
  void train_failsWithTheReason(String name, String value, String reason) throws Exception {
    TrainingOutcome outcome = SAGE_MAKER.train(request.withHyperparameter(name, value)).await();
    assertThat(outcome.status()).isEqualTo(Status.FAILED);
    assertThat(outcome.failureReason()).contains(reason).hasSizeLessThanOrEqualTo(1024);
    assertThat(model).doesNotExist();
  }

  @Test
  void train_failsOnAnEmptyChannel() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    TrainingOutcome outcome = SAGE_MAKER.train(TrainingRequest.of(empty, model)).await();
    assertThat(outcome.status()).isEqualTo(Status.FAILED);
    assertThat(outcome.failureReason()).contains("training");
  }

  @Test
  void train_saysWhatAContainerWithoutAReasonDidLast() throws Exception {
    LocalSageMaker empty = SAGE_MAKER.withClassPath(folder.toString());
    TrainingOutcome outcome = empty.train(request).await();
    assertThat(outcome.status()).isEqualTo(Status.FAILED);
    assertThat(outcome.failureReason()).startsWith("exit status 1; its last line: ");
  }

  @Test
  void train_refusesDataThatIsNotThere() {
    assertThatThrownBy(() -> SAGE_MAKER.train(TrainingRequest.of(folder.resolve("no data"), model)))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("no data");
  }

  @Test
  void request_hasTheLimitsOfTheService() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> request.withHyperparameter("k", "1".repeat(2501)))
        .withMessageContaining("'k' is too long");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> {
              TrainingRequest more = request;
              for (int i = 0; i < 100; i++) {
                more = more.withHyperparameter("name" + i, "x");
              }
            })
        .withMessageContaining("101");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new TrainingRequest(
                    Map.of("../up", data), Map.of(), model, null, Duration.ofHours(1)))
        .withMessageContaining("'../up'");
  }
}
