package io.recsys.evaluation;

import io.recsys.feature.FeatureSchema;
import io.recsys.split.Split;

/**
 * The way from a split to the features that a model is trained on and asked with, as {@link
 * LeakageAudit} examines it. Any preparation of data fits in, also one that this library knows
 * nothing of.
 *
 * <p>It gets both parts of the split because careless preparation does; an honest one reads of the
 * test part only which rows there are. The same split must give the same numbers each time.
 */
@FunctionalInterface
public interface FeaturePipeline {
  /** The features of a split's rows. */
  Encoding encode(Split split);

  /** What reports call it. */
  default String name() {
    return "features";
  }

  /** This library's features, of the standard schema; see {@link #of}. */
  static FeaturePipeline standard(long seed) {
    return new SchemaPipeline(null, seed);
  }

  /**
   * This library's features, as a model meets them: a training row with the statistics of the folds
   * that it is not in, a test row as of the user's last training interaction.
   *
   * @param schema the features
   * @param seed what the folds are drawn by
   */
  static FeaturePipeline of(FeatureSchema schema, long seed) {
    return new SchemaPipeline(schema, seed);
  }

  /**
   * The features of a split's rows.
   *
   * @param train row {@code i} is position {@code i} of the training part
   * @param test row {@code i} is position {@code i} of the test part; the columns are those of
   *     {@code train}
   */
  record Encoding(FeatureColumns train, FeatureColumns test) {
    /** Checks that both have the same columns. */
    public Encoding {
      if (!train.names().equals(test.names())) {
        throw new IllegalArgumentException(
            "test: its columns are " + test.names() + ", not those of train, " + train.names());
      }
    }
  }
}
