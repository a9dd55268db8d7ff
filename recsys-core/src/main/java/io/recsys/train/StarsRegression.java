package io.recsys.train;

import io.recsys.baseline.SymmetricMatrix;
import io.recsys.data.Interactions;
import io.recsys.feature.FeatureEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Fits what attributes say of ratings: for each item, a ridge regression of its ratings, less the
 * item's mean and what the user gives above those of other items, on the user's attributes less
 * their means. The covariance of attributes is taken to be the same for the ratings of all items.
 * Whether someone is generous is left out: attributes tell it too badly to pay.
 */
final class StarsRegression {
  /** The penalty on squared effects: an attribute value of so many ratings is believed by half. */
  private static final double RIDGE = 200;

  /** So many ratings at the items' means are added to those of a user. */
  private static final double SMOOTHING = 5;

  private final Interactions rows;
  private final FeatureEncoder encoder;
  private final float[] centers;

  /**
   * A regression on some ratings, one at least.
   *
   * @param encoder knows the users' attributes, and statistics of these ratings
   * @param centers the attributes' means
   */
  StarsRegression(Interactions rows, FeatureEncoder encoder, float[] centers) {
    this.rows = rows;
    this.encoder = encoder;
    this.centers = centers;
  }

  /** For each item, what each attribute value is worth in ratings. */
  float[] fit() {
    int width = centers.length;
    double[][] covariance = new double[width][width];
    double[][] sums = new double[rows.items()][width];
    float[] encoded = new float[width];
    double[] x = new double[width];
    for (int user = 0; user < rows.users(); user++) {
      encoder.encodeAttributes(user, centers, encoded);
      for (int i = 0; i < width; i++) {
        x[i] = encoded[i] - centers[i];
      }
      double above = above(user);
      for (int position = rows.start(user); position < rows.end(user); position++) {
        int item = rows.item(position);
        double rest = rows.value(position) - encoder.statistics().itemMean(item) - above;
        addTo(sums[item], rest, x);
      }
      for (int i = 0; i < width; i++) {
        addTo(covariance[i], rows.count(user) * x[i] / rows.size(), x);
      }
    }
    return stars(covariance, sums);
  }

  /** How far a user rates above the items' means. */
  private double above(int user) {
    double sum = 0;
    for (int position = rows.start(user); position < rows.end(user); position++) {
      sum += rows.value(position) - encoder.statistics().itemMean(rows.item(position));
    }
    return sum / (rows.count(user) + SMOOTHING);
  }

  private static void addTo(double[] sums, double factor, double[] x) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += factor * x[i];
    }
  }

  /** Solves for each item, those of as many ratings with one inverse. */
  private float[] stars(double[][] covariance, double[][] sums) {
    int width = centers.length;
    float[] stars = new float[sums.length * width];
    Map<Integer, List<Integer>> byCount =
        IntStream.range(0, sums.length)
            .boxed()
            .collect(Collectors.groupingBy(encoder.statistics()::itemCount));
    byCount.forEach(
        (count, items) -> {
          SymmetricMatrix inverse = inverse(covariance, count);
          for (int item : items) {
            for (int i = 0; i < width; i++) {
              double effect = 0;
              for (int j = 0; j < width; j++) {
                effect += inverse.at(i, j) * sums[item][j];
              }
              stars[item * width + i] = (float) effect;
            }
          }
        });
    return stars;
  }

  private static SymmetricMatrix inverse(double[][] covariance, int count) {
    double[][] lower = new double[covariance.length][];
    for (int i = 0; i < lower.length; i++) {
      lower[i] = Arrays.copyOf(covariance[i], i + 1);
      for (int j = 0; j <= i; j++) {
        lower[i][j] *= count;
      }
    }
    SymmetricMatrix inverse = SymmetricMatrix.of(lower);
    inverse.addToDiagonal(RIDGE);
    inverse.invert();
    return inverse;
  }
}
