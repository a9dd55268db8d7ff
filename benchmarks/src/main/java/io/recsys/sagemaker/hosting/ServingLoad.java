package io.recsys.sagemaker.hosting;

import io.recsys.Query;
import io.recsys.model.HybridRecommender;
import io.recsys.sagemaker.protocol.Answer;
import io.recsys.sagemaker.protocol.AnswerJson;
import io.recsys.sagemaker.protocol.Request;
import io.recsys.sagemaker.protocol.RequestJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What an endpoint adds to a question: the ten best of one user after the other, asked in process
 * and over HTTP on loopback, by more and more callers that each wait for an answer before they ask
 * again. Callers and server share the processors.
 */
public final class ServingLoad {
  private static final List<Integer> CALLERS = List.of(1, 4, 16);

  private final HybridRecommender recommender;
  private final List<Query> queries;
  private final long nanos;

  private ServingLoad(HybridRecommender recommender, int seconds) {
    this.recommender = recommender;
    this.queries = recommender.model().data().users().ids().stream().map(Query::forUser).toList();
    this.nanos = TimeUnit.SECONDS.toNanos(seconds);
  }

  /**
   * Prints a table.
   *
   * @param arguments the model's folder, and for how many seconds to ask in each row
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("arguments: give the model's folder and seconds");
    }
    HybridRecommender recommender = HybridRecommender.load(Path.of(arguments[0]));
    new ServingLoad(recommender, Integer.parseInt(arguments[1])).run();
  }

  private void run() throws Exception {
    ModelServer server =
        new ModelServer(ServingConfig.of(Map.of("SAGEMAKER_BIND_TO_PORT", "0")), System.out);
    server.start();
    try {
      server.load(() -> recommender);
      Endpoint endpoint = new Endpoint(server.port());
      requireEqual(endpoint);
      System.out.println("| callers | | answers/s | p50 ms | p99 ms |\n|---|---|---|---|---|");
      for (int callers : CALLERS) {
        measure(callers, "in process", recommender::recommend);
        measure(callers, "over HTTP", endpoint::ask);
      }
    } finally {
      server.stop();
    }
  }

  private void requireEqual(Endpoint endpoint) {
    for (Query query : queries) {
      Answer answer = AnswerJson.read(endpoint.ask(query));
      if (!answer.equals(new Answer.Ranked(recommender.recommend(query)))) {
        throw new IllegalStateException("user " + query.user() + " is answered otherwise");
      }
    }
  }

  private void measure(int callers, String name, Consumer<Query> asked) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      long start = System.nanoTime();
      double[] latencies =
          threads
              .invokeAll(
                  IntStream.range(0, callers)
                      .<Callable<double[]>>mapToObj(
                          caller -> () -> latencies(caller, start + nanos, asked))
                      .toList())
              .stream()
              .flatMapToDouble(
                  future -> {
                    try {
                      return DoubleStream.of(future.get());
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  })
              .sorted()
              .toArray();
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "| %d | %s | %.0f | %.3f | %.3f |%n",
          callers,
          name,
          latencies.length / seconds,
          latencies[latencies.length / 2],
          latencies[latencies.length * 99 / 100]);
    } finally {
      threads.shutdown();
    }
  }

  /** The milliseconds that each answer to one caller took. */
  private double[] latencies(int caller, long end, Consumer<Query> asked) {
    double[] latencies = new double[1024];
    int count = 0;
    for (int next = caller * 31; System.nanoTime() < end; next++) {
      long start = System.nanoTime();
      asked.accept(queries.get(next % queries.size()));
      if (count == latencies.length) {
        latencies = Arrays.copyOf(latencies, 2 * count);
      }
      latencies[count++] = (System.nanoTime() - start) / 1e6;
    }
    return Arrays.copyOf(latencies, count);
  }

  /** The server as a caller sees it, through the JDK's client, connections kept alive. */
  private static final class Endpoint {
    private final HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI uri;

    Endpoint(int port) {
      uri = URI.create("http://localhost:" + port + "/invocations");
    }

    String ask(Query query) {
      String body = RequestJson.write(new Request.Ranking(query));
      HttpRequest request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body)).build();
      try {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
          throw new IllegalStateException(response.body());
        }
        return response.body();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
