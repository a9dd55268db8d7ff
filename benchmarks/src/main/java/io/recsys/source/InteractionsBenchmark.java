package io.recsys.source;

import io.recsys.data.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reading MovieLens 1M, with users, items and attributes, from the folder {@code ml-1m} in the
 * folder that the environment variable {@code RECSYS_DATA} names: loads and ratings a second, and
 * at the end the memory that a rating takes at rest.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class InteractionsBenchmark {
  private Path folder = Path.of("");
  private long heapBefore;
  private @Nullable Dataset loaded;

  /** The ratings read, told as a rate beside that of loads. */
  @State(Scope.Thread)
  @AuxCounters
  public static class Read {
    /** How many ratings. */
    public long ratings;
  }

  /** Finds the folder, and the memory in use before anything is read. */
  @Setup
  public void find() {
    String data = System.getenv("RECSYS_DATA");
    if (data == null) {
      throw new IllegalStateException(
          "RECSYS_DATA is not set: it must name the folder that holds ml-1m");
    }
    folder = Path.of(data, "ml-1m");
    heapBefore = usedHeap();
  }

  /** Reads everything once. */
  @Benchmark
  public Dataset load(Read read) throws IOException {
    Dataset dataset = MovieLens.read(folder, ReadOptions.defaults()).dataset();
    read.ratings += dataset.interactions().size();
    loaded = dataset;
    return dataset;
  }

  /** Prints what the data set takes, ids and attributes included. */
  @TearDown(Level.Trial)
  public void weigh() {
    if (loaded != null) {
      double bytes = usedHeap() - heapBefore;
      System.out.printf("%.1f bytes a rating at rest%n", bytes / loaded.interactions().size());
    }
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 5; i++) {
      runtime.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
