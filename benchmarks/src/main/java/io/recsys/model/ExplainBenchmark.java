package io.recsys.model;

import io.recsys.Explanation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

/** The explanation of one predicted rating, from a saved model: {@code -p model=DIR}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ExplainBenchmark {
  /** The model's folder. */
  @Param("models/ml-100k")
  public String model = "";

  private List<String> users = List.of();
  private List<String> items = List.of();
  private @Nullable HybridRecommender recommender;
  private int next;

  /** Loads the model. */
  @Setup
  public void load() throws IOException {
    HybridRecommender loaded = HybridRecommender.load(Path.of(model));
    recommender = loaded;
    users = loaded.model().data().users().ids();
    items = loaded.model().data().items().ids();
  }

  /** For one user and one item after the other. */
  @Benchmark
  public Explanation explain() {
    next++;
    return Objects.requireNonNull(recommender)
        .explain(users.get(next % users.size()), items.get(next % items.size()));
  }
}
