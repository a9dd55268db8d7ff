package io.recsys.sagemaker.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.Query;
import io.recsys.Recommender;
import io.recsys.sagemaker.MlFolder;
import io.recsys.sagemaker.ModelArchive;
import io.recsys.sagemaker.protocol.Answer;
import io.recsys.sagemaker.protocol.AnswerJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTopKTest {
  @TempDir private Path base;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private MlFolder folder;

  @BeforeEach
  void layOut() throws IOException {
    folder = new MlFolder(base);
    RunningServer.copyModel(folder.processing().resolve("model"));
  }

  private Path input(String name, String text) throws IOException {
    Path file = folder.processing().resolve("input").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text, StandardCharsets.ISO_8859_1);
  }

  private List<Answer> output(String name) throws IOException {
    Path file = folder.processing().resolve("output").resolve(name);
    return Files.readAllLines(file).stream().map(AnswerJson::read).toList();
  }

  private int run() {
    return BatchTopK.run(
        List.of(), folder, Map.of(), new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void run_writesAListAUserInOrder() throws Exception {
    List<String> users = IntStream.range(0, 3000).mapToObj(i -> "" + i % 45).toList();
    input("a/users.csv", "userId\n" + String.join("\n", users) + "\n");
    input("b.jsonl", "{\"userId\":\"17\",\"k\":3,\"genres\":[\"Comedy\"]}\n");
    assertThat(run()).as(printed()).isZero();
    Recommender model = Recommender.load(RunningServer.MODEL);
    Map<String, Answer> expected =
        users.stream()
            .distinct()
            .collect(
                Collectors.toMap(
                    user -> user, user -> new Answer.Ranked(model.recommend(Query.forUser(user)))));
    assertThat(output("a/users.csv.out")).isEqualTo(users.stream().map(expected::get).toList());
    assertThat(output("b.jsonl.out")).hasSize(1);
    assertThat(printed()).contains("users.csv: 3000 requests, 0 failed");
    String last = printed().lines().reduce("", (before, line) -> line);
    assertThat(EmbeddedMetricsTest.conforming(last).get("Answers").getAsInt()).isEqualTo(3001);
  }

  @Test
  void run_takesTheModelAsATrainingJobLeavesIt() throws Exception {
    Path model = folder.processing().resolve("model");
    ModelArchive.write(model, base.resolve(ModelArchive.NAME));
    PathUtils.deleteDirectory(model);
    Files.createDirectory(model);
    Files.move(base.resolve(ModelArchive.NAME), model.resolve(ModelArchive.NAME));
    input("users", "17");
    assertThat(run()).as(printed()).isZero();
    assertThat(output("users.out")).hasSize(1);
  }

  @Test
  void run_writesErrorsInTheirPlaces() throws Exception {
    input("bad.csv", "1\n2,ten\n\u00ff\n3,2\n");
    assertThat(run()).as(printed()).isZero();
    List<Answer> answers = output("bad.csv.out");
    assertThat(answers).hasSize(4);
    assertThat(answers.get(1)).isInstanceOf(Answer.Failed.class);
    assertThat(((Answer.Failed) answers.get(1)).user()).isEqualTo("2");
    assertThat(answers.get(2)).isInstanceOf(Answer.Failed.class);
    assertThat(((Answer.Ranked) answers.get(3)).recommendations().size()).isEqualTo(2);
    assertThat(printed()).contains("bad.csv: 4 requests, 2 failed");
  }

  @Test
  void run_goesOnWhereItWasCutShort() throws Exception {
    input("done.csv", "1\n");
    input("half.csv", "2\n");
    Path output = Files.createDirectories(folder.processing().resolve("output"));
    Files.writeString(output.resolve("done.csv.out"), "as it was");
    Files.writeString(output.resolve(".half.csv.out.part"), "{\"user");
    assertThat(run()).as(printed()).isZero();
    assertThat(output.resolve("done.csv.out")).hasContent("as it was");
    assertThat(output("half.csv.out")).hasSize(1);
    try (Stream<Path> files = Files.list(output)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("done.csv.out", "half.csv.out");
    }
  }

  @Test
  void run_isDoneWhereItsShardIsEmpty() throws Exception {
    Files.createDirectories(folder.processing().resolve("input"));
    assertThat(run()).isZero();
    assertThat(printed()).contains("more instances than input files");
  }

  @Test
  void run_saysWhyItFails() throws Exception {
    assertThat(run()).isOne();
    assertThat(folder.message()).content().contains("processing/input: there is no such folder");
    input("users", "17");
    Files.writeString(folder.processing().resolve("model/model.safetensors"), "damaged");
    assertThat(run()).isOne();
    assertThat(folder.message()).content().contains("model.safetensors").hasSizeLessThan(1024);
    assertThat(folder.processing().resolve("output")).doesNotExist();
  }

  @Test
  void run_takesNoArguments() {
    int status =
        BatchTopK.run(
            List.of("--k"),
            folder,
            Map.of(),
            new PrintStream(printed, true, StandardCharsets.UTF_8));
    assertThat(status).isEqualTo(2);
  }
}
