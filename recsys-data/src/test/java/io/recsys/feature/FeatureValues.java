package io.recsys.feature;

import io.recsys.feature.FeatureEncoder.Column;

/** What an encoder makes of a user, an item and a time. */
final class FeatureValues {
  private FeatureValues() {}

  /** A column's value before scaling and without clamping of the time. */
  static double raw(FeatureEncoder encoder, String column, int user, int item, long time) {
    for (Column candidate : encoder.columns()) {
      if (candidate.name().equals(column)) {
        return candidate.value().of(encoder.statistics(), user, item, time);
      }
    }
    throw new AssertionError("no column " + column);
  }

  /** All columns before scaling, in the order of {@link FeatureEncoder#columnNames}. */
  static double[] raw(FeatureEncoder encoder, int user, int item, long time) {
    Column[] columns = encoder.columns();
    double[] values = new double[columns.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = columns[i].value().of(encoder.statistics(), user, item, time);
    }
    return values;
  }

  /** All columns as a model sees them. */
  static float[] encoded(FeatureEncoder encoder, int user, int item, long time) {
    int users = encoder.userWidth();
    int items = encoder.itemWidth();
    float[] values = new float[users + items + encoder.pairWidth()];
    encoder.encodeUser(user, time, values, 0);
    encoder.encodeItem(item, values, users);
    encoder.encodePair(user, item, time, values, users + items);
    return values;
  }
}
