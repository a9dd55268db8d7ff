package io.recsys.baseline;

import io.recsys.TrainingException;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How alike any two items are, from -1 to 1, and 0 for an item and itself: a triangle of floats, 2
 * bytes a pair of items. Computed on all threads of the common pool. Immutable.
 */
final class ItemSimilarity {
  private final float[][] rows;

  private ItemSimilarity(float[][] rows) {
    this.rows = rows;
  }

  /**
   * Refuses a catalog whose pairs of items do not fit into this JVM's memory.
   *
   * @param bytes the memory that each pair takes
   */
  static void checkMemory(Dataset data, int bytes) {
    double items = data.items().size();
    double needed = items * items * bytes;
    double most = Runtime.getRuntime().maxMemory();
    if (needed > most) {
      throw new TrainingException(
          String.format(
              Locale.ROOT,
              "data: the pairs of %.0f items of '%s' take %.1f GB where this JVM may use %.1f GB;"
                  + " raise -Xmx or train what needs none: ials, als, or a hybrid with a"
                  + " neighborWeight of 0",
              items,
              data.name(),
              needed / 1e9,
              most / 1e9));
    }
  }

  /** The cosine of two items' likes, with the shrinkage added to the product of their norms. */
  static ItemSimilarity cosines(Likes likes, double shrinkage) {
    SymmetricMatrix products = SymmetricMatrix.products(likes);
    float[][] rows = new float[products.size()][];
    IntStream.range(0, rows.length)
        .parallel()
        .forEach(item -> rows[item] = cosines(products, item, shrinkage));
    return new ItemSimilarity(rows);
  }

  private static float[] cosines(SymmetricMatrix products, int item, double shrinkage) {
    float[] row = new float[item];
    for (int other = 0; other < item; other++) {
      double product = products.at(item, other);
      double norms = Math.sqrt(products.at(item, item) * products.at(other, other));
      // Without a common like a norm may be 0 too.
      row[other] = product == 0 ? 0 : (float) (product / (norms + shrinkage));
    }
    return row;
  }

  /**
   * The correlation of two items' residuals over the users who have both, times {@code n / (n +
   * shrinkage)} for {@code n} of them.
   */
  static ItemSimilarity correlations(Interactions residuals, double shrinkage) {
    Interactions byItem = Likes.transposed(residuals);
    float[][] rows = new float[residuals.items()][];
    IntStream.range(0, rows.length)
        .parallel()
        .forEach(item -> rows[item] = correlations(residuals, byItem, item, shrinkage));
    return new ItemSimilarity(rows);
  }

  private static float[] correlations(
      Interactions residuals, Interactions byItem, int item, double shrinkage) {
    double[] products = new double[item];
    double[] squares = new double[item];
    double[] otherSquares = new double[item];
    int[] counts = new int[item];
    for (int at = byItem.start(item); at < byItem.end(item); at++) {
      int user = byItem.item(at);
      double residual = byItem.value(at);
      for (int position = residuals.start(user); position < residuals.end(user); position++) {
        int other = residuals.item(position);
        if (other < item) {
          double otherResidual = residuals.value(position);
          products[other] += residual * otherResidual;
          squares[other] += residual * residual;
          otherSquares[other] += otherResidual * otherResidual;
          counts[other]++;
        }
      }
    }
    float[] row = new float[item];
    for (int other = 0; other < item; other++) {
      double norms = Math.sqrt(squares[other] * otherSquares[other]);
      double trust = counts[other] / (counts[other] + shrinkage);
      row[other] = products[other] == 0 ? 0 : (float) (trust * products[other] / norms);
    }
    return row;
  }

  /** The number of items. */
  int size() {
    return rows.length;
  }

  /** How alike two items are. */
  float of(int item, int other) {
    return item == other ? 0 : item > other ? rows[item][other] : rows[other][item];
  }
}
