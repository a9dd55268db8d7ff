package io.recsys.sagemaker.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.sagemaker.protocol.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an endpoint does with slow callers, with more than it can answer, and when it stops. */
class ModelServerLoadTest {
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

  /** More slow callers than the server has threads, some silent, some a byte at a time. */
  @Test
  void slowCallers_holdNobodyUpAndAreToldSo() throws Exception {
    try (RunningServer server =
        RunningServer.empty(Map.of(), c -> c.withTimeouts(LONG, Duration.ofSeconds(3), LONG))) {
      server.server().load(() -> gate);
      List<Socket> slow = new ArrayList<>();
      long start = System.nanoTime();
      for (int i = 0; i < 60; i++) {
        Socket socket = new Socket("localhost", server.server().port());
        socket.setSoTimeout(20_000);
        write(socket, "POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n\r\n{");
        slow.add(socket);
      }
      for (int i = 0; i < 10; i++) {
        assertThat(server.read("/ping").statusCode()).isEqualTo(200);
        assertThat(server.invoke("{\"userId\":\"1\"}").statusCode()).isEqualTo(200);
        // Not when its time may be over: a machine that is busy would reset the connection.
        if (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(2)) {
          write(slow.get(0), " ");
        }
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
