package io.recsys;

/** How informed an answer is, from best to least. */
public enum Basis {
  /** The user was known in training. */
  USER,
  /** The user was described by a history in the query. */
  HISTORY,
  /** The user was described by attributes alone. */
  ATTRIBUTES,
  /** Nothing was known about the user; the answer is what people like on the whole. */
  POPULARITY
}
