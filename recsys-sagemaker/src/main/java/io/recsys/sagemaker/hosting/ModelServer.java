package io.recsys.sagemaker.hosting;

import io.recsys.Recommender;
import io.recsys.RecommenderHolder;
import java.io.PrintStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server that answers as SageMaker asks; {@link Routes} lists the paths.
 *
 * <p>It listens before it has a model, and is not healthy until one is loaded and has rehearsed.
 * When it stops, it answers what it has begun.
 */
final class ModelServer {
  /** Few, for they never wait: they read, write and hand over. */
  private static final int THREADS = 8;

  /** Longer than a caller's own, in milliseconds, so that it is not the server that hangs up. */
  private static final long IDLE = 75_000;

  private static final long IDLE_AT_STOP = 2_000;

  private final ServingConfig config;
  private final PrintStream out;
  private final ServingMetrics metrics = new ServingMetrics();
  private final ThreadPoolExecutor workers;
  private final Server server;
  private final ServerConnector connector;
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
    InvocationHandler invocations = new InvocationHandler(config, workers, metrics);
    ManyModels models = config.isMultiModel() ? new ManyModels(config, workers, invocations) : null;
    this.server = new Server(new QueuedThreadPool(THREADS, 2));
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setPort(config.port());
    connector.setIdleTimeout(IDLE);
    // Idle connections that are kept alive must not delay a stop.
    connector.setShutdownIdleTimeout(IDLE_AT_STOP);
    server.addConnector(connector);
    server.setHandler(new GracefulHandler(new Routes(config, this::loaded, invocations, models)));
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

  private @Nullable Answering loaded() {
    return answering;
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
    EmbeddedMetrics.print(config.metrics(), metrics, out);
  }
}
