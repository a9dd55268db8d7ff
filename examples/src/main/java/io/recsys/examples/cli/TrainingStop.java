package io.recsys.examples.cli;

import io.recsys.TrainingListener.Verdict;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The way to end a training when the process is told to end, by Ctrl-C or else. PyTorch's library
 * takes itself down when the JVM exits, and a training that still runs then crashes; so the exit
 * waits here until the batch at work is done.
 */
final class TrainingStop implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean isWanted;

  /**
   * A stop for the training that is about to start.
   *
   * @param remark run when the process is told to end, to say what becomes of the training
   */
  TrainingStop(Runnable remark) {
    hook =
        new Thread(
            () -> {
              isWanted = true;
              remark.run();
              awaitEnd();
            },
            "training-stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** What training is to do next. */
  Verdict verdict() {
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
      ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
