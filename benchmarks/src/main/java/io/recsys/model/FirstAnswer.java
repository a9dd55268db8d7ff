package io.recsys.model;

import io.recsys.Recommendations;
import io.recsys.Recommender;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** The time from the start of a JVM, and from {@code main}, to its first answer. */
public final class FirstAnswer {
  private FirstAnswer() {}

  /**
   * Loads a model, asks it once, and prints both times and the answer's first item.
   *
   * @param arguments the model's folder and a user's id
   */
  public static void main(String[] arguments) throws IOException {
    long start = System.nanoTime();
    if (arguments.length != 2) {
      throw new IllegalArgumentException("arguments: give the model's folder and a user's id");
    }
    Recommender recommender = Recommender.load(Path.of(arguments[0]));
    long loaded = System.nanoTime();
    Recommendations answer = recommender.topK(arguments[1], 10);
    long answered = System.nanoTime();
    long startOfJvm = ManagementFactory.getRuntimeMXBean().getStartTime();
    System.out.printf(
        "%.0f ms from main, %.0f of them loading; %d ms from the start of the JVM: %s%n",
        (answered - start) / 1e6,
        (loaded - start) / 1e6,
        System.currentTimeMillis() - startOfJvm,
        answer.items().get(0).title());
  }
}
