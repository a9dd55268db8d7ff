package io.recsys.data;

/**
 * The range in which a data set's ratings lie, ends included.
 *
 * @param min the lowest rating a user can give
 * @param max the highest rating a user can give, above {@code min}
 */
public record RatingScale(double min, double max) {
  private static final double RELEVANT_SHARE = 0.75;

  /** Checks that the range is finite and not empty. */
  public RatingScale {
    if (!Double.isFinite(min) || !Double.isFinite(max) || min >= max) {
      throw new IllegalArgumentException(
          "scale: " + min + "," + max + " is no range; give LOW,HIGH with LOW below HIGH");
    }
  }

  /**
   * The range that values show; where all are equal, from one below up to them.
   *
   * @throws IllegalArgumentException if there is no interaction
   */
  public static RatingScale of(Interactions interactions) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (int position = 0; position < interactions.size(); position++) {
      min = Math.min(min, interactions.value(position));
      max = Math.max(max, interactions.value(position));
    }
    return new RatingScale(min < max ? min : max - 1, max);
  }

  /**
   * The range that a text states.
   *
   * @param text the lowest and the highest rating with a comma between, such as {@code 1,5}
   * @throws IllegalArgumentException if it states none
   */
  public static RatingScale parse(String text) {
    String[] ends = text.split(",", -1);
    try {
      if (ends.length == 2) {
        return new RatingScale(
            Double.parseDouble(ends[0].strip()), Double.parseDouble(ends[1].strip()));
      }
    } catch (NumberFormatException e) {
      // Said below, as for a wrong number of ends.
    }
    throw new IllegalArgumentException("scale: '" + text + "' is no range; give LO,HI such as 1,5");
  }

  /** Whether a rating lies on the scale. */
  public boolean contains(double rating) {
    return rating >= min && rating <= max;
  }

  /** The rating on the scale that is nearest to the value given. */
  public double clip(double rating) {
    return Math.max(min, Math.min(max, rating));
  }

  /** The distance between the ends. */
  public double width() {
    return max - min;
  }

  /**
   * The lowest rating that counts as liking an item where nothing else is said: three quarters up
   * the scale, which is 4 on a scale of 1 to 5.
   */
  public double relevantFrom() {
    return min + RELEVANT_SHARE * width();
  }
}
