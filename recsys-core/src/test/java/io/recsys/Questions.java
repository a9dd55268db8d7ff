package io.recsys;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Questions to a recommender, drawn for all kinds of users, histories and candidates, to be asked
 * by many threads at once. What a recommender answers to one question can be compared by {@code
 * equals}.
 */
public final class Questions {
  private static final int THREADS = 8;
  private static final String UNKNOWN = "never heard of";

  private final List<Function<Recommender, Object>> questions;

  private Questions(List<Function<Recommender, Object>> questions) {
    this.questions = questions;
  }

  /** Questions about users and items, another set for each seed. */
  public static Questions drawn(List<String> users, List<String> items, long seed) {
    Random random = new Random(seed);
    List<Function<Recommender, Object>> questions = new ArrayList<>();
    List<String> askers = new ArrayList<>(users);
    askers.add(UNKNOWN);
    for (String user : askers) {
      Query query = Query.forUser(user).withK(1 + random.nextInt(items.size()));
      Map<String, Double> history = new LinkedHashMap<>();
      drawn(random, items).forEach(item -> history.put(item, 1.0 + random.nextInt(5)));
      List<String> some = drawn(random, items);
      for (Query asked :
          List.of(
              query,
              query.withHistory(history),
              query.withCandidates(new HashSet<>(drawn(random, items))),
              query.withExclude(Set.copyOf(some)).withExcludeSeen(false))) {
        questions.add(recommender -> recommender.recommend(asked));
        Query byRating = asked.rankedBy(Query.Order.PREDICTED_RATING);
        questions.add(recommender -> recommender.recommend(byRating));
      }
      questions.add(recommender -> recommender.topK(user, 5));
      questions.add(recommender -> recommender.predict(user, some.get(0)));
      questions.add(recommender -> list(recommender.predict(user, some)));
      questions.add(recommender -> list(recommender.predict(query.withHistory(history), some)));
    }
    return new Questions(questions);
  }

  private static List<String> drawn(Random random, List<String> items) {
    List<String> drawn = new ArrayList<>(items);
    Collections.shuffle(drawn, random);
    return drawn.subList(0, 1 + random.nextInt(drawn.size()));
  }

  private static List<Double> list(double[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  /** The answers of a recommender, in order. */
  public List<Object> ask(Recommender recommender) {
    List<Object> answers = new ArrayList<>();
    questions.forEach(question -> answers.add(question.apply(recommender)));
    return answers;
  }

  /** What one thread does while others ask. */
  @FunctionalInterface
  public interface Meanwhile {
    void run() throws Exception;
  }

  /**
   * How many answers were those of which expected list, by its place; the last number is others.
   */
  public int[] ask(Recommender recommender, List<List<Object>> expected, Meanwhile meanwhile)
      throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(THREADS);
    List<Callable<int[]>> askers = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      Random random = new Random(thread);
      askers.add(
          () -> {
            int[] counts = new int[expected.size() + 1];
            do {
              int at = random.nextInt(questions.size());
              counts[match(questions.get(at).apply(recommender), at, expected)]++;
              begun.countDown();
            } while (!over.get());
            return counts;
          });
    }
    return sums(askers, begun, over, meanwhile);
  }

  private static int match(Object answer, int at, List<List<Object>> expected) {
    int place = 0;
    while (place < expected.size() && !expected.get(place).get(at).equals(answer)) {
      place++;
    }
    return place;
  }

  private static int[] sums(
      List<Callable<int[]>> askers, CountDownLatch begun, AtomicBoolean over, Meanwhile meanwhile)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<int[]>> futures = askers.stream().map(threads::submit).toList();
      try {
        begun.await();
        meanwhile.run();
      } finally {
        over.set(true);
      }
      int[] sums = futures.get(0).get().clone();
      for (Future<int[]> future : futures.subList(1, futures.size())) {
        Arrays.setAll(sums, i -> sums[i] + get(future)[i]);
      }
      return sums;
    } finally {
      threads.shutdownNow();
    }
  }

  private static int[] get(Future<int[]> future) {
    try {
      return future.get();
    } catch (Exception e) {
      throw new AssertionError("a thread that asked failed", e);
    }
  }
}
