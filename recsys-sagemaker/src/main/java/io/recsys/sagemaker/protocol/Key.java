package io.recsys.sagemaker.protocol;

/** The keys of requests and answers. */
final class Key {
  static final String USER_ID = "userId";
  static final String USER = "user";
  static final String K = "k";
  static final String OFFSET = "offset";
  static final String EXCLUDE_SEEN = "excludeSeen";
  static final String EXCLUDE = "exclude";
  static final String CANDIDATES = "candidates";
  static final String GENRES = "genres";
  static final String MIN_SUPPORT = "minSupport";
  static final String HISTORY = "history";
  static final String ITEM = "item";
  static final String RATING = "rating";
  static final String ATTRIBUTES = "attributes";
  static final String TIME = "time";
  static final String RANKED_BY = "rankedBy";
  static final String DIVERSITY = "diversity";
  static final String EXPLAIN = "explain";
  static final String PREDICT = "predict";
  static final String SCORE = "score";
  static final String PREFERENCE = "preference";
  static final String PREDICTED_RATING = "predictedRating";
  static final String BASIS = "basis";
  static final String ITEMS = "items";
  static final String RANK = "rank";
  static final String TITLE = "title";
  static final String PREDICTIONS = "predictions";
  static final String SCORES = "scores";
  static final String ERROR = "error";
  static final String EXPLANATION = "explanation";
  static final String ANSWERS = "answers";

  private Key() {}
}
