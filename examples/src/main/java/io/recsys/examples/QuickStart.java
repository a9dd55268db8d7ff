package io.recsys.examples;

import io.recsys.Recommendation;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** Loads a trained model and prints what it recommends to a user. */
public final class QuickStart {
  private QuickStart() {}

  /**
   * Prints ten items.
   *
   * @param args the model's folder, {@code models/demo} unless given, and the user's id, {@code 1}
   *     unless given
   */
  public static void main(String[] args) throws IOException {
    Path model = Path.of(args.length > 0 ? args[0] : "models/demo");
    String user = args.length > 1 ? args[1] : "1";
    run(model, user, System.out);
  }

  /** Prints ten items for a user and returns them. */
  public static Recommendations run(Path model, String user, PrintStream out) throws IOException {
    Recommender recommender = Recommender.load(model);
    Recommendations recommendations = recommender.topK(user, 10);
    for (Recommendation r : recommendations) {
      out.printf("%d. %s (%.2f)%n", r.rank(), r.title(), r.predictedRating());
    }
    return recommendations;
  }
}
