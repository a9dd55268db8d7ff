package io.recsys.train;

import io.recsys.baseline.SymmetricMatrix;
import io.recsys.data.Interactions;
import io.recsys.feature.FeatureEncoder;
import io.recsys.model.AttributeEffects;
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

  /** So many ratings of the mean are added to those of an item, and of a user. */
  private static final double SMOOTHING = 5;

  private final Interactions rows;
  private final FeatureEncoder encoder;

  /**
   * A regression on some ratings, one at least.
   *
   * @param encoder knows the users' attributes
   */
  StarsRegression(Interactions rows, FeatureEncoder encoder) {
    this.rows = rows;
    this.encoder = encoder;
  }

  /** The same effects with what attributes say of ratings. */
  AttributeEffects addTo(AttributeEffects likes) {
    int width = encoder.attributeWidth();
    double[] centers = new double[width];
    double[][] covariance = new double[width][width];
    double[][] sums = new double[rows.items()][width];
    int[] counts = new int[rows.items()];
    means(centers);
    double[] itemMeans = itemMeans();
    float[] encoded = new float[width];
    double[] x = new double[width];
    for (int user = 0; user < rows.users(); user++) {
      encoder.encodeAttributes(user, encoded);
      for (int i = 0; i < width; i++) {
        x[i] = encoded[i] - centers[i];
      }
      double above = above(user, itemMeans);
      for (int position = rows.start(user); position < rows.end(user); position++) {
        int item = rows.item(position);
        counts[item]++;
        addTo(sums[item], rows.value(position) - itemMeans[item] - above, x);
      }
      for (int i = 0; i < width; i++) {
        addTo(covariance[i], rows.count(user) * x[i] / rows.size(), x);
      }
    }
    return likes.withStars(floats(centers), stars(covariance, sums, counts));
  }

  /** The means over users with a row. */
  private void means(double[] centers) {
    float[] encoded = new float[centers.length];
    int users = 0;
    for (int user = 0; user < rows.users(); user++) {
      if (rows.count(user) > 0) {
        users++;
        encoder.encodeAttributes(user, encoded);
        for (int i = 0; i < encoded.length; i++) {
          centers[i] += encoded[i];
        }
      }
    }
    for (int i = 0; i < centers.length; i++) {
      centers[i] /= users;
    }
  }

  private double[] itemMeans() {
    double mean = encoder.statistics().mean();
    double[] sums = new double[rows.items()];
    int[] counts = new int[rows.items()];
    for (int position = 0; position < rows.size(); position++) {
      sums[rows.item(position)] += rows.value(position) - mean;
      counts[rows.item(position)]++;
    }
    for (int item = 0; item < sums.length; item++) {
      sums[item] = mean + sums[item] / (counts[item] + SMOOTHING);
    }
    return sums;
  }

  /** How far a user rates above the items' means. */
  private double above(int user, double[] itemMeans) {
    double sum = 0;
    for (int position = rows.start(user); position < rows.end(user); position++) {
      sum += rows.value(position) - itemMeans[rows.item(position)];
    }
    return sum / (rows.count(user) + SMOOTHING);
  }

  private static void addTo(double[] sums, double factor, double[] x) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += factor * x[i];
    }
  }

  /** Solves for each item, items of one count together. */
  private static float[] stars(double[][] covariance, double[][] sums, int[] counts) {
    int width = covariance.length;
    float[] stars = new float[sums.length * width];
    Map<Integer, List<Integer>> byCount =
        IntStream.range(0, counts.length).boxed().collect(Collectors.groupingBy(i -> counts[i]));
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

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
