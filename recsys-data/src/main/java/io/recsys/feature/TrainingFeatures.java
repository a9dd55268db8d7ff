package io.recsys.feature;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.feature.Feature.Affinity;
import io.recsys.feature.Feature.Category;
import io.recsys.feature.Feature.Part;
import io.recsys.feature.Feature.TermShare;
import io.recsys.feature.Feature.Terms;
import io.recsys.feature.FeatureEncoder.Column;
import io.recsys.feature.FittedFeatures.Scaling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Features fitted on a training part, in two forms: one encoder to serve with, and for each
 * training row an encoder whose statistics come from the other folds, so that no row sees its own
 * value.
 *
 * <p>Rows fall into {@value #FOLDS} folds by a hash of seed, user and item. Leaving out single rows
 * instead would let a network solve for the rating: sum minus (n - 1) times the mean.
 */
public final class TrainingFeatures {
  /** The number of folds. */
  public static final int FOLDS = 5;

  private final Interactions interactions;
  private final long seed;
  private final FeatureEncoder encoder;
  private final FeatureEncoder[] outOfFold;

  private TrainingFeatures(
      Interactions interactions, long seed, FeatureEncoder encoder, FeatureEncoder[] outOfFold) {
    this.interactions = interactions;
    this.seed = seed;
    this.encoder = encoder;
    this.outOfFold = outOfFold;
  }

  /**
   * Fits a schema on all interactions of a data set, which is the training part alone where
   * something is to be measured.
   */
  public static TrainingFeatures fit(FeatureSchema schema, Dataset train, long seed) {
    Map<String, List<String>> values = values(schema, train);
    FittedFeatures unscaled = new FittedFeatures(schema, Map.of(), values);
    Interactions interactions = train.interactions();
    String termAttribute = termAttribute(schema);
    List<String> terms =
        values.getOrDefault(Columns.valuesKey(Part.ITEM, termAttribute), List.of());
    int[][] itemTerms =
        terms.isEmpty()
            ? new int[interactions.items()][0]
            : Columns.indices(train.itemAttributes(), termAttribute, terms);
    FeatureEncoder raw =
        new FeatureEncoder(
            unscaled,
            InteractionStatistics.of(interactions, position -> true, itemTerms, terms.size()),
            train.userAttributes(),
            train.itemAttributes());
    FeatureEncoder[] folds = new FeatureEncoder[FOLDS];
    for (int fold = 0; fold < FOLDS; fold++) {
      int leftOut = fold;
      folds[fold] =
          raw.withStatistics(
              InteractionStatistics.of(
                  interactions,
                  position -> fold(interactions, seed, position) != leftOut,
                  itemTerms,
                  terms.size()));
    }
    FittedFeatures fitted = new FittedFeatures(schema, scaling(raw, folds, train, seed), values);
    FeatureEncoder encoder =
        new FeatureEncoder(
            fitted, raw.statistics(), train.userAttributes(), train.itemAttributes());
    for (int fold = 0; fold < FOLDS; fold++) {
      folds[fold] = encoder.withStatistics(folds[fold].statistics());
    }
    return new TrainingFeatures(interactions, seed, encoder, folds);
  }

  /** The encoder to serve with: its statistics are of the whole training part. */
  public FeatureEncoder encoder() {
    return encoder;
  }

  /** The fold of a training row, below {@link #FOLDS}. */
  public int fold(int position) {
    return fold(interactions, seed, position);
  }

  /** The encoder for the training rows of a fold: its statistics are of the other folds. */
  public FeatureEncoder outOfFold(int fold) {
    return outOfFold[fold];
  }

  private static int fold(Interactions interactions, long seed, int position) {
    // The finalizer of SplitMix64 spreads the bits of the pair over the whole word.
    long z = seed + 0x9E3779B97F4A7C15L * (interactions.user(position) + 1L);
    z = mix(z) + 0x9E3779B97F4A7C15L * (interactions.item(position) + 1L);
    return (int) Math.floorMod(mix(z), (long) FOLDS);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The means and deviations of the columns over the training rows, each out of its fold. */
  private static Map<String, Scaling> scaling(
      FeatureEncoder raw, FeatureEncoder[] folds, Dataset train, long seed) {
    Column[] names = raw.columns();
    int columns = names.length;
    double[] sum = new double[columns];
    double[] squares = new double[columns];
    int[] count = new int[columns];
    Interactions interactions = train.interactions();
    for (int user = 0; user < interactions.users(); user++) {
      for (int position = interactions.start(user); position < interactions.end(user); position++) {
        InteractionStatistics others = folds[fold(interactions, seed, position)].statistics();
        for (int i = 0; i < columns; i++) {
          double value =
              names[i]
                  .value()
                  .of(others, user, interactions.item(position), interactions.time(position));
          if (!Double.isNaN(value)) {
            sum[i] += value;
            squares[i] += value * value;
            count[i]++;
          }
        }
      }
    }
    Map<String, Scaling> scaling = new HashMap<>();
    for (Feature feature : raw.fitted().schema().features()) {
      for (int i = 0; i < columns; i++) {
        if (FeatureEncoder.isScaled(feature) && names[i].name().equals(feature.name())) {
          double mean = count[i] == 0 ? 0 : sum[i] / count[i];
          double variance = count[i] == 0 ? 1 : squares[i] / count[i] - mean * mean;
          // A column that never varies tells nothing; it is centered and left unscaled.
          double deviation = variance > 1e-9 ? Math.sqrt(variance) : 1;
          scaling.put(feature.name(), new Scaling(mean, deviation));
        }
      }
    }
    return scaling;
  }

  /** The known values of categories (those of users and items met in training) and of terms. */
  private static Map<String, List<String>> values(FeatureSchema schema, Dataset train) {
    boolean[] knownUser = new boolean[train.users().size()];
    boolean[] knownItem = new boolean[train.items().size()];
    Interactions interactions = train.interactions();
    for (int user = 0; user < interactions.users(); user++) {
      for (int position = interactions.start(user); position < interactions.end(user); position++) {
        knownUser[user] = true;
        knownItem[interactions.item(position)] = true;
      }
    }
    Map<String, List<String>> values = new HashMap<>();
    for (Feature feature : schema.features()) {
      if (feature instanceof Category category) {
        boolean ofUser = category.part() == Part.USER;
        put(values, category.part(), category.attribute(), ofUser ? knownUser : knownItem, train);
      } else if (feature instanceof Terms terms) {
        boolean ofUser = terms.part() == Part.USER;
        put(values, terms.part(), terms.attribute(), ofUser ? knownUser : knownItem, train);
      } else if (feature instanceof Affinity affinity) {
        put(values, Part.ITEM, affinity.attribute(), knownItem, train);
      } else if (feature instanceof TermShare share) {
        put(values, Part.ITEM, share.attribute(), knownItem, train);
      }
    }
    return values;
  }

  private static void put(
      Map<String, List<String>> values,
      Part part,
      String attribute,
      boolean[] known,
      Dataset train) {
    AttributeTable table = part == Part.USER ? train.userAttributes() : train.itemAttributes();
    TreeSet<String> found = new TreeSet<>();
    for (int row = 0; row < table.size(); row++) {
      if (known[row]) {
        if (table.has(attribute, AttributeTable.Type.TERMS)) {
          found.addAll(table.terms(attribute, row));
        } else {
          String text = table.text(attribute, row);
          if (text != null) {
            found.add(text);
          }
        }
      }
    }
    values.put(Columns.valuesKey(part, attribute), new ArrayList<>(found));
  }

  /** The one item attribute whose terms the interaction statistics are kept by. */
  private static String termAttribute(FeatureSchema schema) {
    TreeSet<String> attributes = new TreeSet<>();
    for (Feature feature : schema.features()) {
      if (feature instanceof Affinity affinity) {
        attributes.add(affinity.attribute());
      } else if (feature instanceof TermShare share) {
        attributes.add(share.attribute());
      }
    }
    if (attributes.size() > 1) {
      throw new IllegalArgumentException(
          "features: affinities and shares of one item attribute are supported, not of "
              + attributes);
    }
    return attributes.isEmpty() ? "" : attributes.first();
  }
}
