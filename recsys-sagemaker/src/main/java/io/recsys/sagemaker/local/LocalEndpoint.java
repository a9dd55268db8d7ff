package io.recsys.sagemaker.local;

import io.recsys.model.HybridRecommender;
import io.recsys.sagemaker.MlFolder;
import io.recsys.sagemaker.ModelArchive;
import io.recsys.sagemaker.remote.RemoteRecommender;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.io.file.PathUtils;

/**
 * An endpoint on this machine: a container that serves a model, asked as the service asks. Safe for
 * any number of threads, until it is closed.
 */
public final class LocalEndpoint implements AutoCloseable {
  /** The bytes of the largest body that the service takes or gives. */
  public static final int LARGEST_BODY = 6_291_456;

  private static final Duration PING_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration INVOCATION_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration HEALTHY_WITHIN = Duration.ofMinutes(4);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long PING_INTERVAL_MILLIS = 200;

  private final MlFolder ml;
  private final URI address;
  private final ContainerProcess process;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private LocalEndpoint(MlFolder ml, URI address, ContainerProcess process) {
    this.ml = ml;
    this.address = address;
    this.process = process;
  }

  static LocalEndpoint start(
      LocalSageMaker sageMaker, Path model, int port, Map<String, String> variables)
      throws IOException, InterruptedException {
    MlFolder ml = new MlFolder(Files.createTempDirectory("sagemaker-serve-"));
    LocalEndpoint endpoint;
    try {
      ModelArchive.extract(model, ml.model());
      int bound = port == 0 ? freePort() : requireFree(port);
      Map<String, String> environment = new HashMap<>(variables);
      environment.put("SAGEMAKER_BIND_TO_PORT", Integer.toString(bound));
      endpoint =
          new LocalEndpoint(
              ml,
              URI.create("http://localhost:" + bound),
              sageMaker.start("serve", ml, environment));
    } catch (IOException | RuntimeException e) {
      PathUtils.deleteDirectory(ml.base());
      throw e;
    }
    try {
      endpoint.awaitHealth();
      return endpoint;
    } catch (IOException | InterruptedException | RuntimeException e) {
      endpoint.close();
      throw e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A port that is taken could answer in the container's place. */
  private static int requireFree(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.getLocalPort();
    } catch (BindException e) {
      throw new IOException("port " + port + " is taken; give another, or 0 for any", e);
    }
  }

  private void awaitHealth() throws IOException, InterruptedException {
    long end = System.nanoTime() + HEALTHY_WITHIN.toNanos();
    while (!isHealthy()) {
      if (!process.isAlive()) {
        int status = process.await();
        throw new IOException(
            "the container ended with status "
                + status
                + " before it was healthy; its last lines: "
                + String.join(" | ", process.lastLines()));
      }
      if (System.nanoTime() > end) {
        throw new IOException(
            "the container did not pass the ping health check within "
                + HEALTHY_WITHIN.toMinutes()
                + " minutes; its last lines: "
                + String.join(" | ", process.lastLines()));
      }
      Thread.sleep(PING_INTERVAL_MILLIS);
    }
  }

  /** Whether {@code /ping} answers 200 within the 2 seconds that the service waits. */
  public boolean isHealthy() throws InterruptedException {
    HttpRequest ping = HttpRequest.newBuilder(at("/ping")).timeout(PING_TIMEOUT).build();
    try {
      return client.send(ping, HttpResponse.BodyHandlers.discarding()).statusCode() == 200
          && process.isAlive();
    } catch (IOException e) {
      return false;
    }
  }

  /** Where the container listens. */
  public URI address() {
    return address;
  }

  /** The recommender behind it, answering as {@link RemoteRecommender} does. */
  public RemoteRecommender recommender() {
    return RemoteRecommender.container(address);
  }

  /**
   * A comparison of its answers to all users with those of the model in this process.
   *
   * @throws IOException if the model cannot be loaded
   */
  public EndpointCheck check() throws IOException {
    HybridRecommender local = HybridRecommender.load(ml.model());
    try (RemoteRecommender remote = recommender()) {
      return EndpointCheck.of(remote, local, local.model().data().users().ids());
    }
  }

  /**
   * The container's response to a body, within the service's 60 seconds.
   *
   * @param contentType the format of the body
   * @param accept the format of the answer
   * @throws IllegalArgumentException if the body is larger than {@link #LARGEST_BODY}
   * @throws IOException if no answer comes in time
   */
  public HttpResponse<byte[]> invoke(String contentType, String accept, byte[] body)
      throws IOException, InterruptedException {
    if (body.length > LARGEST_BODY) {
      throw new IllegalArgumentException(
          "the body has " + body.length + " bytes; the service takes " + LARGEST_BODY);
    }
    return send(contentType, accept, body, INVOCATION_TIMEOUT);
  }

  HttpResponse<byte[]> send(String contentType, String accept, byte[] body, Duration timeout)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(at("/invocations"))
            .timeout(timeout)
            .header("Content-Type", contentType)
            .header("Accept", accept)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  /** What the container wants of a batch transform: JSON. */
  String executionParameters() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(at("/execution-parameters")).timeout(PING_TIMEOUT).build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    return response.statusCode() == 200 ? response.body() : "{}";
  }

  private URI at(String path) {
    return address.resolve(path);
  }

  /** Waits until the container has ended by itself. */
  public int await() throws InterruptedException {
    return process.await();
  }

  /** Tells the container to end, waits for it as the service does, 30 seconds, and cleans up. */
  @Override
  public void close() throws IOException {
    process.stop(PATIENCE);
    if (Files.exists(ml.base())) {
      PathUtils.deleteDirectory(ml.base());
    }
  }
}
