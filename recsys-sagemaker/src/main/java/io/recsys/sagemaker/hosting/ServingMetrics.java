package io.recsys.sagemaker.hosting;

import io.recsys.Basis;
import io.recsys.sagemaker.protocol.Answer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** What an endpoint did since it was last asked. Safe for any number of threads. */
final class ServingMetrics {
  /** Beyond so many in an interval, latencies are a sample. */
  private static final int MAX_LATENCIES = 1 << 16;

  /** CloudWatch takes no more values of a metric at once. */
  private static final int MAX_VALUES = 100;

  private static final int SHED = 503;

  private final Map<Basis, Integer> bases = new EnumMap<>(Basis.class);
  private final SplittableRandom random = new SplittableRandom(42);
  private double[] latencies = new double[1024];
  private int invocations;
  private int answers;
  private int failures;
  private int clientErrors;
  private int serverErrors;
  private int shed;

  /** Counts an answer to one request. */
  synchronized void answered(Answer answer) {
    answers++;
    if (answer instanceof Answer.Ranked ranked) {
      bases.merge(ranked.recommendations().basis(), 1, Integer::sum);
    } else if (answer instanceof Answer.Failed) {
      failures++;
    }
  }

  /** Counts a response, a 503 as shed. */
  synchronized void responded(int status, double milliseconds) {
    if (status == SHED) {
      shed++;
    } else if (status >= 500) {
      serverErrors++;
    } else if (status >= 400) {
      clientErrors++;
    }
    int place = invocations < MAX_LATENCIES ? invocations : random.nextInt(invocations + 1);
    invocations++;
    if (place < MAX_LATENCIES) {
      if (place == latencies.length) {
        latencies = Arrays.copyOf(latencies, 2 * place);
      }
      latencies[place] = milliseconds;
    }
  }

  /**
   * The metrics since the last call, by name: numbers, and the latencies of invocations in
   * milliseconds, at evenly spaced ranks, the least and the most among them. Empty where nothing
   * happened.
   */
  synchronized Map<String, Object> take() {
    Map<String, Object> taken = new LinkedHashMap<>();
    if (invocations > 0 || answers > 0) {
      taken.put("Invocations", invocations);
      if (invocations > 0) {
        taken.put("Latency", spacedLatencies());
      }
      taken.put("Answers", answers);
      int ranked = bases.values().stream().mapToInt(Integer::intValue).sum();
      for (Basis basis : Basis.values()) {
        taken.put(name(basis), bases.getOrDefault(basis, 0));
      }
      if (ranked > 0) {
        taken.put("ColdStartShare", 100.0 * (ranked - bases.getOrDefault(Basis.USER, 0)) / ranked);
      }
      taken.put("FailedRequests", failures);
      taken.put("ClientErrors", clientErrors);
      taken.put("ServerErrors", serverErrors);
      taken.put("Shed", shed);
    }
    clear();
    return taken;
  }

  private static String name(Basis basis) {
    return switch (basis) {
      case USER -> "BasisUser";
      case HISTORY -> "BasisHistory";
      case ATTRIBUTES -> "BasisAttributes";
      case POPULARITY -> "BasisPopularity";
    };
  }

  private double[] spacedLatencies() {
    int kept = Math.min(invocations, MAX_LATENCIES);
    double[] sorted = Arrays.copyOf(latencies, kept);
    Arrays.sort(sorted);
    if (kept <= MAX_VALUES) {
      return sorted;
    }
    double[] spaced = new double[MAX_VALUES];
    for (int i = 0; i < MAX_VALUES; i++) {
      spaced[i] = sorted[(int) ((long) i * (kept - 1) / (MAX_VALUES - 1))];
    }
    return spaced;
  }

  private void clear() {
    bases.clear();
    invocations = 0;
    answers = 0;
    failures = 0;
    clientErrors = 0;
    serverErrors = 0;
    shed = 0;
  }
}
