package io.recsys.baseline;

import io.recsys.data.Interactions;
import java.util.function.IntToDoubleFunction;

/** What a baseline has learned: how items score for a user. Safe for any number of threads. */
interface ItemScores {
  /** Whether a user, by index, has a ranking of the user's own. */
  boolean covers(int user);

  /** What ranks the items, by index, for a user; asked only of one who is covered. */
  IntToDoubleFunction ranking(int user);

  /**
   * The scores of one user alone, whose index is 0: what was learned of items stays as it is, and
   * the user is solved for as training would have.
   *
   * @param one all interactions of that user, ratings on the data's scale
   */
  ItemScores folded(Interactions one);

  /**
   * The ratings that a user is predicted to give, not yet clipped to the scale.
   *
   * @param user an index, or -1 for a user who is unknown
   * @return a function of an item's index, or of -1 for an item that is unknown; NaN where the
   *     baseline predicts no ratings
   */
  default IntToDoubleFunction ratings(int user) {
    return item -> Double.NaN;
  }
}
