package io.recsys.model;

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

  /** What a value counts. */
  public float of(float value) {
    return Math.max(0, offset + slope * value);
  }
}
