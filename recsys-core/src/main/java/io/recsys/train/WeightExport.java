package io.recsys.train;

import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.feature.FeatureEncoder;
import io.recsys.feature.History;
import io.recsys.feature.InteractionStatistics;
import io.recsys.model.FoldIn;
import io.recsys.model.HybridNetwork;
import io.recsys.model.HybridNetwork.Output;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns trained parameters into the network that is served: batch normalization is folded into the
 * layer after it, the mean rating into the last offset, histories into the embeddings of their
 * users, what it is worth to have come late into the items' biases, and users and items without
 * training interactions get the row of the unknown one.
 */
final class WeightExport {
  /** What the hidden part counts in a predicted rating, where there is a wide part too. */
  static final float HIDDEN_SHARE = 0.7f;

  /** The same in a rating predicted for a newcomer, of whom the hidden layers know little. */
  static final float NEWCOMER_HIDDEN_SHARE = 0.4f;

  private static final double EPSILON = 1e-5;

  private WeightExport() {}

  static HybridNetwork export(
      HybridConfig config,
      Map<String, float[]> trained,
      Dataset data,
      FeatureEncoder encoder,
      @Nullable Arrivals arrivals) {
    Map<String, float[]> weights = new HashMap<>();
    trained.forEach(
        (name, values) -> {
          if (!name.matches("layer\\.\\d+\\.(gamma|beta|mean|variance)")) {
            weights.put(name, values.clone());
          }
        });
    List<Output> outputs = outputs(config.objective());
    if (config.hasHiddenPart()) {
      int last = config.hidden().size();
      if (config.batchNorm()) {
        for (int layer = 0; layer < last; layer++) {
          fold(trained, "layer." + layer, weights, "layer." + (layer + 1));
        }
      }
      lastLayer(weights, "layer." + last, outputs.size());
    }
    if (weights.containsKey("bilinear.weight")) {
      float[] share = new float[outputs.size()];
      share[outputs.indexOf(Output.RATING)] = 1;
      weights.put("bilinear.share", share);
    }
    if (config.hasWidePart() && config.hasHiddenPart() && outputs.contains(Output.RATING)) {
      mix(weights, outputs.size(), "layer." + config.hidden().size());
      outputs.add(Output.NEWCOMER_RATING);
    } else if (config.hasWidePart()) {
      linearLayer(weights, outputs.size(), encoder.pairWidth());
    }
    int last = config.hasHiddenPart() ? config.hidden().size() : 0;
    float[] offsets = array(weights, "layer." + last + ".bias");
    for (int output = 0; output < offsets.length; output++) {
      offsets[output] +=
          outputs.get(output) == Output.PREFERENCE ? 0 : (float) encoder.statistics().mean();
    }
    InteractionStatistics statistics = encoder.statistics();
    weights.putIfAbsent("user.embedding", new float[0]);
    weights.putIfAbsent("item.embedding", new float[0]);
    for (String table :
        List.of("item.embedding", "implicit.embedding", "explicit.embedding", "recent.embedding")) {
      if (weights.containsKey(table)) {
        unknown(array(weights, table), data.items().size(), statistics::itemCount);
      }
    }
    if (config.hasWidePart()) {
      unknownBias(array(weights, "item.bias"), data.items().size(), outputs.size(), statistics);
      addFreshness(weights, outputs, arrivals, config.freshness());
    }
    unknown(array(weights, "user.embedding"), data.users().size(), statistics::userCount);
    addHistories(weights, data.interactions(), statistics, config);
    return new HybridNetwork(outputs, config.embeddingSize(), weights);
  }

  /** Gives the last layer, which predicts a rating alone, a row of zeros for each other output. */
  private static void lastLayer(Map<String, float[]> weights, String layer, int outputs) {
    float[] weight = array(weights, layer + ".weight");
    weights.put(layer + ".weight", Arrays.copyOf(weight, weight.length * outputs));
    weights.put(layer + ".bias", Arrays.copyOf(array(weights, layer + ".bias"), outputs));
  }

  /**
   * A rating is a weighted mean of two parts, and one for a newcomer, the last output, with other
   * weights.
   */
  private static void mix(Map<String, float[]> weights, int outputs, String lastLayer) {
    for (String name : List.of(lastLayer + ".weight", lastLayer + ".bias")) {
      share(weights, name, outputs, HIDDEN_SHARE, NEWCOMER_HIDDEN_SHARE);
    }
    for (String name : List.of("linear.weight", "item.bias", "product.weight", "bilinear.share")) {
      share(weights, name, outputs, 1 - HIDDEN_SHARE, 1 - NEWCOMER_HIDDEN_SHARE);
    }
  }

