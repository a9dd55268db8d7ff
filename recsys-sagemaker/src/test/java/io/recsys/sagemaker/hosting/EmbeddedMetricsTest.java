package io.recsys.sagemaker.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.recsys.Basis;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.sagemaker.protocol.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EmbeddedMetricsTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  /** The units that the format knows and that are used here. */
  private static final Set<String> UNITS = Set.of("Milliseconds", "Percent", "Count");

  private static JsonObject line(@Nullable String endpoint, Map<String, Object> metrics) {
    String line = EmbeddedMetrics.line("recsys", endpoint, TIME, metrics);
    assertThat(line).hasLineCount(1);
    assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(10_000);
    return conforming(line);
  }

  /** The object of a line, after the rules of the format's specification. */
  static JsonObject conforming(String line) {
    JsonObject root = JsonParser.parseString(line).getAsJsonObject();
    JsonObject aws = root.getAsJsonObject("_aws");
    assertThat(aws.keySet()).containsExactlyInAnyOrder("Timestamp", "CloudWatchMetrics");
    assertThat(aws.get("Timestamp").getAsLong()).isPositive();
    for (JsonElement element : aws.getAsJsonArray("CloudWatchMetrics")) {
      JsonObject directive = element.getAsJsonObject();
      assertThat(directive.keySet())
          .containsExactlyInAnyOrder("Namespace", "Dimensions", "Metrics");
      assertThat(directive.get("Namespace").getAsString()).hasSizeBetween(1, 1024);
      assertThat(directive.getAsJsonArray("Dimensions")).isNotEmpty();
      for (JsonElement set : directive.getAsJsonArray("Dimensions")) {
        set.getAsJsonArray()
            .forEach(name -> assertThat(root.get(name.getAsString()).getAsString()).isNotEmpty());
      }
      assertThat(directive.getAsJsonArray("Metrics")).hasSizeBetween(1, 100);
      for (JsonElement metric : directive.getAsJsonArray("Metrics")) {
        JsonObject definition = metric.getAsJsonObject();
        assertThat(UNITS).contains(definition.get("Unit").getAsString());
        assertNumbers(root.get(definition.get("Name").getAsString()));
      }
    }
    return root;
  }

  private static void assertNumbers(JsonElement value) {
    if (value.isJsonArray()) {
      assertThat(value.getAsJsonArray()).hasSizeBetween(1, 100);
      value.getAsJsonArray().forEach(number -> assertThat(number.getAsDouble()).isFinite());
    } else {
      assertThat(value.getAsJsonPrimitive().isNumber()).isTrue();
    }
  }

  private static Answer ranked(Basis basis) {
    return new Answer.Ranked(new Recommendations("1", basis, List.of()));
  }

  @Test
  void line_holdsWhatWasCounted() {
    ServingMetrics metrics = new ServingMetrics();
    metrics.answered(ranked(Basis.USER));
    metrics.answered(ranked(Basis.USER));
    metrics.answered(ranked(Basis.HISTORY));
    metrics.answered(ranked(Basis.POPULARITY));
    metrics.answered(new Answer.Predicted("1", Map.of("50", 4.0)));
    metrics.responded(200, 1.23456789);
    metrics.responded(200, 3);
    metrics.responded(400, 0.5);
    metrics.responded(500, 2);
    metrics.responded(503, 0.25);
    JsonObject line = line("movies", metrics.take());
    assertThat(line.get("Endpoint").getAsString()).isEqualTo("movies");
    assertThat(line.get("Latency")).hasToString("[0.25,0.5,1.235,2.0,3.0]");
    assertThat(line.get("Invocations").getAsInt()).isEqualTo(5);
    assertThat(line.get("Answers").getAsInt()).isEqualTo(5);
    assertThat(line.get("BasisUser").getAsInt()).isEqualTo(2);
    assertThat(line.get("BasisHistory").getAsInt()).isEqualTo(1);
    assertThat(line.get("ColdStartShare").getAsDouble()).isEqualTo(50);
    assertThat(line.get("ClientErrors").getAsInt()).isEqualTo(1);
    assertThat(line.get("ServerErrors").getAsInt()).isEqualTo(1);
    assertThat(line.get("Shed").getAsInt()).isEqualTo(1);
    assertThat(metrics.take()).isEmpty();
  }

  @Test
  void line_staysShortAndKeepsTheQuantilesOfManyLatencies() {
    ServingMetrics metrics = new ServingMetrics();
    int count = 200_000;
    for (int i = 0; i < count; i++) {
      metrics.responded(200, 1000 + (i * 7919L) % count / (double) count * 1000);
    }
    JsonObject line = line(null, metrics.take());
    assertThat(line.get("Invocations").getAsInt()).isEqualTo(count);
    List<JsonElement> latencies = line.getAsJsonArray("Latency").asList();
    assertThat(latencies).hasSize(100);
    for (int i = 0; i < 100; i++) {
      assertThat(latencies.get(i).getAsDouble())
          .isBetween(1000 + i * 10.1 - 20, 1000 + i * 10.1 + 20);
    }
  }

  @Test
  void server_printsALineAnIntervalAndOneAtTheEnd() throws Exception {
    Map<String, String> environment =
        Map.of("RECSYS_METRICS_SECONDS", "1", "RECSYS_ENDPOINT", "movies");
    RunningServer server = RunningServer.of(Recommender.load(RunningServer.MODEL), environment);
    try (server) {
      server.invoke("{\"userId\":\"1\"}");
      server.invoke("{\"userId\":\"nobody\"}");
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (server.printed().isEmpty() && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      assertThat(server.printed()).isNotEmpty();
      server.invoke("{\"userId\":");
    }
    List<JsonObject> lines = server.printed().lines().map(EmbeddedMetricsTest::conforming).toList();
    assertThat(sum(lines, "Invocations")).isEqualTo(3);
    assertThat(sum(lines, "BasisUser")).isEqualTo(1);
    assertThat(sum(lines, "BasisPopularity")).isEqualTo(1);
    assertThat(sum(lines, "ClientErrors")).isEqualTo(1);
  }

  private static int sum(List<JsonObject> lines, String metric) {
    return lines.stream().mapToInt(line -> line.get(metric).getAsInt()).sum();
  }
}
