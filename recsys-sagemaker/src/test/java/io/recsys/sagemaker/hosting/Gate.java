package io.recsys.sagemaker.hosting;

import io.recsys.Basis;
import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A recommender that predicts no stars and keeps users whose id starts with {@code wait} waiting
 * until it is opened, and that fails for {@code fail}.
 */
final class Gate implements Recommender {
  /** A permit for each question that waits or has waited. */
  final Semaphore waiting = new Semaphore(0);

  private final CountDownLatch open = new CountDownLatch(1);

  void open() {
    open.countDown();
  }

  @Override
  public Recommendations recommend(Query query) {
    String user = String.valueOf(query.user());
    if (user.equals("fail")) {
      throw new IllegalStateException("a secret of the server");
    }
    if (user.startsWith("wait")) {
      waiting.release();
      try {
        if (!open.await(30, TimeUnit.SECONDS)) {
          throw new AssertionError("nobody opened the gate");
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return new Recommendations(
        query.user(),
        Basis.POPULARITY,
        List.of(new Recommendation(1, "50", "50", List.of(), 1 / 3.0, Double.NaN)));
  }

  @Override
  public double[] predict(String user, List<String> items) {
    return items.stream().mapToDouble(item -> Double.NaN).toArray();
  }
}
