package io.recsys;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One ranked item.
 *
 * @param rank the place in the answer, from 1
 * @param item the item's id
 * @param title what to show a person; the id where the data has no titles
 * @param genres the item's genres, empty where the data has none
 * @param score what the answer is ranked by, higher is better; comparable within one answer only
 * @param predictedRating the rating the user is predicted to give, on the data's scale; NaN from a
 *     model that predicts none
 * @param explanation what the predicted rating is made of and what in the history speaks for the
 *     item, where {@link Query#explain asked for}; else null, as from a model that cannot tell
 */
public record Recommendation(
    int rank,
    String item,
    String title,
    List<String> genres,
    double score,
    double predictedRating,
    @Nullable Explanation explanation) {
  /** Copies the genres. */
  public Recommendation {
    genres = List.copyOf(genres);
  }

  /** A ranked item that is not explained. */
  public Recommendation(
      int rank,
      String item,
      String title,
      List<String> genres,
      double score,
      double predictedRating) {
    this(rank, item, title, genres, score, predictedRating, null);
  }

  /** This ranked item with another explanation, or with none. */
  public Recommendation withExplanation(@Nullable Explanation explanation) {
    return new Recommendation(rank, item, title, genres, score, predictedRating, explanation);
  }
}
