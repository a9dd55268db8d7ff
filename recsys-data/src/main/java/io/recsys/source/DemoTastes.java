package io.recsys.source;

import java.util.List;
import java.util.Random;

/** The space in which the demo's items and users meet: each genre is a direction in it. */
final class DemoTastes {
  private static final int DIMENSIONS = 8;

  private final double[][] genres = new double[DemoItems.GENRES.size()][];

  DemoTastes(Random random) {
    for (int genre = 0; genre < genres.length; genre++) {
      genres[genre] = unit(noise(random));
    }
  }

  /**
   * A point of length 1 in the middle of some genres, moved at random.
   *
   * @param own the length of the random part, where the genres' has 1
   */
  double[] blend(List<Integer> blended, double own, Random random) {
    double[] point = new double[DIMENSIONS];
    for (int genre : blended) {
      add(point, genres[genre], 1);
    }
    double[] sum = unit(point);
    add(sum, unit(noise(random)), own);
    return unit(sum);
  }

  /** How much one point has of another: the cosine scaled so that most lie in -2 .. 2. */
  static double affinity(double[] taste, double[] character) {
    double dot = 0;
    for (int i = 0; i < taste.length; i++) {
      dot += taste[i] * character[i];
    }
    return dot * StrictMath.sqrt(DIMENSIONS);
  }

  /** The middle of two points, of length 1. */
  static double[] mix(double[] a, double[] b, double weightOfB) {
    double[] mixed = a.clone();
    add(mixed, b, weightOfB);
    return unit(mixed);
  }

  private static double[] noise(Random random) {
    double[] noise = new double[DIMENSIONS];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextGaussian();
    }
    return noise;
  }

  private static void add(double[] sum, double[] other, double weight) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * other[i];
    }
  }

  private static double[] unit(double[] point) {
    double square = 0;
    for (double x : point) {
      square += x * x;
    }
    double length = StrictMath.sqrt(square);
    for (int i = 0; i < point.length; i++) {
      point[i] /= length;
    }
    return point;
  }
}
