package io.recsys.sagemaker.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.Query;
import io.recsys.sagemaker.protocol.Answer;
import io.recsys.sagemaker.protocol.AnswerJson;
import io.recsys.sagemaker.protocol.Failure;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an endpoint does not let pass. */
class ModelServerLimitsTest {
  private final Gate gate = new Gate();

  private RunningServer server(Map<String, String> environment) throws Exception {
    return RunningServer.of(gate, environment);
  }

  private static Failure failure(HttpResponse<String> response) {
    assertThat(response.body()).doesNotContain("Exception:", "\tat ", "secret");
    Failure failure = Failure.read(response.body());
    assertThat(response.statusCode()).isEqualTo(failure.code().status());
    return failure;
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/ping,text/csv,METHOD_NOT_ALLOWED",
    "GET,/invocations,text/csv,METHOD_NOT_ALLOWED",
    "DELETE,/execution-parameters,text/csv,METHOD_NOT_ALLOWED",
    "GET,/,text/csv,NOT_FOUND",
    "POST,/models,text/csv,NOT_FOUND",
    "POST,/invocations,image/png,UNSUPPORTED_MEDIA_TYPE",
    "POST,/invocations,'',UNSUPPORTED_MEDIA_TYPE",
  })
  void requests_areRefusedByPathMethodAndType(
      String method, String path, String type, Failure.Code code) throws Exception {
    try (RunningServer server = server(Map.of())) {
      HttpRequest request =
          server
              .to(path)
              .header("Content-Type", type)
              .method(method, BodyPublishers.ofString("1"))
              .build();
      assertThat(failure(RunningServer.send(request)).code()).isEqualTo(code);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json|200|application/json",
        "*/*|200|application/json",
        "application/*|200|application/json",
        "text/html, application/jsonlines;q=0.5|200|application/jsonlines",
        "text/csv|200|text/csv",
        "image/png|406|application/json",
        "application/json;q=0|406|application/json",
      })
  void accept_choosesTheFormat(String accept, int status, String type) throws Exception {
    try (RunningServer server = server(Map.of())) {
      HttpRequest request =
          server
              .to("/invocations")
              .header("Accept", accept)
              .POST(BodyPublishers.ofString("{\"userId\":\"1\"}"))
              .build();
      HttpResponse<String> response = RunningServer.send(request);
      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(response.headers().firstValue("Content-Type")).hasValue(type);
    }
  }

  @Test
  void accept_isAsTheEnvironmentSaysWhereTheCallerDoesNot() throws Exception {
    try (RunningServer server =
        server(Map.of("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", "text/csv"))) {
      assertThat(server.invoke("{\"userId\":\"1\"}").body()).isEqualTo("1,POPULARITY,50\n");
    }
  }

  @Test
  void executionParameters_sayWhatATransformMayAsk() throws Exception {
    Map<String, String> environment =
        Map.of("SAGEMAKER_MODEL_SERVER_WORKERS", "8", "SAGEMAKER_MAX_PAYLOAD_IN_MB", "25");
    try (RunningServer server = server(environment)) {
      assertThat(server.read("/execution-parameters").body())
          .isEqualTo(
              "{\"MaxConcurrentTransforms\":4,\"BatchStrategy\":\"MULTI_RECORD\",\"MaxPayloadInMB\":25}");
    }
  }

  @Test
  void answers_leaveOutRatingsThatThereAreNot() throws Exception {
    try (RunningServer server = server(Map.of())) {
      String body = server.invoke("{\"userId\":\"1\"}").body();
      assertThat(body).doesNotContain("predictedRating", "NaN");
      assertThat(AnswerJson.read(body))
          .isEqualTo(new Answer.Ranked(gate.recommend(Query.forUser("1"))));
      assertThat(server.invoke("{\"userId\":\"1\",\"predict\":[\"50\"]}").body())
          .isEqualTo("{\"user\":\"1\",\"predictions\":[{\"item\":\"50\"}]}");
      // Nor are there explanations.
      assertThat(server.invoke("{\"userId\":\"1\",\"explain\":true}").body()).isEqualTo(body);
    }
  }

  @Test
  void bodies_largerThanTheLimitAreRefused() throws Exception {
    try (RunningServer server = server(Map.of("SAGEMAKER_MAX_PAYLOAD_IN_MB", "1"))) {
      byte[] fits = new byte[1 << 20];
      Arrays.fill(fits, (byte) ' ');
      byte[] request = "{\"userId\":\"1\"}".getBytes(StandardCharsets.UTF_8);
      System.arraycopy(request, 0, fits, 0, request.length);
      byte[] large = Arrays.copyOf(fits, 3 << 20);
      assertThat(RunningServer.send(post(server, BodyPublishers.ofByteArray(fits))).statusCode())
          .isEqualTo(200);
      Failure declared =
          failure(RunningServer.send(post(server, BodyPublishers.ofByteArray(large))));
      assertThat(declared.code()).isEqualTo(Failure.Code.TOO_LARGE);
      HttpRequest.BodyPublisher chunks =
          BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
      assertThat(failure(RunningServer.send(post(server, chunks))).code())
          .isEqualTo(Failure.Code.TOO_LARGE);
    }
  }

  private static HttpRequest post(RunningServer server, HttpRequest.BodyPublisher body) {
    return server.to("/invocations").POST(body).build();
  }

  @Test
  void answers_largerThanTheLimitAreRefused() throws Exception {
    try (RunningServer server = server(Map.of("SAGEMAKER_MAX_PAYLOAD_IN_MB", "1"))) {
      String lines = "{\"userId\":\"1\"}\n".repeat(20_000);
      Failure failure =
          failure(RunningServer.send(server.invocation("application/jsonlines", lines)));
      assertThat(failure.code()).isEqualTo(Failure.Code.TOO_LARGE);
      assertThat(failure.message()).contains("answer");
    }
  }

  @Test
  void faults_tellTheCallerNothingOfTheServer() throws Exception {
    try (RunningServer server = server(Map.of())) {
      Failure failure = failure(server.invoke("{\"userId\":\"fail\"}"));
      assertThat(failure.code()).isEqualTo(Failure.Code.INTERNAL);
      assertThat(server.invoke("{\"userId\":\"1\"}").statusCode()).isEqualTo(200);
    }
  }
}
