package io.recsys.data;

/**
 * Everything a trainer may see: who and what there is, the facts about them, and what happened.
 *
 * <p>Row {@code i} of an attribute table describes index {@code i} of its vocabulary. Immutable and
 * safe for any number of threads.
 *
 * @param name what the data set is called in reports, for example {@code ml-100k}
 * @param users the users
 * @param items the items: the catalog
 * @param userAttributes raw facts about users
 * @param itemAttributes raw facts about items
 * @param interactions what users did with items
 * @param scale the range of the interactions' values, where they are ratings
 * @param scaleShown whether the scale is what the interactions show, as nobody stated one
 */
public record Dataset(
    String name,
    Vocabulary users,
    Vocabulary items,
    AttributeTable userAttributes,
    AttributeTable itemAttributes,
    Interactions interactions,
    RatingScale scale,
    boolean scaleShown) {
  /** Checks that the parts fit together. */
  public Dataset {
    check("userAttributes", userAttributes.size(), users.size());
    check("itemAttributes", itemAttributes.size(), items.size());
    check("interactions", interactions.users(), users.size());
    check("interactions", interactions.items(), items.size());
  }

  /** A data set with a stated scale. */
  public Dataset(
      String name,
      Vocabulary users,
      Vocabulary items,
      AttributeTable userAttributes,
      AttributeTable itemAttributes,
      Interactions interactions,
      RatingScale scale) {
    this(name, users, items, userAttributes, itemAttributes, interactions, scale, false);
  }

  /**
   * The same users, items and attributes with other interactions. A scale that was {@link
   * #scaleShown shown} is taken from them anew, so that a training part knows no rating of the test
   * part; where there are none, it stays.
   */
  public Dataset withInteractions(Interactions other) {
    RatingScale range = scaleShown && other.size() > 0 ? RatingScale.of(other) : scale;
    return new Dataset(
        name, users, items, userAttributes, itemAttributes, other, range, scaleShown);
  }

  /**
   * The SHA-256 of the vocabularies and interactions, in 64 hexadecimal digits. Equal for equal
   * users, items and interactions, in whatever order files list them; the name, the scale and the
   * attributes do not count.
   */
  public String hash() {
    return DataDigest.hash(this, null);
  }

  /**
   * The {@link #hash} of this data set with more interactions: of the whole data where this is the
   * training part and they are the test part. An interaction added replaces one of the same pair.
   *
   * @param added interactions by the same indices
   */
  public String hashWith(Interactions added) {
    check("added", added.users(), users.size());
    check("added", added.items(), items.size());
    return DataDigest.hash(this, added);
  }

  private static void check(String part, int size, int vocabulary) {
    if (size != vocabulary) {
      throw new IllegalArgumentException(
          part + ": made for " + size + " entities where the vocabulary has " + vocabulary);
    }
  }
}
