package io.recsys.sagemaker.hosting;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint listens and what it bears.
 *
 * @param port the TCP port, 0 for any
 * @param workers how many invocations are answered at once
 * @param waiting how many more may wait for that; what comes beyond is shed
 * @param maxBody the bytes of the largest body that is read, and of the largest answer; of a batch
 *     transform's answers there is no largest
 * @param maxK the largest {@code k} of a request
 * @param answerTimeout the longest that an invocation waits and is answered; not of a batch
 *     transform
 * @param bodyTimeout the longest that a body may take to come
 * @param drainTimeout the longest that a stop waits for invocations in flight
 * @param accept the format of an answer whose caller asks for none, or null for the one that fits
 *     the body
 * @param isBatch whether a batch transform asks: a request that cannot be answered becomes a line
 * @param isMultiModel whether models are loaded and forgotten on demand
 * @param metrics what the endpoint's metrics are called
 */
record ServingConfig(
    int port,
    int workers,
    int waiting,
    int maxBody,
    int maxK,
    Duration answerTimeout,
    Duration bodyTimeout,
    Duration drainTimeout,
    @Nullable Format accept,
    boolean isBatch,
    boolean isMultiModel,
    MetricNames metrics) {
  private static final int MEBIBYTE = 1 << 20;

  /** What the service takes of all bodies that are under way. */
  private static final int MAX_PAYLOAD = 100;

  /**
   * How metrics are called.
   *
   * @param namespace CloudWatch's namespace
   * @param endpoint the value of the dimension {@code Endpoint}, or null for none
   * @param interval how often they are written
   */
  record MetricNames(String namespace, @Nullable String endpoint, Duration interval) {}

  /** What the environment of the process asks for, in SageMaker's variables and a few more. */
  static ServingConfig of(Map<String, String> environment) {
    Variables variables = new Variables(environment);
    int processors = Runtime.getRuntime().availableProcessors();
    // A batch transform says 0 where it sets no limit.
    int payload = variables.number("SAGEMAKER_MAX_PAYLOAD_IN_MB", 6, 0, MAX_PAYLOAD);
    return new ServingConfig(
        variables.number("SAGEMAKER_BIND_TO_PORT", 8080, 0, 65_535),
        variables.number("SAGEMAKER_MODEL_SERVER_WORKERS", processors, 1, 1024),
        variables.number("RECSYS_WAITING", 128, 0, 100_000),
        (payload == 0 ? MAX_PAYLOAD : payload) * MEBIBYTE,
        variables.number("RECSYS_MAX_K", 1000, 1, Integer.MAX_VALUE),
        Duration.ofSeconds(variables.number("SAGEMAKER_MODEL_SERVER_TIMEOUT", 60, 1, 3600)),
        Duration.ofSeconds(20),
        Duration.ofSeconds(25),
        variables.format("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT"),
        variables.flag("SAGEMAKER_BATCH"),
        variables.flag("SAGEMAKER_MULTI_MODEL"),
        new MetricNames(
            environment.getOrDefault("RECSYS_METRICS_NAMESPACE", "recsys"),
            environment.get("RECSYS_ENDPOINT"),
            Duration.ofSeconds(variables.number("RECSYS_METRICS_SECONDS", 60, 1, 3600))));
  }

  /**
   * What a batch transform is told to ask for. The service takes no more than 100 MB for all bodies
   * that are under way.
   */
  int concurrentTransforms() {
    return Math.max(1, Math.min(workers, MAX_PAYLOAD / maxPayloadInMegabytes()));
  }

  int maxPayloadInMegabytes() {
    return maxBody / MEBIBYTE;
  }

  /** This configuration with other limits of time. */
  ServingConfig withTimeouts(Duration answer, Duration body, Duration drain) {
    return new ServingConfig(
        port,
        workers,
        waiting,
        maxBody,
        maxK,
        answer,
        body,
        drain,
        accept,
        isBatch,
        isMultiModel,
        metrics);
  }

  /** The variables of an environment, by type. */
  private record Variables(Map<String, String> environment) {
    int number(String name, int absent, int least, int most) {
      String text = environment.get(name);
      if (text == null || text.isBlank()) {
        return absent;
      }
      try {
        int number = Integer.parseInt(text.strip());
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
      throw new IllegalArgumentException(
          "%s: '%s' is not allowed; set a whole number from %d to %d, or unset it"
              .formatted(name, text, least, most));
    }

    boolean flag(String name) {
      String text = environment.getOrDefault(name, "").strip().toLowerCase(Locale.ROOT);
      return switch (text) {
        case "true" -> true;
        case "", "false" -> false;
        default ->
            throw new IllegalArgumentException(
                "%s: '%s' is not allowed; set true or false, or unset it".formatted(name, text));
      };
    }

    @Nullable Format format(String name) {
      String text = environment.get(name);
      try {
        return text == null || text.isBlank() ? null : Format.ofType(text);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
      }
    }
  }
}
