package io.recsys.model;

import io.recsys.TopK;
import io.recsys.feature.FeatureEncoder;
import io.recsys.feature.History;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * The network's inputs as arrays, as one holds them who serves it with another runtime, and what
 * the library answers, to compare with. Immutable.
 */
final class PeerInputs {
  private static final double TOLERANCE = 1e-4;

  private final HybridModel model;
  private final FeatureEncoder encoder;
  private final HybridNetwork network;
  private final HybridScorer scorer;
  private final ExpectedItems expected;
  private final int ratingOutput;
  private final int userInputs;
  private final int itemInputs;
  private final float[] catalog;
  private final float[] biases;

  PeerInputs(HybridModel model) {
    this.model = model;
    this.encoder = model.encoder();
    this.network = model.network();
    this.scorer = new HybridScorer(model);
    this.expected = new ExpectedItems(encoder);
    this.ratingOutput = network.outputs().indexOf(HybridNetwork.Output.RATING);
    int users = users();
    this.userInputs = row(users, true).length;
    this.itemInputs = row(0, false).length;
    int items = items();
    this.catalog = new float[items * itemInputs];
    this.biases = new float[items];
    for (int item = 0; item < items; item++) {
      System.arraycopy(row(item, false), 0, catalog, item * itemInputs, itemInputs);
      if (network.has("item.bias")) {
        biases[item] = network.weight("item.bias")[ratingOutput * (items + 1) + item];
      }
    }
  }

  int users() {
    return model.data().users().size();
  }

  int items() {
    return model.data().items().size();
  }

  int userInputs() {
    return userInputs;
  }

  int itemInputs() {
    return itemInputs;
  }

  int pairInputs() {
    return encoder.pairWidth();
  }

  /** The items' inputs, {@code items x itemInputs}; not to be changed. */
  float[] catalog() {
    return catalog;
  }

  /** The items' own part of the rating; not to be changed. */
  float[] biases() {
    return biases;
  }

  /** A user's input row as of the default time. */
  float[] user(int user) {
    return row(user, true);
  }

  /** Writes the pair columns of a user with all items, {@code items x pairInputs}. */
  void pairs(int user, float[] out) {
    long time = encoder.defaultTime(user);
    for (int item = 0; item < items(); item++) {
      encoder.encodePair(user, item, time, out, item * encoder.pairWidth());
    }
  }

  private float[] row(int index, boolean ofUser) {
    String part = ofUser ? "user." : "item.";
    int size = network.embeddingSize();
    int width = size + (ofUser ? encoder.userWidth() : encoder.itemWidth());
    int categories = ofUser ? encoder.userCategories() : encoder.itemCategories();
    for (int c = 0; c < categories; c++) {
      width += network.weight(part + "category." + c).length / values(c, ofUser);
    }
    float[] row = new float[width];
    System.arraycopy(network.weight(part + "embedding"), index * size, row, 0, size);
    int known = ofUser && index == users() ? -1 : index;
    int at = size;
    for (int c = 0; c < categories; c++) {
      float[] table = network.weight(part + "category." + c);
      int columns = table.length / values(c, ofUser);
      int value = ofUser ? encoder.userCategory(c, known) : encoder.itemCategory(c, known);
      System.arraycopy(table, value * columns, row, at, columns);
      at += columns;
    }
    if (ofUser) {
      encoder.encodeUser(known, encoder.defaultTime(known), row, at);
    } else {
      encoder.encodeItem(known, row, at);
      if (scorer.hasPlainPreference()) {
        expected.fill(known, row, at);
      }
    }
    return row;
  }

  private int values(int category, boolean ofUser) {
    return ofUser ? encoder.userCategorySize(category) : encoder.itemCategorySize(category);
  }

  /** The first layer's sums for a user, {@code items x hidden}, in plain loops. */
  float[] firstLayer(int user) {
    float[] weight = network.weight("layer.0.weight");
    float[] bias = network.bias(0);
    float[] row = user(user);
    float[] pairs = new float[items() * pairInputs()];
    pairs(user, pairs);
    int inputs = userInputs + itemInputs + pairInputs();
    float[] sums = new float[items() * bias.length];
    for (int o = 0; o < bias.length; o++) {
      double ofUser = bias[o] + dot(weight, o * inputs, row, 0, userInputs);
      for (int item = 0; item < items(); item++) {
        int first = o * inputs + userInputs;
        double sum = ofUser + dot(weight, first, catalog, item * itemInputs, itemInputs);
        sum += dot(weight, first + itemInputs, pairs, item * pairInputs(), pairInputs());
        sums[item * bias.length + o] = (float) sum;
      }
    }
    return sums;
  }

  /** What comes to the layers' rating for a user, an item a value, in plain loops. */
  float[] beside(int user) {
    float[] row = user(user);
    float[] column = new float[itemInputs];
    double ofUser = 0;
    if (network.has("linear.weight")) {
      float[] linear = network.weight("linear.weight");
      int first = ratingOutput * (userInputs + itemInputs);
      ofUser = dot(linear, first, row, 0, userInputs);
      System.arraycopy(linear, first + userInputs, column, 0, itemInputs);
    }
    double[] products = network.products(ratingOutput, row);
    for (int d = 0; d < products.length; d++) {
      column[d] += (float) products[d];
    }
    float[] beside = biases.clone();
    for (int item = 0; item < beside.length; item++) {
      beside[item] += (float) (ofUser + dot(column, 0, catalog, item * itemInputs, itemInputs));
    }
    return beside;
  }

  private static double dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (double) a[aOffset + i] * b[bOffset + i];
    }
    return sum;
  }

  /**
   * Refuses a peer that computes something else than the library.
   *
   * @param ratings the peer's, before clipping
   * @throws IllegalStateException if one differs by more than 1e-4
   */
  void requireEqual(String peer, int user, float[] ratings) {
    int[] all = IntStream.range(0, items()).toArray();
    History none = History.of(new int[0], new float[0], new long[0]);
    HybridScorer.Subject subject =
        new HybridScorer.Subject(user, encoder, none, OptionalLong.empty());
    float[] ours = scorer.request(subject, false).score(all, ratingOutput);
    for (int item : all) {
      float rating = ours[item];
      if (!(Math.abs(rating - ratings[item]) <= TOLERANCE)) {
        throw new IllegalStateException(
            "%s rates item %d for user %d at %s, the library at %s: export the model anew"
                .formatted(peer, item, user, ratings[item], rating));
      }
    }
  }

  /** The ten best items. */
  static TopK best(float[] ratings) {
    TopK best = new TopK(10);
    for (int item = 0; item < ratings.length; item++) {
      best.offer(item, ratings[item]);
    }
    return best.sort();
  }
}
