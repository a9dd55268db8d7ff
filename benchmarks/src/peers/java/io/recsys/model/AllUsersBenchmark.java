package io.recsys.model;

import ai.djl.translate.TranslateException;
import ai.onnxruntime.OrtException;
import io.recsys.Query;
import io.recsys.model.PeersBenchmark.Library;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The ten highest predicted ratings for each user of the model, on all processors, each request on
 * one. A time is that of all users.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(1)
public class AllUsersBenchmark {
  private static final int WORKERS = Runtime.getRuntime().availableProcessors();

  /** A peer's answer to one user. */
  private interface Answering {
    Object topTen(int user) throws OrtException, TranslateException;
  }

  /** A thread a processor, and something of a peer for each. */
  private abstract static class Workers {
    private final ExecutorService threads = Executors.newFixedThreadPool(WORKERS);

    final int answerAll(List<? extends Answering> peers, int users)
        throws InterruptedException, ExecutionException {
      List<Callable<Integer>> shares = new ArrayList<>();
      for (int worker = 0; worker < WORKERS; worker++) {
        int first = worker;
        shares.add(() -> share(peers.get(first), first, users));
      }
      int answered = 0;
      for (Future<Integer> share : threads.invokeAll(shares)) {
        answered += share.get();
      }
      return answered;
    }

    private static int share(Answering peer, int first, int users) throws Exception {
      int answered = 0;
      for (int user = first; user < users; user += WORKERS) {
        answered += peer.topTen(user) == null ? 0 : 1;
      }
      return answered;
    }

    final void stop() {
      threads.shutdown();
    }
  }

  /** ONNX Runtime on all processors. */
  @State(Scope.Benchmark)
  public static class Onnx extends Workers {
    private final List<OnnxNetwork> networks = new ArrayList<>();

    /** Loads a network a processor. */
    @Setup
    public void load(Library library) throws OrtException {
      PeerInputs inputs = new PeerInputs(library.recommender().model());
      for (int worker = 0; worker < WORKERS; worker++) {
        networks.add(new OnnxNetwork(Path.of(library.onnx), inputs));
      }
    }

    /** Frees their memory. */
    @TearDown
    public void close() throws OrtException {
      stop();
      for (OnnxNetwork network : networks) {
        network.close();
      }
    }
  }

  /** DJL on all processors. */
  @State(Scope.Benchmark)
  public static class Djl extends Workers {
    private final List<DjlNetwork> networks = new ArrayList<>();

    /** Makes a network a processor. */
    @Setup
    public void load(Library library) throws TranslateException {
      HybridModel model = library.recommender().model();
      for (int worker = 0; worker < WORKERS; worker++) {
        networks.add(new DjlNetwork(model.network(), new PeerInputs(model)));
      }
    }

    /** Frees their memory. */
    @TearDown
    public void close() {
      stop();
      networks.forEach(DjlNetwork::close);
    }
  }

  /** The library without the vector module. */
  @Benchmark
  public long plain(Library library) {
    return all(library, Query.Order.PREDICTED_RATING);
  }

  /** The library with the vector module. */
  @Benchmark
  @Fork(value = 1, jvmArgsAppend = PeersBenchmark.VECTOR)
  public long vector(Library library) {
    return all(library, Query.Order.PREDICTED_RATING);
  }

  /** The library's default: ranked by preference. */
  @Benchmark
  @Fork(value = 1, jvmArgsAppend = PeersBenchmark.VECTOR)
  public long vectorByPreference(Library library) {
    return all(library, Query.Order.PREFERENCE);
  }

  /** ONNX Runtime. */
  @Benchmark
  public int onnx(Library library, Onnx onnx) throws InterruptedException, ExecutionException {
    List<Answering> peers = new ArrayList<>();
    onnx.networks.forEach(network -> peers.add(network::topTen));
    return onnx.answerAll(peers, library.recommender().model().data().users().size());
  }

  /** DJL, the catalog one tensor. */
  @Benchmark
  @Fork(
      value = 1,
      jvmArgsAppend = {PeersBenchmark.DJL_THREADS, PeersBenchmark.DJL_POOL})
  public int djl(Library library, Djl djl) throws InterruptedException, ExecutionException {
    List<Answering> peers = new ArrayList<>();
    djl.networks.forEach(network -> peers.add(network::topTen));
    return djl.answerAll(peers, library.recommender().model().data().users().size());
  }

  private static long all(Library library, Query.Order order) {
    List<String> users = library.recommender().model().data().users().ids();
    return library
        .recommender()
        .recommendAll(users.stream().map(user -> Query.forUser(user).withExcludeSeen(false).rankedBy(order)))
        .filter(answer -> !answer.isEmpty())
        .count();
  }
}
