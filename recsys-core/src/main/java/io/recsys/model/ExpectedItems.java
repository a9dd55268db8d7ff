package io.recsys.model;

import io.recsys.feature.Feature;
import io.recsys.feature.Feature.Part;
import io.recsys.feature.Feature.RecentShare;
import io.recsys.feature.Feature.Statistic;
import io.recsys.feature.FeatureEncoder;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be expected of items that nobody has rated. A network has hardly met the statistics of
 * nothing, such as a count of 0, and goes astray; so it is given those that training rows have on
 * average, and in place of their mean rating the one that items with such attributes have: a ridge
 * regression over all items with ratings, an item counting by how many it has, when first asked
 * for: two threads may both fit it, and find the same. Safe for any number of threads.
 */
final class ExpectedItems {
  /** The penalty on squared effects, in ratings: the same to three digits from 10 to 1,000. */
  private static final double RIDGE = 100;

  /** More would take longer to fit than an answer may take. */
  private static final int MOST_VALUES = 128;

  private final FeatureEncoder encoder;
  private final BitSet statistics = new BitSet();
  private final int mean;
  private final int width;

  /** The effects and, after them, the constant; null until asked for. */
  private volatile double @Nullable [] fitted;

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
    int values = mean < 0 ? 0 : encoder.itemAttributeWidth();
    width = values > MOST_VALUES ? 0 : values;
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
    if (width == 0) {
      return;
    }
    float[] attributes = new float[width];
    if (encoder.encodeItemAttributes(item, attributes)) {
      double[] effects = effects();
      double expected = effects[width];
      for (int i = 0; i < width; i++) {
        expected += effects[i] * attributes[i];
      }
      columns[offset + mean] = (float) expected;
    }
  }

  private double[] effects() {
    double[] effects = fitted;
    if (effects == null) {
      effects = fit();
      fitted = effects;
    }
    return effects;
  }

  private double[] fit() {
    // The last variable is what the others explain, the one before it the constant.
    double[][] products = new double[width + 2][width + 2];
    float[] attributes = new float[width];
    double[] row = new double[width + 2];
    int[] places = new int[width + 2];
    for (int item = 0; item < encoder.statistics().items(); item++) {
      int count = encoder.statistics().itemCount(item);
      if (count > 0) {
        encoder.encodeItemAttributes(item, attributes);
        for (int i = 0; i < width; i++) {
          row[i] = attributes[i];
        }
        row[width] = 1;
        row[width + 1] = encoder.itemColumn(item, mean);
        add(count, row, places, products);
      }
    }
    double[] effects = new double[width + 1];
    if (products[width][width] == 0) {
      return effects;
    }
    for (int i = 0; i < width; i++) {
      products[i][i] += RIDGE;
    }
    eliminate(products);
    for (int i = 0; i <= width; i++) {
      effects[i] = products[i][width + 1];
    }
    return effects;
  }

  /** Adds the products of an item's values, most of which are 0; lists the places of the others. */
  private static void add(double weight, double[] row, int[] places, double[][] products) {
    int count = 0;
    for (int i = 0; i < row.length; i++) {
      places[count] = i;
      count += row[i] == 0 ? 0 : 1;
    }
    for (int i = 0; i < count; i++) {
      double weighted = weight * row[places[i]];
      for (int j = 0; j < count; j++) {
        products[places[i]][places[j]] += weighted * row[places[j]];
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
