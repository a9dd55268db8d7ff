package io.recsys.model;

import io.recsys.kernel.DenseLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The weights of the hybrid network, batch normalization folded in, by name.
 *
 * <p>The network's input is {@code [user embedding | user categories | user columns | item
 * embedding | item categories | item columns | pair columns]}; fully connected layers follow, ReLU
 * after each but the last. To each output come linear terms of the input, pair columns left out,
 * the product term, {@code sum_d w[output][d] user[d] item[d]}, and the bilinear term, {@code
 * share[output] sum_c sum_d user[c] b[c][d] item[d]}, where the model has them. Embedding tables
 * have one row more than entities, the last: that of an unknown one. That of users holds what
 * {@link FoldIn} makes of their histories; what it makes of the latest is added where the product
 * term is of a preference. Immutable.
 */
public final class HybridNetwork {
  /** What an output means. */
  public enum Output {
    /** A rating in stars, before clipping to the scale. */
    RATING,
    /** How likely the user is to choose and like the item, on no particular scale. */
    PREFERENCE,
    /** As {@link #RATING}, for a user of whom fewer than {@link #FEW_RATINGS} ratings are known. */
    NEWCOMER_RATING
  }

  /** The known ratings from which on a user is no newcomer. */
  public static final int FEW_RATINGS = 20;

  private final List<Output> outputs;
  private final int embeddingSize;
  private final Map<String, float[]> weights;
  private final int layers;

  /**
   * A network.
   *
   * @param outputs what the outputs mean, in order
   * @param embeddingSize the dimensions of the embeddings of users and of items, maybe 0
   * @param weights {@code user.embedding}, {@code item.embedding} (rows {@code x} dimensions),
   *     {@code user.category.N}, {@code item.category.N} (values {@code x} dimensions), {@code
   *     layer.N.weight} (outputs {@code x} inputs), {@code layer.N.bias}, and maybe {@code
   *     linear.weight} (outputs {@code x} inputs of user and item), {@code item.bias} (outputs
   *     {@code x} rows), {@code product.weight} (outputs {@code x} dimensions), {@code
   *     bilinear.weight} (dimensions {@code x} dimensions) with {@code bilinear.share} (outputs),
   *     {@code implicit.embedding} and {@code explicit.embedding} (rows {@code x} dimensions), and
   *     with them {@code recent.embedding} (the same), {@code user.recent} (rows {@code x}
   *     dimensions) and {@code recent.decay} (1), see {@link FoldIn}
   */
  public HybridNetwork(List<Output> outputs, int embeddingSize, Map<String, float[]> weights) {
    this(embeddingSize, outputs, copy(weights));
  }

  /** A network of weights that are kept as they are, not copied: nobody may write to them. */
  static HybridNetwork owning(
      List<Output> outputs, int embeddingSize, Map<String, float[]> weights) {
    return new HybridNetwork(embeddingSize, outputs, new TreeMap<>(weights));
  }

  private HybridNetwork(int embeddingSize, List<Output> outputs, Map<String, float[]> weights) {
    if (outputs.isEmpty() || Set.copyOf(outputs).size() < outputs.size()) {
      throw new IllegalArgumentException("outputs: " + outputs + " is empty or names one twice");
    }
    if (outputs.contains(Output.NEWCOMER_RATING) && !outputs.contains(Output.RATING)) {
      throw new IllegalArgumentException(
          "outputs: " + outputs + " has ratings for newcomers alone; add RATING");
    }
    this.outputs = List.copyOf(outputs);
    this.embeddingSize = embeddingSize;
    this.weights = weights;
    int count = 0;
    while (weights.containsKey("layer." + count + ".bias")) {
      count++;
    }
    this.layers = count;
    if (count == 0) {
      throw new IllegalArgumentException("weights: there is no 'layer.0.bias'");
    }
    if (bias(count - 1).length != outputs.size()) {
      throw new IllegalArgumentException(
          "weights: the last layer has " + bias(count - 1).length + " outputs, not " + outputs);
    }
  }

  /** What the outputs mean, in order. */
  public List<Output> outputs() {
    return outputs;
  }

  /**
   * The output that predicts a rating by a user of whom so many ratings are known; -1 if none does.
   */
  int ratingOutput(int ratings) {
    int newcomer = ratings < FEW_RATINGS ? outputs.indexOf(Output.NEWCOMER_RATING) : -1;
    return newcomer >= 0 ? newcomer : outputs.indexOf(Output.RATING);
  }

  /** The number of fully connected layers, the last included. */
  public int layers() {
    return layers;
  }

  /** Copies of all weights by name, names in order. */
  public Map<String, float[]> weights() {
    return copy(weights);
  }

  private static Map<String, float[]> copy(Map<String, float[]> weights) {
    Map<String, float[]> copy = new TreeMap<>();
    weights.forEach((name, array) -> copy.put(name, array.clone()));
    return copy;
  }

  /** The dimensions of the embeddings of users and of items. */
  public int embeddingSize() {
    return embeddingSize;
  }

  /** Whether there are weights of a name. */
  boolean has(String name) {
    return weights.containsKey(name);
  }

  /** What folds a history in; null in a model that learned from none. */
  @Nullable FoldIn foldIn() {
    return has("implicit.embedding") && embeddingSize > 0
        ? new FoldIn(
            weight("implicit.embedding"),
            weight("explicit.embedding"),
            has("recent.embedding") ? weight("recent.embedding") : new float[0],
            has("recent.decay") ? weight("recent.decay")[0] : 0,
            embeddingSize)
        : null;
  }

  /**
   * What the product terms of an output make of a user's embedding, for an item's embedding to be
   * multiplied with.
   *
   * @param user begins with the embedding
   */
  double[] products(int output, float[] user) {
    double[] products = new double[embeddingSize];
    if (has("product.weight")) {
      float[] weight = weight("product.weight");
      for (int d = 0; d < embeddingSize; d++) {
        products[d] = (double) weight[output * embeddingSize + d] * user[d];
      }
    }
    if (has("bilinear.weight") && weight("bilinear.share")[output] != 0) {
      float[] weight = weight("bilinear.weight");
      for (int c = 0; c < embeddingSize; c++) {
        double share = (double) weight("bilinear.share")[output] * user[c];
        for (int d = 0; d < embeddingSize; d++) {
          products[d] += share * weight[c * embeddingSize + d];
        }
      }
    }
    return products;
  }

  /** The array itself, not a copy: for this package's arithmetic alone. */
  float[] weight(String name) {
    float[] array = weights.get(name);
    if (array == null) {
      throw new IllegalArgumentException("weights: there is no '" + name + "'");
    }
    return array;
  }

  /** The offsets of a layer, not a copy. */
  float[] bias(int layer) {
    return weight("layer." + layer + ".bias");
  }

  /** The layers after the first, ready for the kernel. */
  List<DenseLayer> upperLayers() {
    List<DenseLayer> upper = new ArrayList<>();
    for (int layer = 1; layer < layers; layer++) {
      upper.add(
          DenseLayer.of(
              weight("layer." + layer + ".weight"),
              bias(layer),
              bias(layer - 1).length,
              layer < layers - 1));
    }
    return upper;
  }
}
