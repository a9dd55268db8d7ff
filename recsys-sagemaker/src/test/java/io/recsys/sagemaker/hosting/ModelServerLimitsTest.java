package io.recsys.sagemaker.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.Query;
import io.recsys.sagemaker.protocol.Answer;
import io.recsys.sagemaker.protocol.AnswerJson;
import io.recsys.sagemaker.protocol.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an endpoint does not let pass, and what it does under load. */
class ModelServerLimitsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(500);

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

  private static CompletableFuture<HttpResponse<String>> later(HttpRequest request) {
    return CompletableFuture.supplyAsync(
        () -> RunningServer.send(request), command -> new Thread(command).start());
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
          .isEqualTo(new Answer.Ranked(gate.recommend(Query.forUser("1")), List.of()));
      assertThat(server.invoke("{\"userId\":\"1\",\"predict\":[\"50\"]}").body())
          .isEqualTo("{\"user\":\"1\",\"predictions\":[{\"item\":\"50\"}]}");
      assertThat(failure(server.invoke("{\"userId\":\"1\",\"explain\":true}")).message())
          .contains("explains nothing");
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

  /** More slow callers than the server has threads, some silent, some a byte at a time. */
  @Test
  void slowCallers_holdNobodyUpAndAreToldSo() throws Exception {
    try (RunningServer server =
        RunningServer.empty(Map.of(), c -> c.withTimeouts(LONG, Duration.ofSeconds(1), LONG))) {
      server.server().load(() -> gate);
      List<Socket> slow = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        Socket socket = new Socket("localhost", server.server().port());
        socket.setSoTimeout(20_000);
        write(socket, "POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n\r\n{");
        slow.add(socket);
      }
      for (int i = 0; i < 10; i++) {
        assertThat(server.read("/ping").statusCode()).isEqualTo(200);
        assertThat(server.invoke("{\"userId\":\"1\"}").statusCode()).isEqualTo(200);
        write(slow.get(0), " ");
        TimeUnit.MILLISECONDS.sleep(50);
      }
      for (Socket socket : slow) {
        assertThat(read(socket)).startsWith("HTTP/1.1 408").contains("BODY_TIMEOUT");
        socket.close();
      }
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String read(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    return new String(in.readNBytes(300), StandardCharsets.US_ASCII);
  }

  @Test
  void load_beyondWorkersAndWaitingIsShed() throws Exception {
    Map<String, String> environment =
        Map.of("SAGEMAKER_MODEL_SERVER_WORKERS", "2", "RECSYS_WAITING", "3");
    try (RunningServer server = server(environment)) {
      HttpRequest wait = server.invocation("application/json", "{\"userId\":\"wait\"}");
      List<CompletableFuture<HttpResponse<String>>> taken = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        taken.add(later(wait));
      }
      assertThat(gate.waiting.tryAcquire(2, 20, TimeUnit.SECONDS)).isTrue();
      List<CompletableFuture<HttpResponse<String>>> more =
          IntStream.range(0, 10).mapToObj(i -> later(wait)).toList();
      // Those refused are answered at once; the others wait.
      while (more.stream().filter(CompletableFuture::isDone).count() < 7) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertThat(server.read("/ping").statusCode()).isEqualTo(200);
      gate.open();
      taken.addAll(more);
      List<HttpResponse<String>> responses = taken.stream().map(CompletableFuture::join).toList();
      List<HttpResponse<String>> shed =
          responses.stream().filter(response -> response.statusCode() != 200).toList();
      assertThat(shed).hasSize(7);
      for (HttpResponse<String> response : shed) {
        assertThat(failure(response).code()).isEqualTo(Failure.Code.OVERLOADED);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
      }
    }
  }

  @Test
  void invocations_thatWaitedTooLongAreGivenUp() throws Exception {
    try (RunningServer server =
        RunningServer.empty(
            Map.of("SAGEMAKER_MODEL_SERVER_WORKERS", "1"),
            c -> c.withTimeouts(SHORT, LONG, LONG))) {
      server.server().load(() -> gate);
      CompletableFuture<HttpResponse<String>> first =
          later(server.invocation("application/jsonlines", "{\"user\":\"wait\"}\n{\"user\":1}\n"));
      gate.waiting.acquire();
      TimeUnit.MILLISECONDS.sleep(2 * SHORT.toMillis());
      gate.open();
      assertThat(failure(first.join()).code()).isEqualTo(Failure.Code.TIMEOUT);
      assertThat(server.invoke("{\"userId\":\"1\"}").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void stop_answersWhatHasBegunAndRefusesWhatIsNew() throws Exception {
    RunningServer server = server(Map.of("SAGEMAKER_MODEL_SERVER_WORKERS", "1"));
    HttpRequest wait = server.invocation("application/json", "{\"userId\":\"wait\"}");
    CompletableFuture<HttpResponse<String>> answering = later(wait);
    gate.waiting.acquire();
    CompletableFuture<HttpResponse<String>> queued = later(wait);
    TimeUnit.MILLISECONDS.sleep(300);
    int port = server.server().port();
    CompletableFuture<Void> stopped =
        CompletableFuture.runAsync(server::close, command -> new Thread(command).start());
    TimeUnit.MILLISECONDS.sleep(300);
    assertThat(stopped).isNotDone();
    assertThat(isRefused(port)).isTrue();
    gate.open();
    assertThat(answering.join().statusCode()).isEqualTo(200);
    assertThat(queued.join().statusCode()).isEqualTo(200);
    stopped.get(10, TimeUnit.SECONDS);
    assertThat(server.printed()).contains("\"Invocations\":2");
  }

  private static boolean isRefused(int port) throws IOException {
    try (Socket socket = new Socket("localhost", port)) {
      write(socket, "GET /ping HTTP/1.1\r\nHost: x\r\n\r\n");
      String response = read(socket);
      return response.isEmpty() || response.startsWith("HTTP/1.1 503");
    } catch (ConnectException e) {
      return true;
    }
  }

  @Test
  void stop_doesNotWaitForEver() throws Exception {
    RunningServer server = RunningServer.empty(Map.of(), c -> c.withTimeouts(LONG, LONG, SHORT));
    server.server().load(() -> gate);
    var unused = later(server.invocation("application/json", "{\"userId\":\"wait\"}"));
    gate.waiting.acquire();
    long start = System.nanoTime();
    try {
      server.server().stop();
    } catch (TimeoutException e) {
      assertThat(e).isNotNull();
    }
    assertThat(System.nanoTime() - start).isLessThan(LONG.toNanos() / 2);
    gate.open();
  }
}
