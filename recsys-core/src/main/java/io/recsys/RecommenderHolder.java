package io.recsys;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A recommender that answers from another one, which can be replaced while it answers.
 *
 * <pre>{@code
 * RecommenderHolder holder = RecommenderHolder.load(Path.of("models/movies"));
 * holder.topK("196", 10); // from any number of threads
 *
 * holder.reload(Path.of("models/movies")); // after the folder got a new model
 * holder.rollback(); // should that one please nobody
 * }</pre>
 *
 * <p>Every call is answered by one model: the one that was there when it began, to its end. Several
 * calls that must agree, such as a list and the ratings to show beside it, take {@link #current()}
 * once and ask that.
 *
 * <p>A new model is loaded beside the old one and rehearses before it takes over: it answers some
 * queries of someone unknown, up to a second, so that its arithmetic is compiled, and one that
 * throws, recommends nothing or gives a score that is no number never answers anyone. Whatever
 * fails, the model in use stays. The replacement itself is one volatile write.
 *
 * <p>Safe for any number of threads; starts none. It keeps the model before the current one, so
 * while it reloads there are three in memory.
 */
public final class RecommenderHolder implements Recommender {
  private final Loader loader;
  private final Object change = new Object();

  /** Fair, so that of several reloads the one asked for last is the one that stays. */
  private final Lock reloading = new ReentrantLock(true);

  /** Read without a lock, written by those who hold {@code change}. */
  private volatile Models models;

  /** The model in use, and the one that rollback goes to. */
  private record Models(Recommender current, @Nullable Recommender previous) {}

  /** What makes a recommender of a folder. */
  @FunctionalInterface
  interface Loader {
    Recommender load(Path folder) throws IOException;
  }

  RecommenderHolder(Recommender first, Loader loader) {
    Rehearsal.of(first);
    this.loader = loader;
    this.models = new Models(first, null);
  }

  /**
   * A holder of the recommender saved in a folder.
   *
   * @throws IOException if it cannot be loaded, as {@link Recommender#load} says, or fails the
   *     rehearsal
   */
  public static RecommenderHolder load(Path folder) throws IOException {
    Recommender first = Recommender.load(folder);
    try {
      return of(first);
    } catch (IllegalArgumentException e) {
      throw new IOException(folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * A holder of a recommender.
   *
   * @throws IllegalArgumentException if the recommender fails the rehearsal
   */
  public static RecommenderHolder of(Recommender recommender) {
    return new RecommenderHolder(recommender, Recommender::load);
  }

  /** The recommender in use: what several calls that must agree are to ask. */
  public Recommender current() {
    return models.current;
  }

  /**
   * Loads the recommender saved in a folder and puts it in the place of the one in use. Runs on the
   * calling thread; a second reload waits for the first.
   *
   * @throws IOException if it cannot be loaded or fails the rehearsal, and the one in use stays; a
   *     fault of the folder is the cause, see {@link Recommender#load}
   */
  public void reload(Path folder) throws IOException {
    reloading.lock();
    try {
      swap(loader.load(folder));
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "the model in use stays, for the new one failed: " + fault(folder, e), e);
    } finally {
      reloading.unlock();
    }
  }

  private static String fault(Path folder, Exception e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith(folder.toString()) ? message : folder + ": " + message;
  }

  /**
   * Puts a recommender in the place of the one in use.
   *
   * @throws IllegalArgumentException if it fails the rehearsal, and the one in use stays
   */
  public void swap(Recommender recommender) {
    if (recommender == this) {
      throw new IllegalArgumentException("recommender: a holder cannot hold itself");
    }
    Rehearsal.of(recommender);
    synchronized (change) {
      models = new Models(recommender, models.current);
    }
  }

  /**
   * Goes back to the recommender before the current one, which is then forgotten. Waits for
   * nothing: a reload that is under way still puts its model in place when it is done.
   *
   * @throws IllegalStateException if there is none before it: only one is kept
   */
  public void rollback() {
    synchronized (change) {
      Recommender previous = models.previous;
      if (previous == null) {
        throw new IllegalStateException(
            "rollback: there is no model before the one in use; reload or swap one first");
      }
      models = new Models(previous, null);
    }
  }

  @Override
  public Recommendations recommend(Query query) {
    return current().recommend(query);
  }

  @Override
  public Stream<Recommendations> recommendAll(Stream<Query> queries) {
    return current().recommendAll(queries);
  }

  @Override
  public double[] score(String user, List<String> items) {
    return current().score(user, items);
  }

  @Override
  public double[] predict(String user, List<String> items) {
    return current().predict(user, items);
  }

  @Override
  public double[] predict(Query query, List<String> items) {
    return current().predict(query, items);
  }

  @Override
  public double predict(String user, String item) {
    return current().predict(user, item);
  }

  @Override
  public Recommendations topK(String user, int k) {
    return current().topK(user, k);
  }

  @Override
  public Recommendations topK(long user, int k) {
    return current().topK(user, k);
  }

  @Override
  public String toString() {
    return "RecommenderHolder[" + current() + "]";
  }
}
