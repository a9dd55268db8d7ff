package io.recsys.sagemaker.hosting;

import io.recsys.Recommender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.commons.io.file.PathUtils;

/** A server on a port of its own, and a client that asks it. */
final class RunningServer implements AutoCloseable {
  /** A model that knows users, histories and attributes; trained on demo data. */
  static final Path MODEL = model("v1-attributes");

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ModelServer server;

  private RunningServer(ServingConfig config) throws Exception {
    server = new ModelServer(config, new PrintStream(printed, true, StandardCharsets.UTF_8));
    server.start();
  }

  static Path model(String name) {
    return Path.of("..", "recsys-core", "src", "test", "resources", "io", "recsys", "model", name);
  }

  /** Puts a model into a folder that is yet to be made. */
  static void copyModel(Path folder) throws IOException {
    Files.createDirectories(folder);
    PathUtils.copyDirectory(MODEL, folder);
  }

  /** A server without a model yet. */
  static RunningServer empty(Map<String, String> environment, UnaryOperator<ServingConfig> changed)
      throws Exception {
    Map<String, String> all = new HashMap<>(environment);
    all.put("SAGEMAKER_BIND_TO_PORT", "0");
    return new RunningServer(changed.apply(ServingConfig.of(all)));
  }

  static RunningServer of(Recommender recommender, Map<String, String> environment)
      throws Exception {
    RunningServer running = empty(environment, config -> config);
    running.server.load(() -> recommender);
    return running;
  }

  static RunningServer ofStoredModel(Map<String, String> environment) throws Exception {
    return of(Recommender.load(MODEL), environment);
  }

  ModelServer server() {
    return server;
  }

  /** What the server has printed so far. */
  String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
  }

  HttpRequest invocation(String type, String body) {
    return to("/invocations")
        .header("Content-Type", type)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  static HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  HttpResponse<String> read(String path) {
    return send(to(path).build());
  }

  HttpResponse<String> invoke(String json) {
    return send(invocation("application/json", json));
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
