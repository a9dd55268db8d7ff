package io.recsys.sagemaker.hosting;

import com.google.gson.Gson;
import io.recsys.Recommender;
import io.recsys.RecommenderHolder;
import io.recsys.sagemaker.protocol.Failure;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server that answers as SageMaker asks: {@code /ping}, {@code /invocations} and {@code
 * /execution-parameters}.
 *
 * <p>It listens before it has a model, and is not healthy until one is loaded and has rehearsed.
 * When it stops, it answers what it has begun.
 */
final class ModelServer {
  /** Few, for they never wait: they read, write and hand over. */
  private static final int THREADS = 8;

  private static final long IDLE_AT_STOP = 100;

  private static final Gson GSON = new Gson();

  private final ServingConfig config;
  private final PrintStream out;
  private final ServingMetrics metrics = new ServingMetrics();
  private final ThreadPoolExecutor workers;
  private final Server server;
  private final ServerConnector connector;
  private final InvocationHandler invocations;
  private volatile @Nullable Answering answering;

  /**
   * A server that is yet to start.
   *
   * @param out where metrics go
   */
  ModelServer(ServingConfig config, PrintStream out) {
    this.config = config;
    this.out = out;
    this.workers =
        new ThreadPoolExecutor(
            config.workers(),
            config.workers(),
            0,
            TimeUnit.SECONDS,
            config.waiting() == 0
                ? new SynchronousQueue<>()
                : new ArrayBlockingQueue<>(config.waiting()));
    this.invocations = new InvocationHandler(config, workers, metrics);
    this.server = new Server(new QueuedThreadPool(THREADS, 2));
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setPort(config.port());
    // Idle connections that are kept alive must not delay a stop.
    connector.setShutdownIdleTimeout(IDLE_AT_STOP);
    server.addConnector(connector);
    server.setHandler(new GracefulHandler(new Routes()));
    server.setErrorHandler(new Responses());
    server.setStopTimeout(config.drainTimeout().toMillis());
  }

  /**
   * Starts to listen.
   *
   * @throws Exception if the port cannot be had
   */
  void start() throws Exception {
    server.start();
    server
        .getScheduler()
        .schedule(this::report, config.metrics().interval().toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Loads the model and lets it rehearse; from then on the server is healthy.
   *
   * @throws Exception what loading met, or an IllegalArgumentException from the rehearsal
   */
  void load(Callable<? extends Recommender> loader) throws Exception {
    Recommender recommender = RecommenderHolder.of(loader.call()).current();
    answering = new Answering(recommender, config.maxK());
  }

  /** The TCP port. */
  int port() {
    return connector.getLocalPort();
  }

  /** Waits until the server has stopped. */
  void join() throws InterruptedException {
    server.join();
  }

  /** Refuses what is new, answers what has begun, and stops. */
  void stop() throws Exception {
    try {
      server.stop();
    } finally {
      workers.shutdown();
      print();
    }
  }

  private void report() {
    print();
    if (server.isRunning()) {
      server
          .getScheduler()
          .schedule(this::report, config.metrics().interval().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void print() {
    Map<String, Object> taken = metrics.take();
    if (!taken.isEmpty()) {
      ServingConfig.MetricNames names = config.metrics();
      out.println(EmbeddedMetrics.line(names.namespace(), names.endpoint(), Instant.now(), taken));
    }
  }

  private Answering model() {
    Answering loaded = answering;
    if (loaded == null) {
      throw new Refusal(
          Failure.Code.NOT_READY, "the model is being loaded", "ask again when /ping answers 200");
    }
    return loaded;
  }

  /** The paths. */
  private final class Routes extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      String path = Request.getPathInContext(request);
      try {
        switch (path) {
          case "/ping" -> ping(request, response, callback);
          case "/invocations" -> {
            require("POST", request);
            invocations.handle(request, response, callback, ModelServer.this::model);
          }
          case "/execution-parameters" -> {
            require("GET", request);
            byte[] body = executionParameters().getBytes(StandardCharsets.UTF_8);
            Responses.write(response, callback, Format.JSON.type(), body);
          }
          default ->
              throw new Refusal(
                  Failure.Code.NOT_FOUND,
                  "there is no path " + path,
                  "ask /invocations, /ping or /execution-parameters");
        }
      } catch (Refusal e) {
        Responses.write(response, callback, e.failure());
      }
      return true;
    }

    private void ping(Request request, Response response, Callback callback) {
      require("GET", request);
      Answering unused = model();
      response.setStatus(200);
      callback.succeeded();
    }

    private void require(String method, Request request) {
      if (!request.getMethod().equals(method)) {
        throw new Refusal(
            Failure.Code.METHOD_NOT_ALLOWED,
            Request.getPathInContext(request) + ": is not asked with " + request.getMethod(),
            "use " + method);
      }
    }

    private String executionParameters() {
      Map<String, Object> parameters = new LinkedHashMap<>();
      parameters.put("MaxConcurrentTransforms", config.concurrentTransforms());
      parameters.put("BatchStrategy", "MULTI_RECORD");
      parameters.put("MaxPayloadInMB", config.maxPayloadInMegabytes());
      return GSON.toJson(parameters);
    }
  }
}
