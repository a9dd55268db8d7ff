package io.recsys.model;

import io.recsys.feature.Feature;
import io.recsys.feature.Feature.Part;
import io.recsys.feature.Feature.RecentShare;
import io.recsys.feature.Feature.Statistic;
import io.recsys.feature.FeatureEncoder;
import java.util.BitSet;
import java.util.List;

/**
 * What is to be expected of items that nobody has rated. A network has hardly met the statistics of
 * nothing, such as a count of 0, and goes astray; so it is given those that training rows have on
 * average, and in place of their mean rating the one that items with such attributes have: a ridge
 * regression over all items with ratings, an item counting by how many it has. Immutable.
 */
final class ExpectedItems {
  /** The penalty on squared effects, in ratings: the same to three digits from 10 to 1,000. */
  private static final double RIDGE = 100;

  /** More would take longer to fit than a model may take to load. */
  private static final int MOST_VALUES = 128;

  private final FeatureEncoder encoder;
  private final BitSet statistics = new BitSet();
  private final int mean;
  private final double[] effects;
  private final double constant;

  /** The expectations of an encoder's items. */
  ExpectedItems(FeatureEncoder encoder) {
    this.encoder = encoder;
    List<String> names = encoder.columnNames();
    List<String> columns =
        names.subList(encoder.userWidth(), encoder.userWidth() + encoder.itemWidth());
    int column = -1;
    for (Feature feature : encoder.fitted().schema().features()) {
      boolean isStatistic = feature instanceof Statistic || feature instanceof RecentShare;
      if (feature.part() == Part.ITEM && isStatistic) {
        statistics.set(columns.indexOf(feature.name()));
      }
      if (feature instanceof Statistic statistic
          && statistic.part() == Part.ITEM
          && statistic.kind() == Statistic.Kind.MEAN) {
        column = columns.indexOf(feature.name());
      }
    }
    mean = column;
    int width = mean < 0 ? 0 : encoder.itemAttributeWidth();
    effects = new double[width > MOST_VALUES ? 0 : width];
    constant = effects.length == 0 ? 0 : fit();
  }

  /**
   * Puts what is expected in place of an item's statistics, where it has none.
   *
   * @param item the item's index, -1 for an unknown one
   * @param columns takes the item's columns from {@code offset} on, and holds them already
   */
  void fill(int item, float[] columns, int offset) {
    if (encoder.statistics().itemCount(item) > 0) {
      return;
    }
    for (int at = statistics.nextSetBit(0); at >= 0; at = statistics.nextSetBit(at + 1)) {
      columns[offset + at] = 0;
    }
    if (effects.length == 0) {
      return;
    }
    float[] attributes = new float[effects.length];
    if (encoder.encodeItemAttributes(item, attributes)) {
      double expected = constant;
      for (int i = 0; i < effects.length; i++) {
        expected += effects[i] * attributes[i];
      }
      columns[offset + mean] = (float) expected;
    }
  }

  /** Fits the effects; returns the constant. */
  private double fit() {
    int width = effects.length;
    // The last variable is what the others explain, the one before it the constant.
    double[][] products = new double[width + 2][width + 2];
    float[] attributes = new float[width];
    float[] columns = new float[encoder.itemWidth()];
    double[] row = new double[width + 2];
    for (int item = 0; item < encoder.statistics().items(); item++) {
      int count = encoder.statistics().itemCount(item);
      if (count > 0) {
        encoder.encodeItemAttributes(item, attributes);
        encoder.encodeItem(item, columns, 0);
        for (int i = 0; i < width; i++) {
          row[i] = attributes[i];
        }
        row[width] = 1;
        row[width + 1] = columns[mean];
        add(count, row, products);
      }
    }
    if (products[width][width] == 0) {
      return 0;
    }
    for (int i = 0; i < width; i++) {
      products[i][i] += RIDGE;
    }
    eliminate(products);
    for (int i = 0; i < width; i++) {
      effects[i] = products[i][width + 1];
    }
    return products[width][width + 1];
  }

  /** Adds the products of an item's values, most of which are 0. */
  private static void add(double weight, double[] row, double[][] products) {
    for (int i = 0; i < row.length - 1; i++) {
      double weighted = weight * row[i];
      for (int j = 0; j < row.length && weighted != 0; j++) {
        products[i][j] += weighted * row[j];
      }
    }
  }

  /** Solves a positive definite system in place: the last column becomes its solution. */
  private static void eliminate(double[][] system) {
    int last = system.length - 1;
    for (int pivot = 0; pivot < last; pivot++) {
      double[] with = system[pivot];
      double by = with[pivot];
      for (int column = pivot; column <= last; column++) {
        with[column] /= by;
      }
      for (int other = 0; other < last; other++) {
        double times = other == pivot ? 0 : system[other][pivot];
        for (int column = pivot; column <= last && times != 0; column++) {
          system[other][column] -= times * with[column];
        }
      }
    }
  }
}
