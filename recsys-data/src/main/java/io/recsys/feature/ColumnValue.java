package io.recsys.feature;

import io.recsys.feature.Feature.Cycle;

/**
 * The number in a column before it is scaled: the meaning of each kind of {@link Feature} as code.
 * It depends on some of user, item and time, and is NaN where it is missing.
 *
 * <p>A switch and no lambdas: a JVM that has just started makes a class of each of those, and a
 * call that may go to many of them stays slow for ever.
 */
final class ColumnValue {
  private static final double SECONDS_A_DAY = 86_400;
  private static final double[] NO_NUMBERS = {};

  /** Which number it is. */
  enum Kind {
    USER_NUMBER,
    ITEM_NUMBER,
    CYCLE,
    SINCE_RELEASE,
    SINCE_ITEM_FIRST,
    SINCE_USER_FIRST,
    USER_MEAN,
    ITEM_MEAN,
    USER_COUNT,
    ITEM_COUNT,
    USER_SPREAD,
    ITEM_SPREAD,
    AFFINITY,
    TERM_SHARE,
    RECENT_SHARE,
    TERM
  }

  private final Kind kind;
  private final Feature feature;
  private final double[] numbers;
  private final double unknown;
  private final TermRows terms;
  private final int term;

  private ColumnValue(
      Kind kind, Feature feature, double[] numbers, double unknown, TermRows terms, int term) {
    this.kind = kind;
    this.feature = feature;
    this.numbers = numbers;
    this.unknown = unknown;
    this.terms = terms;
    this.term = term;
  }

  /** A number of statistics or of the time alone. */
  static ColumnValue of(Kind kind, Feature feature) {
    return new ColumnValue(kind, feature, NO_NUMBERS, Double.NaN, TermRows.NONE, 0);
  }

  /**
   * A number of an attribute.
   *
   * @param numbers the attribute, a number a user or item
   * @param unknown that of an unknown one
   */
  static ColumnValue of(Kind kind, Feature feature, double[] numbers, double unknown) {
    return new ColumnValue(kind, feature, numbers, unknown, TermRows.NONE, 0);
  }

  /**
   * A number of terms.
   *
   * @param term which of them, where it is of one
   */
  static ColumnValue of(Kind kind, Feature feature, TermRows terms, int term) {
    return new ColumnValue(kind, feature, NO_NUMBERS, Double.NaN, terms, term);
  }

  /** The number; user and item are -1 for an unknown one. */
  double of(InteractionStatistics statistics, int user, int item, long time) {
    return switch (kind) {
      case USER_NUMBER -> user < 0 ? unknown : numbers[user];
      case ITEM_NUMBER -> item < 0 ? unknown : numbers[item];
      case CYCLE -> ((Cycle) feature).value(time);
      case SINCE_RELEASE -> logDays((double) time - (item < 0 ? unknown : numbers[item]));
      case SINCE_ITEM_FIRST -> logDays((double) time - statistics.itemFirstTime(item, time));
      case SINCE_USER_FIRST -> logDays((double) time - statistics.userFirstTime(user, time));
      case USER_MEAN -> statistics.userMean(user);
      case ITEM_MEAN -> statistics.itemMean(item);
      case USER_COUNT -> Math.log(1 + statistics.userCount(user));
      case ITEM_COUNT -> Math.log(1 + statistics.itemCount(item));
      case USER_SPREAD -> statistics.userSpread(user);
      case ITEM_SPREAD -> statistics.itemSpread(item);
      case AFFINITY -> affinity(statistics, user, terms.of(user, item));
      case TERM_SHARE -> termShare(statistics, terms.of(user, item));
      case RECENT_SHARE -> statistics.itemRecentShare(item);
      case TERM -> terms.value(terms.of(user, item), term);
    };
  }

  /** {@code log(1 + days)}; NaN stays NaN. */
  private static double logDays(double seconds) {
    return Math.log(1 + Math.max(0, seconds) / SECONDS_A_DAY);
  }

  private static double affinity(InteractionStatistics statistics, int user, int[] terms) {
    double sum = 0;
    for (int each : terms) {
      sum += statistics.affinity(user, each);
    }
    return terms.length == 0 ? 0 : sum / terms.length;
  }

  private static double termShare(InteractionStatistics statistics, int[] terms) {
    double sum = 0;
    for (int each : terms) {
      sum += statistics.termShare(each);
    }
    return terms.length == 0 ? Double.NaN : sum / terms.length;
  }
}
