package io.recsys.model;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What a thread makes beside the one that loads a model: in a JVM that has just started, code that
 * is not compiled yet keeps one processor busy while others have nothing to do. The thread has
 * ended once this is closed, which interrupts it. For one caller.
 */
final class Background<T> implements Closeable {
  private final FutureTask<T> task;
  private final Thread thread;
  private final boolean interrupts;

  /**
   * Begins to make something.
   *
   * @param name what it is, for the thread's name
   */
  Background(String name, Callable<T> making) {
    this(name, making, true);
  }

  /** The same, but closing it waits until it is made. */
  static <T> Background<T> undisturbed(String name, Callable<T> making) {
    return new Background<>(name, making, false);
  }

  private Background(String name, Callable<T> making, boolean interrupts) {
    this.interrupts = interrupts;
    task = new FutureTask<>(making);
    thread = new Thread(task, "recsys-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** What was made, once it is; throws what went wrong there. */
  T get() throws IOException {
    try {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a model was loaded");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      } else if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      } else if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    task.cancel(interrupts);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
