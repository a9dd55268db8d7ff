package io.recsys.sagemaker.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.recsys.Query;
import io.recsys.model.HybridRecommender;
import io.recsys.model.ModelFormatException;
import io.recsys.sagemaker.ModelArchive;
import io.recsys.sagemaker.StoredModel;
import io.recsys.sagemaker.protocol.Answer;
import io.recsys.sagemaker.protocol.AnswerJson;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints and batch transforms in processes of their own. */
class LocalServingTest {
  private static final LocalSageMaker SAGE_MAKER = LocalSageMaker.defaults();

  @TempDir private Path folder;

  @Test
  void deploy_answersAsInProcess() throws Exception {
    int users = HybridRecommender.load(StoredModel.FOLDER).model().data().users().size();
    List<String> log = new ArrayList<>();
    LocalEndpoint closed;
    try (LocalEndpoint endpoint =
        SAGE_MAKER.withLog(log::add).deploy(StoredModel.archive(folder), 0)) {
      closed = endpoint;
      assertThat(endpoint.isHealthy()).isTrue();
      EndpointCheck check = endpoint.check();
      assertThat(check.differences()).isEmpty();
      assertThat(check.questions()).isEqualTo(users + 4);

      HttpResponse<byte[]> wrong =
          endpoint.invoke("text/plain", "application/json", new byte[] {'x'});
      assertThat(wrong.statusCode()).isEqualTo(415);
      byte[] most = new byte[LocalEndpoint.LARGEST_BODY];
      Arrays.fill(most, (byte) ' ');
      assertThat(endpoint.invoke("application/json", "application/json", most).statusCode())
          .isEqualTo(400);
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  endpoint.invoke(
                      "application/json",
                      "application/json",
                      new byte[LocalEndpoint.LARGEST_BODY + 1]))
          .withMessageContaining("6291456");
    }
    assertThat(closed.isHealthy()).isFalse();
    assertThat(closed.await()).isEqualTo(143);
    assertThat(log).isNotEmpty();
  }

  @Test
  void check_tellsOfAnotherModel() throws Exception {
    HybridRecommender local = HybridRecommender.load(StoredModel.FOLDER);
    HybridRecommender other =
        HybridRecommender.load(StoredModel.FOLDER.resolveSibling("v1-hybrid"));
    EndpointCheck check = EndpointCheck.of(other, local, List.of("1", "2"));
    assertThat(check.isEqual()).isFalse();
    assertThat(check.differences()).contains("list of user '1'", "scores of user '1'");
  }

  @Test
  void deploy_saysWhyTheContainerIsNotHealthy() throws IOException {
    Path archive = folder.resolve("model.tar.gz");
    Path broken = folder.resolve("broken");
    Files.createDirectories(broken);
    Files.writeString(broken.resolve("manifest.json"), "{}");
    ModelArchive.write(broken, archive);
    assertThatThrownBy(() -> SAGE_MAKER.deploy(archive, 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended with status 1 before it was healthy")
        .hasMessageContaining("manifest.json");

    Path stored = StoredModel.archive(folder);
    try (ServerSocket taken = new ServerSocket(0)) {
      assertThatThrownBy(() -> SAGE_MAKER.deploy(stored, taken.getLocalPort()))
          .isInstanceOf(IOException.class)
          .hasMessage("port %d is taken; give another, or 0 for any", taken.getLocalPort());
    }
  }

  @Test
  void deploy_refusesADamagedArchive_andLeavesNothing() throws IOException {
    List<String> before = temporary();
    Path archive = StoredModel.archive(folder);
    byte[] bytes = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> SAGE_MAKER.deploy(archive, 0))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("model.tar.gz: it ends too early");
    assertThatThrownBy(() -> SAGE_MAKER.deploy(folder.resolve("no.tar.gz"), 0))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(temporary()).isEqualTo(before);
  }

  private static List<String> temporary() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .map(Path::toString)
          .filter(name -> name.contains("sagemaker-serve-"))
          .sorted()
          .toList();
    }
  }

  @Test
  void transform_keepsTheOrderAndReportsBadLines_onSeveralHosts() throws Exception {
    HybridRecommender local = HybridRecommender.load(StoredModel.FOLDER);
    List<String> users = local.model().data().users().ids();
    Path input = folder.resolve("requests");
    Files.createDirectories(input.resolve("more"));
    List<String> first =
        users.stream().map(user -> "{\"userId\":\"" + user + "\",\"k\":3}").toList();
    List<String> second = new ArrayList<>(first);
    second.set(2, "{\"userId\":");
    second.set(4, "{\"userId\":\"1\",\"k\":-1}");
    second.add(7, "");
    Files.write(input.resolve("a.jsonl"), first);
    Files.write(input.resolve("more/b.jsonl"), second);
    Files.writeString(input.resolve("c.csv"), "user,k\n" + String.join(",4\n", users) + ",4");

    TransformOutcome outcome =
        SAGE_MAKER.transform(
            new TransformRequest(StoredModel.archive(folder), input, folder.resolve("out"), 2));

    Path a = folder.resolve("out/a.jsonl.out");
    Path b = folder.resolve("out/more/b.jsonl.out");
    Path c = folder.resolve("out/c.csv.out");
    assertThat(outcome.outputs()).containsExactly(a, c, b);
    assertThat(outcome.records()).isEqualTo(3L * users.size());
    assertThat(outcome.failed()).isEqualTo(2);
    assertThat(outcome.failures())
        .extracting(TransformOutcome.Failure::file, TransformOutcome.Failure::line)
        .containsExactly(tuple(b, 3L), tuple(b, 5L));
    assertThat(outcome.failures().get(1).answer()).contains("negative");
    List<String> expected = lines(local, users, 3);
    assertThat(Files.readAllLines(a)).isEqualTo(expected);
    assertThat(Files.readAllLines(c)).isEqualTo(lines(local, users, 4));
    List<String> answers = new ArrayList<>(Files.readAllLines(b));
    answers.set(2, expected.get(2));
    answers.set(4, expected.get(4));
    assertThat(answers).isEqualTo(expected);
  }

  private static List<String> lines(HybridRecommender local, List<String> users, int k) {
    return users.stream()
        .map(user -> local.recommend(Query.forUser(user).withK(k)))
        .map(answer -> AnswerJson.write(new Answer.Ranked(answer)))
        .toList();
  }

  @Test
  void transform_saysThatThereIsNothingToDo() throws IOException {
    Path model = StoredModel.archive(folder);
    Path empty = Files.createDirectory(folder.resolve("empty"));
    for (Path input : List.of(empty, folder.resolve("not there"))) {
      assertThatThrownBy(() -> SAGE_MAKER.transform(new TransformRequest(model, input, folder, 1)))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessageContaining(input.toString());
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TransformRequest(model, empty, folder, 0))
        .withMessageStartingWith("hosts: 0");
  }

  @Test
  void batches_holdAsManyLinesAsFit_inOrder() throws IOException {
    Random random = new Random(4);
    List<String> lines =
        IntStream.range(0, 500).mapToObj(i -> i + "x".repeat(random.nextInt(40))).toList();
    Path file = folder.resolve("lines");
    Files.writeString(file, "\n" + String.join("\n \n", lines));
    StringBuilder all = new StringBuilder();
    int count = 0;
    try (LineBatches batches = new LineBatches(file, 64)) {
      for (byte[] body = batches.next(); body != null; body = batches.next()) {
        assertThat(body.length).isBetween(2, 64);
        all.append(new String(body, StandardCharsets.UTF_8));
        count += batches.records();
      }
    }
    assertThat(count).isEqualTo(500);
    assertThat(all.toString().lines().toList()).isEqualTo(lines);
    Files.writeString(file, "short\n" + "x".repeat(70));
    try (LineBatches batches = new LineBatches(file, 64)) {
      assertThatThrownBy(batches::next)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("lines:2: the line is longer than 64 bytes");
    }
  }
}
