package io.recsys.model;

import io.recsys.Query;
import io.recsys.Recommendations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The ten best of a whole catalog, from a saved model: {@code -p model=DIR}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TopKBenchmark {
  /** The model's folder. */
  @Param("models/ml-100k")
  public String model = "";

  private List<String> users = List.of();
  private Map<String, Double> three = Map.of();
  private Map<String, Double> fifty = Map.of();
  private @Nullable HybridRecommender recommender;
  private int next;

  /** Loads the model. */
  @Setup
  public void load() throws IOException {
    HybridRecommender loaded = HybridRecommender.load(Path.of(model));
    recommender = loaded;
    users = loaded.model().data().users().ids();
    List<String> items = loaded.model().data().items().ids();
    three = history(items.subList(0, 3));
    fifty = history(items.subList(0, 50));
  }

  private static Map<String, Double> history(List<String> items) {
    Map<String, Double> history = new LinkedHashMap<>();
    for (String item : items) {
      history.put(item, 5.0 - history.size() % 4);
    }
    return history;
  }

  /** For one user after the other. */
  @Benchmark
  public Recommendations knownUser() {
    next = (next + 1) % users.size();
    return Objects.requireNonNull(recommender).topK(users.get(next), 10);
  }

  /** For someone new who rated three items. */
  @Benchmark
  public Recommendations newUser() {
    return Objects.requireNonNull(recommender).recommend(Query.forHistory(three));
  }

  /** For someone new who rated fifty, all of which are folded in. */
  @Benchmark
  public Recommendations newUserOfFiftyRatings() {
    return Objects.requireNonNull(recommender).recommend(Query.forHistory(fifty));
  }
}
