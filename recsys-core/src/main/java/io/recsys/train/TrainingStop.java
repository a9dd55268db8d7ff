package io.recsys.train;

import io.recsys.TrainingListener.Verdict;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The way to end a training when the process is told to end, by Ctrl-C or else. PyTorch's library
 * takes itself down when the JVM exits, and a training that still runs then crashes; so the exit
 * waits here until what is at work has ended. One that makes a stop gives its {@link #verdict} to
 * the training through a listener, and closes it when all is done. It holds a shutdown hook of the
 * JVM until then.
 */
public final class TrainingStop implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Duration patience;
  private final Thread hook;
  private volatile boolean isWanted;

  /**
   * A stop for which the exit waits 20 seconds at most.
   *
   * @param remark run when the process is told to end, to say what becomes of the training
   */
  public TrainingStop(Runnable remark) {
    this(PATIENCE, remark);
  }

  /**
   * A stop for the training that is about to start.
   *
   * @param patience how long the exit waits at most
   * @param remark run when the process is told to end, to say what becomes of the training
   */
  public TrainingStop(Duration patience, Runnable remark) {
    this.patience = patience;
    hook =
        new Thread(
            () -> {
              isWanted = true;
              try {
                remark.run();
              } finally {
                awaitEnd();
              }
            },
            "training-stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the process was told to end. */
  public boolean isWanted() {
    return isWanted;
  }

  /** What training is to do next: cancel, once the process was told to end. */
  public Verdict verdict() {
    return isWanted ? Verdict.CANCEL : Verdict.CONTINUE;
  }

  /** Says that training has ended. */
  @Override
  public void close() {
    ended.countDown();
    if (!isWanted) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process began to end just now, and the hook has nothing left to wait for.
      }
    }
  }

  private void awaitEnd() {
    try {
      ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
