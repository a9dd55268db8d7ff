package io.recsys.train;

import io.recsys.baseline.SymmetricMatrix;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.feature.FeatureEncoder;
import io.recsys.model.AttributeEffects;
import io.recsys.model.Liking;

/**
 * Fits what attributes say of likes: for each item, a ridge regression of how much each trained
 * user likes it, nothing where the user has not met it, on the user's attributes less their means;
 * and what they say of ratings, with {@link StarsRegression}. An unknown attribute is taken to be
 * the mean, in a model without the latter to be 0. Time and memory grow with the square of the
 * attribute values and with their product with the items, so there are no effects where these are
 * many.
 */
final class AttributeRegression {
  /** The penalty on squared effects: an attribute value of so many users is believed by half. */
  private static final double RIDGE = 100;

  private static final int MOST_VALUES = 256;

  private static final long MOST_EFFECTS = 50_000_000;

  private final HybridConfig config;
  private final Dataset data;
  private final FeatureEncoder encoder;

  /**
   * A regression on some data.
   *
   * @param encoder knows the users' attributes
   */
  AttributeRegression(HybridConfig config, Dataset data, FeatureEncoder encoder) {
    this.config = config;
    this.data = data;
    this.encoder = encoder;
  }

  /**
   * The effects; of none where users have no attributes or too many values of them, on preferences
   * where nothing is ranked by them, and on ratings where there is no wide part.
   */
  AttributeEffects fit() {
    Interactions rows = data.interactions();
    int width = encoder.attributeWidth();
    boolean many = width > MOST_VALUES || (width + 1L) * rows.items() > MOST_EFFECTS;
    if (width == 0 || many || rows.size() == 0) {
      return AttributeEffects.none(rows.items());
    }
    boolean rates = config.objective().hasRating() && config.hasWidePart();
    float[] centers = rates ? encoder.attributeMeans() : new float[0];
    float[] stars = rates ? new StarsRegression(rows, encoder, centers).fit() : new float[0];
    return config.objective().hasPreference()
        ? ofLikes(centers, stars)
        : new AttributeEffects(new float[rows.items()], new float[0], centers, stars);
  }

  private AttributeEffects ofLikes(float[] centers, float[] stars) {
    Interactions rows = data.interactions();
    int width = encoder.attributeWidth();
    Liking liking = config.liking(data.scale());
    double[][] products = new double[width + 1][width + 1];
    double[][] likes = new double[width + 1][rows.items()];
    float[] x = new float[width + 1];
    for (int user = 0; user < rows.users(); user++) {
      if (rows.count(user) > 0) {
        encoder.encodeAttributes(user, centers, x);
        x[width] = 1;
        addUser(x, products);
        for (int position = rows.start(user); position < rows.end(user); position++) {
          addLike(x, liking.of(rows.value(position)), rows.item(position), likes);
        }
      }
    }
    return effects(products, likes, centers, stars);
  }

  private static void addUser(float[] x, double[][] products) {
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x.length; j++) {
        products[i][j] += x[i] * x[j];
      }
    }
  }

  private static void addLike(float[] x, float like, int item, double[][] likes) {
    for (int i = 0; i < x.length && like > 0; i++) {
      likes[i][item] += x[i] * like;
    }
  }

  /** Solves for all items at once, the last of the variables being the constant. */
  private static AttributeEffects effects(
      double[][] products, double[][] likes, float[] centers, float[] stars) {
    int width = products.length - 1;
    double[] sums = products[width];
    double users = sums[width];
    double[][] covariance = new double[width][];
    for (int i = 0; i < width; i++) {
      covariance[i] = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        covariance[i][j] = products[i][j] - sums[i] * sums[j] / users;
      }
    }
    SymmetricMatrix inverse = SymmetricMatrix.of(covariance);
    inverse.addToDiagonal(RIDGE);
    inverse.invert();
    int items = likes[width].length;
    float[] means = new float[items];
    float[] effects = new float[items * (width + 1)];
    for (int item = 0; item < items; item++) {
      double mean = likes[width][item] / users;
      means[item] = (float) mean;
      double ofMeans = 0;
      for (int i = 0; i < width; i++) {
        double effect = 0;
        for (int j = 0; j < width; j++) {
          effect += inverse.at(i, j) * (likes[j][item] - sums[j] * mean);
        }
        effects[item * (width + 1) + i] = (float) effect;
        ofMeans += effect * sums[i] / users;
      }
      effects[item * (width + 1) + width] = (float) -ofMeans;
    }
    return new AttributeEffects(means, effects, centers, stars);
  }
}
