package io.recsys.model;

import java.util.Deque;
import java.util.concurrent.LinkedBlockingDeque;
import org.jspecify.annotations.Nullable;

/**
 * Working memory that no request has at the moment, the latest used first. It keeps twice as many
 * as there are processors, so that a rush of requests leaves no more behind. Safe for any number of
 * threads.
 */
final class Pool<T> {
  private final Deque<T> free =
      new LinkedBlockingDeque<>(2 * Runtime.getRuntime().availableProcessors());

  /** Working memory for one request, or null where all of it is in use. */
  @Nullable T poll() {
    return free.pollFirst();
  }

  /** Gives working memory back; what is too much is left to the garbage collector. */
  void add(T memory) {
    boolean unused = free.offerFirst(memory);
  }
}
