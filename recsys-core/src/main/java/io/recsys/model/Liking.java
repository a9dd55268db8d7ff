package io.recsys.model;

import io.recsys.data.RatingScale;

/**
 * How much of a like an interaction is, by its value: {@code max(0, offset + slope value)}.
 *
 * @param offset what a value of 0 would count
 * @param slope what each step up counts, 0 or more; 0 where all values count alike
 */
public record Liking(float offset, float slope) {
  /** Checks that both are numbers and that no better rating counts less. */
  public Liking {
    if (!Float.isFinite(offset) || !(slope >= 0) || slope == Float.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "liking: an offset of " + offset + " and a slope of " + slope + " are not allowed");
    }
  }

  /**
   * A like from some rating on, with nothing for ratings from half a scale below it; all ratings
   * alike where that is off the scale.
   */
  public static Liking of(RatingScale scale, double relevantFrom) {
    double half = scale.width() / 2;
    // Nothing of the scale counts from this on, whatever is asked for.
    double from = Math.min(relevantFrom, scale.max() + scale.width());
    return from - half < scale.min()
        ? new Liking(1, 0)
        : new Liking((float) (1 - from / half), (float) (1 / half));
  }

  /** What a value counts. */
  public float of(float value) {
    return Math.max(0, offset + slope * value);
  }
}
