package io.recsys.train;

/** What a hybrid model is trained for. */
public enum Objective {
  /** Ratings in stars: mean squared error. Rankings are by predicted rating. */
  RATING,
  /** Rankings alone: what users liked against what they did not choose. Predicts no stars. */
  RANKING,
  /** Both, with an output for each on one shared network. */
  JOINT;

  boolean hasRating() {
    return this != RANKING;
  }

  boolean hasPreference() {
    return this != RATING;
  }
}
