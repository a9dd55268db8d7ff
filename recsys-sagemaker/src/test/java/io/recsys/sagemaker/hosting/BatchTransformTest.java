package io.recsys.sagemaker.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.Query;
import io.recsys.Recommender;
import io.recsys.sagemaker.protocol.Answer;
import io.recsys.sagemaker.protocol.AnswerJson;
import io.recsys.sagemaker.protocol.Failure;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An endpoint that a batch transform asks: one bad record never fails a file. */
class BatchTransformTest {
  private static final Map<String, String> BATCH =
      Map.of("SAGEMAKER_BATCH", "true", "SAGEMAKER_MAX_PAYLOAD_IN_MB", "1");

  private static Recommender model;
  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    model = Recommender.load(RunningServer.MODEL);
    server = RunningServer.of(model, BATCH);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<Answer> answers(String type, String body) {
    HttpResponse<String> response = RunningServer.send(server.invocation(type, body));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.body()).endsWith("\n");
    return response.body().lines().map(AnswerJson::read).toList();
  }

  private static Answer ranked(Query query) {
    return new Answer.Ranked(model.recommend(query));
  }

  private static void assertFailed(Answer answer, @Nullable String user, String message) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Failed.class,
            failed -> {
              assertThat(failed.user()).isEqualTo(user);
              assertThat(failed.failure().code()).isEqualTo(Failure.Code.BAD_REQUEST);
              assertThat(failed.failure().message()).contains(message);
            });
  }

  @Test
  void lines_thatAreBadBecomeErrorLinesInTheirPlaces() {
    String lines =
        """
        {"userId":"1"}
        {"userId":"2","k":5000}
        no JSON at all
        {"userId":"3","kk":1}
        {"attributes":{"shoe":"44"}}

        {"userId":"4","k":3}""";
    List<Answer> answers = answers("application/jsonlines", lines);
    assertThat(answers).hasSize(6);
    assertThat(answers.get(0)).isEqualTo(ranked(Query.forUser("1")));
    assertFailed(answers.get(1), "2", "k: 5000 is more than");
    assertFailed(answers.get(2), null, "request: is no JSON");
    assertFailed(answers.get(3), "3", "kk: is no key");
    assertFailed(answers.get(4), null, "shoe");
    assertThat(answers.get(5)).isEqualTo(ranked(Query.forUser("4").withK(3)));
  }

  @Test
  void bytes_thatAreNoTextFailTheirLineAlone() {
    byte[] body =
        "{\"userId\":\"1\"}\n{\"userId\":\"\u00ff\"}\n{\"userId\":\"2\"}"
            .getBytes(StandardCharsets.ISO_8859_1);
    HttpResponse<String> response =
        RunningServer.send(
            server
                .to("/invocations")
                .header("Content-Type", "application/jsonlines")
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    List<Answer> answers = response.body().lines().map(AnswerJson::read).toList();
    assertThat(answers).hasSize(3);
    assertFailed(answers.get(1), null, "is not UTF-8");
    assertThat(answers.get(2)).isEqualTo(ranked(Query.forUser("2")));
  }

  @Test
  void rows_thatAreBadBecomeErrorLinesInTheirPlaces() {
    List<Answer> answers = answers("text/csv", "user\n1\n2,ten\n3,1,x\n\"4\n5,2\n");
    assertThat(answers).hasSize(5);
    assertThat(answers.get(0)).isEqualTo(ranked(Query.forUser("1")));
    assertFailed(answers.get(1), "2", "k: is no whole number");
    assertFailed(answers.get(2), "3", "row: has 3 columns");
    assertFailed(answers.get(3), null, "row: is no CSV");
    assertThat(answers.get(4)).isEqualTo(ranked(Query.forUser("5").withK(2)));
  }

  /** As a transform with MULTI_RECORD sends lines of JSON that are called JSON. */
  @Test
  void json_ofManyLinesIsTakenLineByLine() {
    List<Answer> answers = answers("application/json", "{\"userId\":\"1\"}\n{\n{\"userId\":\"2\"}");
    assertThat(answers).hasSize(3);
    assertThat(answers.get(0)).isEqualTo(ranked(Query.forUser("1")));
    assertFailed(answers.get(1), null, "request: is no JSON");
    assertThat(answers.get(2)).isEqualTo(ranked(Query.forUser("2")));
  }

  @Test
  void json_ofOneRequestIsAnsweredAsJson() {
    HttpResponse<String> response = server.invoke("{\"userId\":\"1\"}");
    assertThat(AnswerJson.read(response.body())).isEqualTo(ranked(Query.forUser("1")));
    HttpResponse<String> bad = server.invoke("{\"userId\":\"1\",\"k\":-1}");
    assertThat(bad.statusCode()).isEqualTo(200);
    assertFailed(AnswerJson.read(bad.body()), "1", "k: -1 is negative");
    HttpResponse<String> many = server.invoke("{\"requests\":[{\"userId\":\"1\"},7]}");
    List<Answer> answers = AnswerJson.readAll(many.body());
    assertThat(answers.get(0)).isEqualTo(ranked(Query.forUser("1")));
    assertFailed(answers.get(1), null, "is no JSON object");
  }

  @Test
  void csv_saysErrorsInTheirRows() {
    HttpResponse<String> response =
        RunningServer.send(
            server
                .to("/invocations")
                .header("Content-Type", "application/jsonlines")
                .header("Accept", "text/csv")
                .POST(BodyPublishers.ofString("{\"userId\":\"2\",\"k\":-1}\n"))
                .build());
    assertThat(response.body()).isEqualTo("2,ERROR,BAD_REQUEST,k: -1 is negative\n");
  }

  @Test
  void answers_mayBeManyTimesTheSizeOfABody() {
    String lines = "{\"userId\":\"nobody\",\"k\":20}\n".repeat(2_000);
    assertThat(answers("application/jsonlines", lines))
        .hasSize(2_000)
        .allMatch(ranked(Query.forUser("nobody").withK(20))::equals);
  }

  @Test
  void faults_ofTheModelFailTheirLineAlone() throws Exception {
    try (RunningServer faulty = RunningServer.of(new Gate(), BATCH)) {
      HttpResponse<String> response =
          RunningServer.send(
              faulty.invocation("application/jsonlines", "{\"user\":\"fail\"}\n{\"user\":1}\n"));
      assertThat(response.statusCode()).isEqualTo(200);
      List<Answer> answers = response.body().lines().map(AnswerJson::read).toList();
      assertThat(((Answer.Failed) answers.get(0)).failure().code())
          .isEqualTo(Failure.Code.INTERNAL);
      assertThat(answers.get(1)).isInstanceOf(Answer.Ranked.class);
    }
  }
}
