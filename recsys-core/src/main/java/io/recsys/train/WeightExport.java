package io.recsys.train;

import io.recsys.data.Dataset;
import io.recsys.feature.InteractionStatistics;
import io.recsys.model.HybridNetwork;
import io.recsys.model.HybridNetwork.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Turns trained parameters into the network that is served: batch normalization is folded into the
 * layer after it, the mean rating into the last offset, and users and items without training
 * interactions get the row of the unknown one.
 */
final class WeightExport {
  private static final double EPSILON = 1e-5;

  private WeightExport() {}

  static HybridNetwork export(
      HybridConfig config,
      Map<String, float[]> trained,
      Dataset data,
      InteractionStatistics statistics) {
    Map<String, float[]> weights = new HashMap<>();
    trained.forEach(
        (name, values) -> {
          if (!name.matches("layer\\.\\d+\\.(gamma|beta|mean|variance)")) {
            weights.put(name, values.clone());
          }
        });
    int last = config.hidden().size();
    if (config.batchNorm()) {
      for (int layer = 0; layer < last; layer++) {
        fold(trained, "layer." + layer, weights, "layer." + (layer + 1));
      }
    }
    weights.putIfAbsent("user.embedding", new float[0]);
    weights.putIfAbsent("item.embedding", new float[0]);
    unknown(array(weights, "user.embedding"), data.users().size(), statistics::userCount);
    unknown(array(weights, "item.embedding"), data.items().size(), statistics::itemCount);
    List<Output> outputs = outputs(config.objective());
    int rating = outputs.indexOf(Output.RATING);
    if (rating >= 0) {
      array(weights, "layer." + last + ".bias")[rating] += (float) statistics.mean();
    }
    return new HybridNetwork(outputs, config.embeddingSize(), weights);
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
