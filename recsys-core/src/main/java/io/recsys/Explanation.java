package io.recsys;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a predicted rating is made of: the contributions of what is known of user and item, and what
 * in the user's history speaks for the item.
 *
 * <p>{@code base} and the contributions add up to {@code unclippedRating}, to rounding. The reasons
 * are no part of that sum: they say why an item is in a list, which goes by preference.
 *
 * @param user the user's id, or null for someone unknown
 * @param item the item's id
 * @param title what to call the item before a person; the id where the data has no titles
 * @param predictedRating the rating that the user is predicted to give, on the data's scale
 * @param unclippedRating the same before it was clipped to the scale
 * @param base the mean rating of the training rows
 * @param contributions what takes the base to the prediction, the largest first, whatever the sign
 * @param standardError the largest standard error of a contribution, in stars; 0 where none was
 *     sampled
 * @param because the reasons, the strongest first, maybe none
 */
public record Explanation(
    @Nullable String user,
    String item,
    String title,
    double predictedRating,
    double unclippedRating,
    double base,
    List<Contribution> contributions,
    double standardError,
    List<Reason> because) {
  /**
   * The contribution of nothing: what is predicted for an unknown user and an unknown item with all
   * features at their means, less the mean rating.
   */
  public static final String NOTHING_KNOWN = "nothing_known";

  /** Copies the lists. */
  public Explanation {
    contributions = List.copyOf(contributions);
    because = List.copyOf(because);
  }

  /**
   * What one thing known adds to a predicted rating, a Shapley value: in the mean over all orders
   * in which things could become known, the change of the prediction when this one does.
   *
   * @param name {@code user} and {@code item} for what was learned of these two themselves, a
   *     feature, a genre as in {@code genres:Comedy}, or {@link #NOTHING_KNOWN}
   * @param stars the change, in stars
   */
  public record Contribution(String name, double stars) {}
}
