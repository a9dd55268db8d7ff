package io.recsys.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.Query;
import io.recsys.Recommender;
import io.recsys.sagemaker.ModelArchive;
import io.recsys.sagemaker.protocol.Answer;
import io.recsys.sagemaker.protocol.AnswerJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

class SageMakerCommandTest {
  @TempDir private Path folder;

  @Test
  void local_saysWhatThereIs() {
    assertThat(Run.of("sagemaker").err()).contains("Which command? There are local");
    assertThat(Run.of("sagemaker", "local").err()).contains("train, serve, transform");
  }

  @Test
  void local_refusesWhatCannotBe_inOneLine() throws IOException {
    Path archive = Files.writeString(folder.resolve("model.tar.gz"), "no archive");
    Run damaged = Run.of("sagemaker", "local", "serve", "--model", archive);
    assertThat(damaged.exitCode()).isEqualTo(1);
    assertThat(damaged.err()).contains("model.tar.gz: it is no tar.gz file");
    Run absent = Run.of("sagemaker", "local", "train", "--data", folder.resolve("none"));
    assertThat(absent.exitCode()).isEqualTo(1);
    assertThat(absent.err()).contains("none: there is no such file or folder");
    Run hosts =
        Run.of(
            "sagemaker",
            "local",
            "transform",
            "--hosts",
            0,
            "--model",
            "m",
            "--input",
            "i",
            "--out",
            "o");
    assertThat(hosts.exitCode()).isEqualTo(2);
    assertThat(hosts.err()).contains("hosts: 0 is not allowed");
    Run jar = Run.of("sagemaker", "local", "serve", "--model", archive, "--jar", "no.jar");
    assertThat(jar.exitCode()).isEqualTo(2);
    assertThat(jar.err()).contains("no.jar");
  }

  @Test
  void train_saysWhyTheJobFailed() throws IOException {
    Run run =
        Run.of(
            "sagemaker",
            "local",
            "train",
            "--data",
            ratings(),
            "--hyperparameter",
            "epoch=3",
            "--out",
            folder.resolve("model.tar.gz"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).startsWith("Failed after 00:00:").contains("did you mean 'epochs'");
    assertThat(run.err()).contains("stands for /opt/ml");
  }

  @Test
  @Tag("slow")
  void local_goesFromRatingsToAnswers() throws IOException {
    checkAll(ratings(), "split=all", 60);
  }

  @Test
  @Tag("slow")
  @Tag("real-data")
  @EnabledIfEnvironmentVariable(named = "RECSYS_DATA", matches = ".+")
  void local_goesFromMovieLensToAnswers() throws IOException {
    checkAll(Path.of(System.getenv("RECSYS_DATA"), "ml-100k"), "split=u1", 943);
  }

  private void checkAll(Path data, String split, int users) throws IOException {
    Path model = folder.resolve("model.tar.gz");
    Run train =
        Run.of(
            "sagemaker",
            "local",
            "train",
            "--data",
            data,
            "--out",
            model,
            "--hyperparameter",
            split,
            "--hyperparameter",
            "epochs=2");
    assertThat(train.exitCode()).as(train.out() + train.err()).isZero();
    assertThat(train.out()).contains("train:loss", "The model is in " + model);

    Run verify = Run.of("sagemaker", "local", "serve", "--model", model, "--port", 0, "--verify");
    assertThat(verify.exitCode()).as(verify.out() + verify.err()).isZero();
    assertThat(verify.out())
        .isEqualTo("%d answers of the endpoint equal the model's own.%n".formatted(users + 4));

    Path input = Files.createDirectory(folder.resolve("requests"));
    List<String> requests =
        new ArrayList<>(
            IntStream.rangeClosed(1, users).mapToObj(u -> "{\"userId\":\"" + u + "\"}").toList());
    Files.write(input.resolve("a.jsonl"), requests);
    requests.set(7, "{broken");
    Files.write(input.resolve("b.jsonl"), requests);
    Path out = folder.resolve("answers");
    Run transform =
        Run.of(
            "sagemaker",
            "local",
            "transform",
            "--model",
            model,
            "--input",
            input,
            "--out",
            out,
            "--hosts",
            2);
    assertThat(transform.exitCode()).as(transform.out() + transform.err()).isZero();
    assertThat(transform.out())
        .startsWith(2 * users + " requests in 2 files answered in ")
        .endsWith("1 of them with an error.\n");
    assertThat(transform.err()).contains("b.jsonl.out:8: {\"error\"");

    ModelArchive.extract(model, folder.resolve("model"));
    Recommender local = Recommender.load(folder.resolve("model"));
    List<String> expected =
        IntStream.rangeClosed(1, users)
            .mapToObj(user -> local.recommend(Query.forUser(Integer.toString(user))))
            .map(answer -> AnswerJson.write(new Answer.Ranked(answer)))
            .toList();
    assertThat(Files.readAllLines(out.resolve("a.jsonl.out"))).isEqualTo(expected);
    List<String> answers = new ArrayList<>(Files.readAllLines(out.resolve("b.jsonl.out")));
    answers.set(7, expected.get(7));
    assertThat(answers).isEqualTo(expected);
  }

  /** Sixty users with twenty ratings each. */
  private Path ratings() throws IOException {
    Random random = new Random(2);
    StringBuilder rows = new StringBuilder();
    for (int user = 1; user <= 60; user++) {
      for (int i = 0; i < 20; i++) {
        rows.append(
            "%d\t%d\t%d\t%d\n"
                .formatted(
                    user, 1 + random.nextInt(50), 1 + random.nextInt(5), random.nextInt(9_999)));
      }
    }
    return Files.writeString(folder.resolve("ratings.tsv"), rows);
  }
}
