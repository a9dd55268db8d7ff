package io.recsys;

/** Something in a user's history that speaks for an item: one part of an {@link Explanation}. */
public sealed interface Reason {
  /**
   * An item that the user rated well.
   *
   * @param item the id of the item rated
   * @param title what to call it before a person; the id where the data has no titles
   * @param rating the user's rating, on the data's scale
   * @param strength how much the item speaks for the one explained, above 0; comparable within one
   *     explanation only
   */
  record Rated(String item, String title, double rating, double strength) implements Reason {}
}
