package io.recsys;

import java.util.List;

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
 */
public record Recommendation(
    int rank,
    String item,
    String title,
    List<String> genres,
    double score,
    double predictedRating) {
  /** Copies the genres. */
  public Recommendation {
    genres = List.copyOf(genres);
  }
}
