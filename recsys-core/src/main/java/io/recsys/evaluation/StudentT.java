package io.recsys.evaluation;

/**
 * Student's t distribution, by the regularized incomplete beta function: Abramowitz, Stegun,
 * Handbook of Mathematical Functions, 26.7.1 and 26.5.8. Good to 1e-10.
 */
final class StudentT {
  private static final double TINY = 1e-300;
  private static final double ENOUGH = 1e-15;
  private static final int MOST_TERMS = 100_000;

  private StudentT() {}

  /** The probability of a value at least as far from 0 as {@code t}, on either side. */
  static double twoSided(double t, double degrees) {
    if (Double.isInfinite(t)) {
      return 0;
    }
    return beta(degrees / (degrees + t * t), degrees / 2, 0.5);
  }

  /** The {@code t} that {@link #twoSided} gives a probability between 0 and 1. */
  static double critical(double probability, double degrees) {
    double low = 0;
    double high = 1;
    while (twoSided(high, degrees) > probability) {
      high *= 2;
    }
    for (int halving = 0; halving < 100; halving++) {
      double middle = (low + high) / 2;
      if (twoSided(middle, degrees) > probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** The regularized incomplete beta function {@code I_x(a, b)}. */
  private static double beta(double x, double a, double b) {
    if (x <= 0 || x >= 1) {
      return x <= 0 ? 0 : 1;
    }
    double logFront =
        a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b);
    // The fraction converges fast on one side of the mean; the other follows by symmetry.
    if (x < (a + 1) / (a + b + 2)) {
      return Math.exp(logFront) * fraction(x, a, b) / a;
    }
    return 1 - Math.exp(logFront) * fraction(1 - x, b, a) / b;
  }

  /** The continued fraction 26.5.8, by the modified method of Lentz. */
  private static double fraction(double x, double a, double b) {
    double c = 1;
    double d = 1 / nonZero(1 - (a + b) * x / (a + 1));
    double value = d;
    for (int m = 1; m < MOST_TERMS; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / nonZero(1 + even * d);
      c = nonZero(1 + even / c);
      value *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / nonZero(1 + odd * d);
      c = nonZero(1 + odd / c);
      value *= d * c;
      if (Math.abs(d * c - 1) < ENOUGH) {
        break;
      }
    }
    return value;
  }

  private static double nonZero(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }

  /** The logarithm of the gamma function for {@code x > 0}: 6.1.41, after moving {@code x} up. */
  private static double logGamma(double x) {
    double shift = 0;
    double at = x;
    while (at < 15) {
      shift += Math.log(at);
      at++;
    }
    double inverse = 1 / (at * at);
    double series =
        (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse * (1.0 / 1680)))) / at;
    return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - shift;
  }
}