  /** Scales the row of the rating, the first, and adds a row for a newcomer's. */
  private static void share(
      Map<String, float[]> weights, String name, int outputs, float share, float newcomer) {
    float[] old = weights.get(name);
    if (old == null) {
      return;
    }
    int width = old.length / outputs;
    float[] values = Arrays.copyOf(old, old.length + width);
    for (int i = 0; i < width; i++) {
      values[i] = old[i] * share;
      values[old.length + i] = old[i] * newcomer;
    }
    weights.put(name, values);
  }

  /** Linear terms alone are a network of one layer, to which pair features mean nothing. */
  private static void linearLayer(Map<String, float[]> weights, int outputs, int pairWidth) {
    float[] linear = array(weights, "linear.weight");
    int inputs = linear.length / outputs;
    float[] weight = new float[outputs * (inputs + pairWidth)];
    for (int output = 0; output < outputs; output++) {
      System.arraycopy(linear, output * inputs, weight, output * (inputs + pairWidth), inputs);
    }
    weights.remove("linear.weight");
    weights.put("layer.0.weight", weight);
    weights.put("layer.0.bias", new float[outputs]);
  }

  private static void unknownBias(
      float[] bias, int items, int outputs, InteractionStatistics statistics) {
    for (int output = 0; output < outputs; output++) {
      int first = output * (items + 1);
      for (int item = 0; item < items; item++) {
        if (statistics.itemCount(item) == 0) {
          bias[first + item] = bias[first + items];
        }
      }
    }
  }

  /** Adds to the preference for each item what it is worth to have come late. */
  private static void addFreshness(
      Map<String, float[]> weights,
      List<Output> outputs,
      @Nullable Arrivals arrivals,
      double freshness) {
    if (arrivals == null || freshness == 0) {
      return;
    }
    float[] bias = array(weights, "item.bias");
    int items = bias.length / outputs.size() - 1;
    int first = outputs.indexOf(Output.PREFERENCE) * (items + 1);
    for (int item = 0; item < items; item++) {
      bias[first + item] += (float) (freshness * arrivals.lateness(item));
    }
  }

  /** Adds to the embedding of each trained user what the history says. */
  private static void addHistories(
      Map<String, float[]> weights,
      Interactions train,
      InteractionStatistics known,
      HybridConfig config) {
    float[] implicit = weights.get("implicit.embedding");
    float[] explicit = weights.get("explicit.embedding");
    if (implicit == null || explicit == null) {
      return;
    }
    int size = config.embeddingSize();
    float[] recent = weights.getOrDefault("recent.embedding", new float[0]);
    FoldIn foldIn = new FoldIn(implicit, explicit, recent, config.decay(), size);
    float[] users = array(weights, "user.embedding");
    float[] latest = new float[recent.length > 0 ? users.length : 0];
    for (int user = 0; user < train.users(); user++) {
      int[] positions = IntStream.range(train.start(user), train.end(user)).toArray();
      History history = History.of(train, positions);
      foldIn.add(history, known.userMean(user), users, user * size);
      foldIn.addRecent(history, latest, user * size);
    }
    if (latest.length > 0) {
      weights.put("user.recent", latest);
      weights.put("recent.decay", new float[] {(float) config.decay()});
    }
  }

  /** The outputs of a model with an objective, in order. */
  static List<Output> outputs(Objective objective) {
    List<Output> outputs = new ArrayList<>();
    if (objective.hasRating()) {
      outputs.add(Output.RATING);
    }
    if (objective.hasPreference()) {
      outputs.add(Output.PREFERENCE);
    }
    return outputs;
  }

  /** {@code W (s x + t) + b = (W s) x + (W t + b)}, with the scale and shift of normalization. */
  private static void fold(
      Map<String, float[]> trained, String layer, Map<String, float[]> weights, String next) {
    float[] gamma = array(trained, layer + ".gamma");
    float[] beta = array(trained, layer + ".beta");
    float[] mean = array(trained, layer + ".mean");
    float[] variance = array(trained, layer + ".variance");
    float[] weight = array(weights, next + ".weight");
    float[] bias = array(weights, next + ".bias");
    for (int output = 0; output < bias.length; output++) {
      double offset = bias[output];
      for (int input = 0; input < gamma.length; input++) {
        double scale = gamma[input] / Math.sqrt(variance[input] + EPSILON);
        int at = output * gamma.length + input;
        offset += weight[at] * (beta[input] - mean[input] * scale);
        weight[at] *= (float) scale;
      }
      bias[output] = (float) offset;
    }
  }

  private static void unknown(float[] table, int rows, IntUnaryOperator count) {
    int size = table.length / (rows + 1);
    for (int row = 0; row < rows; row++) {
      if (count.applyAsInt(row) == 0) {
        System.arraycopy(table, rows * size, table, row * size, size);
      }
    }
  }

  private static float[] array(Map<String, float[]> arrays, String name) {
    float[] array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("trained: there is no '" + name + "'");
    }
    return array;
  }
}
