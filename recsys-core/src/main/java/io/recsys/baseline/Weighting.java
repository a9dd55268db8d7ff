package io.recsys.baseline;

/** How much a training interaction counts for a model that learns from likes, not from ratings. */
public enum Weighting {
  /** 1 from the threshold of relevance on, nothing below it. */
  EQUAL,
  /**
   * In proportion to the rating: 1 at the threshold of relevance, nothing from half a scale below
   * it, on a straight line through both. That is {@code max(rating - 2, 0) / 2} for a threshold of
   * 4 on a scale of 1 to 5, so that a 3 counts as half a like and a 5 as one and a half.
   */
  BY_RATING
}
