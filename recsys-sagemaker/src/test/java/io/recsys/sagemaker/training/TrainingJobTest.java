package io.recsys.sagemaker.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.recsys.Recommender;
import io.recsys.TrainingException;
import io.recsys.TrainingListener;
import io.recsys.model.HybridRecommender;
import io.recsys.model.Provenance;
import io.recsys.source.DelimitedFile;
import io.recsys.source.LoadedParts;
import io.recsys.source.RatingsSource;
import io.recsys.source.ReadOptions;
import io.recsys.train.HybridConfig;
import io.recsys.train.HybridTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingJobTest {
  @TempDir private Path base;

  @Test
  void train_leavesModelReportsAndMetrics() throws IOException {
    JobFolder job = JobFolder.small(base);

    JobFolder.Result result = job.run("train");

    assertThat(result.status()).as(result.log()).isZero();
    assertThat(files(job.ml().model()))
        .containsExactlyInAnyOrder(
            "MODEL_CARD.md",
            "items.csv",
            "manifest.json",
            "model.safetensors",
            "training_report.json",
            "users.csv");
    assertThat(files(job.ml().outputData()))
        .containsExactlyInAnyOrder("evaluation.json", "training_report.json");
    assertThat(job.ml().failure()).doesNotExist();
    assertThat(job.ml().checkpoints().resolve("training")).doesNotExist();
    Recommender recommender = Recommender.load(job.ml().model());
    assertThat(recommender.topK("1", 5)).hasSize(5);
    Provenance provenance = HybridRecommender.load(job.ml().model()).provenance();
    assertThat(provenance.split()).isEqualTo("temporal(0.8)");
    assertThat(provenance.seed()).isEqualTo(7);
    assertThat(provenance.baselines()).hasSize(6);
    for (MetricDefinition definition : MetricDefinition.all()) {
      assertThat(values(definition, result.log())).as(definition.name()).isNotEmpty();
    }
    assertThat(values("validation:rmse", result.log())).hasSize(2);
    assertThat(values("test:rmse", result.log()).get(0))
        .isCloseTo(Objects.requireNonNull(provenance.metrics().get("rmse")), within(1e-6));
  }

  @Test
  void train_withoutTestRowsMeasuresNothing() throws IOException {
    JobFolder job = JobFolder.small(base).with(Map.of("epochs", "1", "split", "all"));

    JobFolder.Result result = job.run("train");

    assertThat(result.status()).as(result.log()).isZero();
    assertThat(result.log()).doesNotContain("test-rmse");
    assertThat(files(job.ml().outputData())).containsExactly("training_report.json");
  }

  @Test
  void train_replacesTheModelThatIsThere() throws IOException {
    JobFolder job = JobFolder.small(base).with(Map.of("epochs", "1", "split", "all"));
    Files.writeString(job.ml().model().resolve("manifest.json"), "of an earlier job");
    Files.createDirectories(job.ml().outputData());
    Files.writeString(job.ml().failure(), "of an earlier job");

    assertThat(job.run("train").status()).isZero();

    assertThat(Recommender.load(job.ml().model()).topK("1", 1)).hasSize(1);
    assertThat(job.ml().failure()).doesNotExist();
  }

  @Test
  void train_refusesCheckpointOfOtherSettings() throws IOException {
    JobFolder job = JobFolder.small(base);
    Path ratings = job.ml().channel("training").resolve("ratings.tsv");
    LoadedParts parts =
        LoadedParts.read(
                RatingsSource.delimited(ratings, DelimitedFile.Format.defaults()),
                7,
                ReadOptions.defaults())
            .parts();
    TrainingListener canceling =
        new TrainingListener() {
          @Override
          public Verdict onEpoch(Epoch epoch) {
            return Verdict.CANCEL;
          }
        };
    HybridTrainer other =
        new HybridTrainer(HybridConfig.defaults().withSeed(8), canceling)
            .withCheckpoint(job.ml().checkpoints().resolve("training"));
    assertThatThrownBy(() -> other.train(parts.split().train()))
        .isInstanceOf(TrainingException.class);

    JobFolder.Result result = job.run("train");

    assertThat(result.status()).isEqualTo(1);
    assertThat(job.failure())
        .contains("the checkpoint is of a training with other data or settings")
        .endsWith("\ncheckpoints are kept in CheckpointConfig's S3Uri: name another or empty it");
    assertThat(files(job.ml().model())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
"""
{"ephocs":"3"}          | there is no hyperparameter 'ephocs'; did you mean 'epochs'?
{"batch_size":"3"}      | there is no hyperparameter 'batch_size'; did you mean 'batch-size'?
{"epochs":"many"}       | hyperparameter 'epochs' is 'many'; give a whole number
{"epochs":"0"}          | epochs: 0.0 is not allowed; give at least 1
{"lr":"fast"}           | hyperparameter 'lr' is 'fast'; give a number
{"preset":"best"}       | hyperparameter 'preset' is 'best'; give defaults or original
{"test-then-learn":"y"} | hyperparameter 'test-then-learn' is 'y'; give true or false
{"split":"half"}        | split: 'half'
{"split":"u1"}          | split: 'u1'
{"scale":"5"}           | scale: '5' is no range; give LO,HI such as 1,5
{"k":"ten"}             | hyperparameter 'k' is 'ten'; give a whole number
{"candidates":"few"}    | candidates: 'few' is unknown; use full or sampled(99)
{"candidates":"file"}   | hyperparameter 'candidates' is 'file', and split temporal(0.8)
{"skip-bad-lines":"-1"} | skipBadLines: -1 is negative
{"columns":"a,b"}       | columns: 'a,b' has user 0 times
{"epochs":["3"]}        | hyperparameters.json: 'epochs' is no text
[1]                     | hyperparameters.json: is no JSON object
{"epochs                | hyperparameters.json: is no JSON object
""")
  void train_refusesWrongHyperparameters(String hyperparameters, String cause) throws IOException {
    JobFolder job = JobFolder.small(base).with("hyperparameters.json", hyperparameters);

    JobFolder.Result result = job.run("train");

    assertThat(result.status()).isEqualTo(1);
    assertThat(job.failure()).contains(cause).hasLineCount(1).hasSizeLessThanOrEqualTo(1024);
    assertThat(result.log()).contains(cause).contains("\tat io.recsys.sagemaker");
    assertThat(job.failure()).doesNotContain("\tat ");
  }

  @Test
  void train_refusesEmptyChannel() throws IOException {
    JobFolder job = JobFolder.in(base);
    Files.createDirectories(job.ml().channel("training"));
    Files.writeString(job.ml().channel("training").resolve("_SUCCESS"), "");

    assertThat(job.run("train").status()).isEqualTo(1);
    assertThat(job.failure())
        .startsWith(job.ml().channel("training") + ": the channel 'training' is empty;")
        .contains("S3Uri");
  }

  @Test
  void train_refusesJobWithoutChannel() throws IOException {
    JobFolder job = JobFolder.in(base);

    assertThat(job.run("train").status()).isEqualTo(1);
    assertThat(job.failure()).startsWith("the job has no channel; give one");
  }

  @Test
  void train_refusesChannelThatCannotBeRead() throws IOException {
    JobFolder job = JobFolder.small(base);
    Path file = job.ml().channel("training").resolve("ratings.tsv");
    Files.delete(file);
    Files.createSymbolicLink(file, base.resolve("nowhere"));

    assertThat(job.run("train").status()).isEqualTo(1);
    assertThat(job.failure()).startsWith(file.toString());
  }

  @Test
  void train_refusesChannelWithoutPermission() throws IOException {
    assumeFalse("root".equals(System.getProperty("user.name")), "root may read anything");
    JobFolder job = JobFolder.small(base);
    Path file = job.ml().channel("training").resolve("ratings.tsv");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));

    assertThat(job.run("train").status()).isEqualTo(1);
    assertThat(job.failure()).startsWith(file + ": may not be read or written\n");
  }

  @Test
  void train_refusesPipe() throws IOException {
    JobFolder job =
        JobFolder.small(base)
            .with("inputdataconfig.json", "{\"training\":{\"TrainingInputMode\":\"Pipe\"}}");

    assertThat(job.run("train").status()).isEqualTo(1);
    assertThat(job.failure())
        .startsWith("channel 'training' comes in Pipe mode")
        .contains("File or FastFile");
  }

  @Test
  void train_refusesSeveralHosts() throws IOException {
    JobFolder job =
        JobFolder.small(base)
            .with(
                "resourceconfig.json",
                "{\"current_host\":\"algo-1\",\"hosts\":[\"algo-1\",\"algo-2\"]}");

    assertThat(job.run("train").status()).isEqualTo(1);
    assertThat(job.failure()).startsWith("the job has 2 instances").contains("InstanceCount to 1");
  }

  private static List<Double> values(String name, String log) {
    return MetricDefinition.all().stream()
        .filter(definition -> definition.name().equals(name))
        .flatMap(definition -> values(definition, log).stream())
        .toList();
  }

  private static List<Double> values(MetricDefinition definition, String log) {
    Pattern pattern = Pattern.compile(definition.regex());
    return log.lines()
        .map(pattern::matcher)
        .filter(Matcher::find)
        .map(matcher -> Double.valueOf(matcher.group(1)))
        .toList();
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> String.valueOf(path.getFileName())).toList();
    }
  }
}
