package io.recsys.source;

/**
 * A plain decimal number read from bytes: an optional sign, digits, and an optional fraction.
 *
 * <p>At most 18 digits are read, so nothing overflows. Exponents, NaN and Infinity are no plain
 * decimals. Reused for every field; not safe for concurrent use.
 */
final class Decimal {
  private static final int MOST_DIGITS = 18;
  private static final double[] POWERS = new double[MOST_DIGITS + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private boolean negative;
  private long digits;
  private int fraction;
  private long whole;

  /** Reads the number that fills a byte range; false if the range holds anything else. */
  boolean parse(byte[] bytes, int from, int to) {
    int at = from;
    negative = at < to && bytes[at] == '-';
    if (negative || (at < to && bytes[at] == '+')) {
      at++;
    }
    digits = 0;
    fraction = 0;
    int count = 0;
    int point = -1;
    for (; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit >= 0 && digit <= 9) {
        digits = digits * 10 + digit;
        count++;
        if (count > MOST_DIGITS) {
          return false;
        }
      } else if (bytes[at] == '.' && point < 0) {
        point = count;
        whole = digits;
      } else {
        return false;
      }
    }
    if (point < 0) {
      whole = digits;
    } else {
      fraction = count - point;
    }
    return count > 0;
  }

  /** The number last parsed. */
  double value() {
    double value = digits / POWERS[fraction];
    return negative ? -value : value;
  }

  /** The number last parsed, its fraction cut off. */
  long whole() {
    return negative ? -whole : whole;
  }
}
