package io.recsys.sagemaker.hosting;

import com.google.gson.Gson;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line in CloudWatch's embedded metric format: printed to standard output, it becomes metrics
 * without a client or a permission.
 */
final class EmbeddedMetrics {
  private static final Gson GSON = new Gson();
  private static final String ENDPOINT = "Endpoint";

  private EmbeddedMetrics() {}

  /**
   * The line, without its end.
   *
   * @param endpoint the value of the dimension {@code Endpoint}, or null for no dimension
   * @param metrics numbers, or arrays of up to 100 of them, by the names that {@link
   *     ServingMetrics#take()} gives
   */
  static String line(
      String namespace, @Nullable String endpoint, Instant time, Map<String, Object> metrics) {
    List<Map<String, String>> units = new ArrayList<>();
    metrics.keySet().forEach(name -> units.add(Map.of("Name", name, "Unit", unit(name))));
    Map<String, Object> directive = new LinkedHashMap<>();
    directive.put("Namespace", namespace);
    directive.put("Dimensions", List.of(endpoint == null ? List.of() : List.of(ENDPOINT)));
    directive.put("Metrics", units);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put(
        "_aws", Map.of("Timestamp", time.toEpochMilli(), "CloudWatchMetrics", List.of(directive)));
    if (endpoint != null) {
      line.put(ENDPOINT, endpoint);
    }
    metrics.forEach((name, value) -> line.put(name, rounded(value)));
    return GSON.toJson(line);
  }

  /** Prints what was counted since the last time, if anything was. */
  static void print(ServingConfig.MetricNames names, ServingMetrics metrics, PrintStream out) {
    Map<String, Object> taken = metrics.take();
    if (!taken.isEmpty()) {
      out.println(line(names.namespace(), names.endpoint(), Instant.now(), taken));
    }
  }

  private static String unit(String name) {
    return switch (name) {
      case "Latency" -> "Milliseconds";
      case "ColdStartShare" -> "Percent";
      default -> "Count";
    };
  }

  /** Microseconds are enough, and keep the line short. */
  private static Object rounded(Object value) {
    if (value instanceof double[] numbers) {
      return Arrays.stream(numbers).map(EmbeddedMetrics::rounded).toArray();
    }
    return value instanceof Double number ? rounded(number.doubleValue()) : value;
  }

  private static double rounded(double number) {
    return Math.round(number * 1000) / 1000.0;
  }
}
