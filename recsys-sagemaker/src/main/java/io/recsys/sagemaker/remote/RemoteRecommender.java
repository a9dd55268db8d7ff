package io.recsys.sagemaker.remote;

import io.recsys.Query;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.sagemaker.protocol.Answer;
import io.recsys.sagemaker.protocol.AnswerJson;
import io.recsys.sagemaker.protocol.Request;
import io.recsys.sagemaker.protocol.RequestJson;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/**
 * A recommender that asks an endpoint, where a model answers as {@link Recommender#load} would in
 * this process. Safe for any number of threads, until it is closed.
 *
 * <pre>{@code
 * Recommender recommender = RemoteRecommender.endpoint("movies");
 * }</pre>
 *
 * <p>What a query says in code, a filter or a rescorer, cannot be sent: it is an {@link
 * IllegalArgumentException}, as is all that the endpoint calls wrong with the request. Every other
 * failure is an {@link EndpointException}.
 */
public final class RemoteRecommender implements Recommender, AutoCloseable {
  /** Longer than the 60 seconds that the service lets a container think. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(70);

  private final Endpoint endpoint;
  private final String name;

  private RemoteRecommender(Endpoint endpoint, String name) {
    this.endpoint = endpoint;
    this.name = name;
  }

  /**
   * The recommender behind an endpoint in the account and region that the AWS SDK finds by itself.
   * A request that the service sheds or throttles is asked again, a few times with growing pauses.
   *
   * @param name the endpoint's name
   * @throws IllegalArgumentException if no endpoint can have that name
   * @throws EndpointException if there is no region
   * @throws IllegalStateException if the AWS SDK is not on the class path
   */
  public static RemoteRecommender endpoint(String name) {
    return endpoint(name, DEFAULT_TIMEOUT);
  }

  /**
   * The same, with another time-out.
   *
   * @param timeout the longest that one answer may take, all attempts together
   */
  public static RemoteRecommender endpoint(String name, Duration timeout) {
    try {
      return new RemoteRecommender(SageMakerEndpoint.open(name, timeout), name);
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "The AWS SDK is not on the class path: add software.amazon.awssdk:sagemakerruntime and"
              + " software.amazon.awssdk:url-connection-client.",
          e);
    }
  }

  /**
   * The recommender behind an endpoint that a client of the caller's own asks: of another region,
   * other credentials, another time-out. It stays open when the recommender is closed.
   */
  public static RemoteRecommender endpoint(String name, SageMakerRuntimeClient client) {
    return new RemoteRecommender(new SageMakerEndpoint(name, client, false), name);
  }

  /**
   * The recommender behind a container that is asked directly, without AWS: as local mode starts
   * it.
   *
   * @param address for example {@code http://localhost:8080}
   */
  public static RemoteRecommender container(URI address) {
    return new RemoteRecommender(
        new ContainerEndpoint(address, DEFAULT_TIMEOUT), address.toString());
  }

  @Override
  public Recommendations recommend(Query query) {
    Answer answer = ask(new Request.Ranking(query));
    return as(Answer.Ranked.class, answer).recommendations();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Here up to a hundred are sent with one request, and one request follows the other: a list
   * for everyone is made faster, and cheaper, by a batch transform or a processing job.
   */
  @Override
  public Stream<Recommendations> recommendAll(Stream<Query> queries) {
    Iterator<Recommendations> answers = new QueryBatches(this::askAll, queries.iterator());
    int order = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(answers, order), false)
        .onClose(queries::close);
  }

  private List<Recommendations> askAll(List<Request> requests) {
    String body = endpoint.invoke(RequestJson.writeAll(requests));
    List<Answer> answers = read(() -> AnswerJson.readAll(body));
    if (answers.size() != requests.size()) {
      throw wrong(answers.size() + " answers to " + requests.size() + " requests", null);
    }
    return answers.stream()
        .map(answer -> as(Answer.Ranked.class, answer).recommendations())
        .toList();
  }

  @Override
  public double[] score(String user, List<String> items) {
    Answer answer = ask(new Request.Scoring(user, items));
    return numbers(as(Answer.Scored.class, answer).scores(), items);
  }

  @Override
  public double[] predict(String user, List<String> items) {
    return predict(Query.forUser(user), items);
  }

  @Override
  public double[] predict(Query query, List<String> items) {
    Answer answer = ask(new Request.Prediction(query, items));
    return numbers(as(Answer.Predicted.class, answer).ratings(), items);
  }

  /** The endpoint's name or address. */
  @Override
  public String toString() {
    return "RemoteRecommender[" + name + "]";
  }

  /** Lets go of connections; what is asked afterwards fails. */
  @Override
  public void close() {
    endpoint.close();
  }

  private Answer ask(Request request) {
    String body = endpoint.invoke(RequestJson.write(request));
    return read(() -> AnswerJson.read(body));
  }

  private <T> T read(Supplier<T> answer) {
    try {
      return answer.get();
    } catch (IllegalArgumentException e) {
      throw wrong("what is no answer of this library: " + e.getMessage(), e);
    }
  }

  private <A extends Answer> A as(Class<A> kind, Answer answer) {
    if (answer instanceof Answer.Failed failed) {
      throw EndpointException.of(failed.failure(), name, null);
    }
    if (!kind.isInstance(answer)) {
      throw wrong("something else than was asked for", null);
    }
    return kind.cast(answer);
  }

  private EndpointException wrong(String what, @Nullable Throwable cause) {
    return new EndpointException(
        EndpointException.Kind.MODEL, name, "the container gives " + what, cause);
  }

  private static double[] numbers(Map<String, Double> numbers, List<String> items) {
    return items.stream().mapToDouble(item -> numbers.getOrDefault(item, Double.NaN)).toArray();
  }
}
