package io.recsys.sagemaker.remote;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SageMaker's runtime on this machine: it takes only what the service would, hands it to a
 * container, and answers in the service's shapes.
 */
final class FakeRuntime implements AutoCloseable {
  static final String ENDPOINT = "movies";

  private static final Pattern PATH = Pattern.compile("/endpoints/([^/]+)/invocations");
  private static final int LARGEST_BODY = 6_291_456;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private final @Nullable URI container;
  private final Queue<Reply> scripted = new ArrayDeque<>();
  private final Queue<String> bodies = new ConcurrentLinkedQueue<>();

  /** An answer of the service. */
  private record Reply(int status, String errorType, String body, long delayMillis) {}

  /** The service in front of a container, or of none where every answer is scripted. */
  FakeRuntime(@Nullable URI container) throws IOException {
    this.container = container;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI address() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /** The bodies that came, in their order. */
  Queue<String> bodies() {
    return bodies;
  }

  /** The next request gets an error of the service itself. */
  void fail(int status, String errorType, String message) {
    JsonObject body = new JsonObject();
    body.addProperty("Message", message);
    script(new Reply(status, errorType, body.toString(), 0));
  }

  /** The next request gets what the service makes of a container's error. */
  void failModel(int originalStatus, String originalMessage) {
    JsonObject body = new JsonObject();
    body.addProperty("ErrorCode", "CLIENT_ERROR_FROM_MODEL");
    body.addProperty(
        "LogStreamArn", "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/sagemaker");
    body.addProperty(
        "Message",
        "Received client error (%d) from primary with message \"%s\"."
            .formatted(originalStatus, originalMessage));
    body.addProperty("OriginalMessage", originalMessage);
    body.addProperty("OriginalStatusCode", originalStatus);
    script(new Reply(424, "ModelError", body.toString(), 0));
  }

  /** The next request gets an answer of the container, after a while. */
  void answer(String body, long delayMillis) {
    script(new Reply(200, "", body, delayMillis));
  }

  private synchronized void script(Reply reply) {
    scripted.add(reply);
  }

  private synchronized @Nullable Reply next() {
    return scripted.poll();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    bodies.add(new String(body, StandardCharsets.UTF_8));
    Reply reply = next();
    try {
      String fault = fault(exchange, body);
      if (!fault.isEmpty()) {
        reply = new Reply(400, "ValidationError", "{\"Message\":\"" + fault + "\"}", 0);
      } else if (reply == null) {
        reply = ask(body);
      } else {
        Thread.sleep(reply.delayMillis());
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    send(exchange, reply);
  }

  /** What the service would refuse, or nothing. */
  private static String fault(HttpExchange exchange, byte[] body) {
    Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
    String authorization = header(exchange, "Authorization");
    if (!exchange.getRequestMethod().equals("POST") || !path.matches()) {
      return "no such operation: " + exchange.getRequestURI();
    }
    if (!authorization.matches(
        "AWS4-HMAC-SHA256 Credential=\\S+/\\d{8}/[a-z0-9-]+/sagemaker/aws4_request,"
            + " SignedHeaders=\\S+, Signature=[0-9a-f]{64}")) {
      return "not signed: " + authorization;
    }
    if (!header(exchange, "Content-Type").equals("application/json")
        || !header(exchange, "Accept").equals("application/json")) {
      return "another format: " + header(exchange, "Content-Type");
    }
    if (body.length > LARGEST_BODY) {
      return "body of " + body.length + " bytes is too large";
    }
    return path.group(1).equals(ENDPOINT)
        ? ""
        : "Endpoint " + path.group(1) + " of account 111122223333 not found.";
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private Reply ask(byte[] body) throws IOException, InterruptedException {
    if (container == null) {
      throw new IOException("no answer is scripted");
    }
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(container.resolve("/invocations"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      failModel(response.statusCode(), response.body());
      Reply reply = next();
      return reply == null ? ask(body) : reply;
    }
    return new Reply(200, "", response.body(), 0);
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    try (exchange) {
      byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      if (!reply.errorType().isEmpty()) {
        exchange.getResponseHeaders().set("x-amzn-ErrorType", reply.errorType());
      }
      exchange.sendResponseHeaders(reply.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
