package io.recsys.examples.report;

import java.math.BigDecimal;
import java.util.Locale;

/** Numbers as people read them, with a point and with commas between thousands. */
final class Numbers {
  private Numbers() {}

  /** A whole number with commas between thousands. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A number with some decimals, and commas between thousands. */
  static String decimal(double number, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", number);
  }

  /** A number in three digits or the digits before its point. */
  static String short3(double number) {
    double size = Math.abs(number);
    if (number == Math.rint(number) && size < 1e15) {
      return count((long) number);
    }
    return decimal(number, size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4);
  }

  /** A share as a percentage with some decimals. */
  static String percent(double share, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f %%", 100 * share);
  }

  /** A rating with as many decimals as it needs. */
  static String plain(double number) {
    return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
  }

  /** A rating with as many decimals as it needs. */
  static String plain(float number) {
    return new BigDecimal(Float.toString(number)).stripTrailingZeros().toPlainString();
  }
}
