package io.recsys.model;

import ai.djl.translate.TranslateException;
import ai.onnxruntime.OrtException;
import io.recsys.Query;
import io.recsys.Recommendations;
import io.recsys.TopK;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The ten highest predicted ratings of a whole catalog for one user after another, one thread a
 * request, in this library and in peers with the same weights. Items that a user has seen are ranked
 * too, so that every request computes as much. The library answers with titles, the peers with
 * indices alone.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PeersBenchmark {
  static final String VECTOR = "--add-modules=jdk.incubator.vector";
  static final String DJL_THREADS = "-Dai.djl.pytorch.num_threads=1";
  static final String DJL_POOL = "-Dai.djl.pytorch.num_interop_threads=1";

  /** What all threads share: the model. */
  @State(Scope.Benchmark)
  public static class Library {
    /** The model's folder. */
    @Param("models/ml-100k")
    public String model = "";

    /** The folder of its network for ONNX Runtime. */
    @Param("models/ml-100k-onnx")
    public String onnx = "";

    /** How many items the catalog has: 0 for those of the model, more for copies slightly moved. */
    @Param("0")
    public int items;

    private final AtomicInteger threads = new AtomicInteger();
    private @Nullable HybridRecommender recommender;

    /** Loads the model. */
    @Setup
    public void load() throws IOException {
      HybridModel trained = HybridRecommender.load(Path.of(model)).model();
      recommender = new HybridRecommender(GrownCatalog.of(trained, items));
    }

    HybridRecommender recommender() {
      return Objects.requireNonNull(recommender);
    }
  }

  /** The users in turn, each thread from another one on. */
  @State(Scope.Thread)
  public static class Turn {
    private int user;
    private int users;

    /** Finds out how many there are. */
    @Setup
    public void count(Library library) {
      users = library.recommender().model().data().users().size();
      user = library.threads.getAndIncrement() * 97 % users;
    }

    int next() {
      user = (user + 1) % users;
      return user;
    }
  }

  /** A thread's ONNX Runtime. */
  @State(Scope.Thread)
  public static class Onnx {
    private @Nullable OnnxNetwork network;

    /** Loads the network and compares it with the library. */
    @Setup
    public void load(Library library) throws OrtException {
      PeerInputs inputs = new PeerInputs(library.recommender().model());
      network = new OnnxNetwork(Path.of(library.onnx), inputs);
    }

    /** Frees its memory. */
    @TearDown
    public void close() throws OrtException {
      network().close();
    }

    OnnxNetwork network() {
      return Objects.requireNonNull(network);
    }
  }

  /** A thread's DJL. */
  @State(Scope.Thread)
  public static class Djl {
    private @Nullable DjlNetwork network;

    /** Makes the network and compares it with the library. */
    @Setup
    public void load(Library library) throws TranslateException {
      HybridModel model = library.recommender().model();
      network = new DjlNetwork(model.network(), new PeerInputs(model));
    }

    /** Frees its memory. */
    @TearDown
    public void close() {
      network().close();
    }

    DjlNetwork network() {
      return Objects.requireNonNull(network);
    }
  }

  /** The library without the vector module. */
  @Benchmark
  public Recommendations plain(Library library, Turn turn) {
    return highestRated(library, turn);
  }

  /** The library with the vector module. */
  @Benchmark
  @Fork(value = 1, jvmArgsAppend = VECTOR)
  public Recommendations vector(Library library, Turn turn) {
    return highestRated(library, turn);
  }

  /** The library's default: ranked by preference, no layers but for the ten shown. */
  @Benchmark
  @Fork(value = 1, jvmArgsAppend = VECTOR)
  public Recommendations vectorByPreference(Library library, Turn turn) {
    return library.recommender().recommend(query(library, turn));
  }

  /** ONNX Runtime, from the user's index to the ten best. */
  @Benchmark
  public TopK onnx(Onnx onnx, Turn turn) throws OrtException {
    return onnx.network().topTen(turn.next());
  }

  /** ONNX Runtime's whole network alone: no input is made and nothing is ranked. */
  @Benchmark
  public float[] onnxNetworkAlone(Onnx onnx) throws OrtException {
    return onnx.network().run();
  }

  /** ONNX Runtime's layers 256-128-64-1 alone, after a first layer in parts as the library has. */
  @Benchmark
  public void onnxDenseAlone(Onnx onnx) throws OrtException {
    onnx.network().runDense();
  }

  /** DJL, from the user's index to the ten best, the catalog one tensor. */
  @Benchmark
  @Fork(
      value = 1,
      jvmArgsAppend = {DJL_THREADS, DJL_POOL})
  public TopK djl(Djl djl, Turn turn) throws TranslateException {
    return djl.network().topTen(turn.next());
  }

  /** DJL's {@code batchPredict}, an input an item. */
  @Benchmark
  @Fork(
      value = 1,
      jvmArgsAppend = {DJL_THREADS, DJL_POOL})
  public TopK djlItemByItem(Djl djl, Turn turn) throws TranslateException {
    return djl.network().topTenItemByItem(turn.next());
  }

  private static Recommendations highestRated(Library library, Turn turn) {
    Query query = query(library, turn).rankedBy(Query.Order.PREDICTED_RATING);
    return library.recommender().recommend(query);
  }

  private static Query query(Library library, Turn turn) {
    String user = library.recommender().model().data().users().id(turn.next());
    return Query.forUser(user).withExcludeSeen(false);
  }
}
