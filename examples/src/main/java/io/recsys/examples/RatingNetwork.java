package io.recsys.examples;

import io.recsys.data.Interactions;
import io.recsys.evaluation.FeatureColumns;
import java.util.Random;

/**
 * A small network that predicts ratings from features: two hidden layers of 64 and 32 units with
 * ReLU, trained with Adam on squared error in batches of 256 for 15 epochs.
 */
final class RatingNetwork {
  private static final int EPOCHS = 15;
  private static final int BATCH = 256;
  private static final double RATE = 0.001;
  private static final double DECAY = 0.9;
  private static final double SQUARE_DECAY = 0.999;

  private final double[] mean;
  private final double[] deviation;
  private final double center;
  private final int[] widths;
  private final double[][] weights;
  private final double[][] slopes;
  private final double[][] moments;
  private final double[][] squares;
  private final double[][] units;
  private final double[][] errors;
  private int steps;

  private RatingNetwork(FeatureColumns features, Interactions rows, Random random) {
    int columns = features.names().size();
    this.mean = new double[columns];
    this.deviation = new double[columns];
    for (int column = 0; column < columns; column++) {
      double sum = 0;
      double square = 0;
      for (int row = 0; row < features.rows(); row++) {
        double value = present(features.value(column, row));
        sum += value / features.rows();
        square += value * value / features.rows();
      }
      mean[column] = sum;
      deviation[column] = Math.sqrt(Math.max(1e-6, square - sum * sum));
    }
    this.center = rows.meanValue();
    this.widths = new int[] {columns, 64, 32, 1};
    int layers = widths.length - 1;
    this.weights = new double[layers][];
    this.slopes = new double[layers][];
    this.moments = new double[layers][];
    this.squares = new double[layers][];
    this.units = new double[widths.length][];
    this.errors = new double[widths.length][];
    for (int layer = 0; layer < widths.length; layer++) {
      units[layer] = new double[widths[layer]];
      errors[layer] = new double[widths[layer]];
    }
    for (int layer = 0; layer < layers; layer++) {
      // A unit's weights, then its bias.
      int size = (widths[layer] + 1) * widths[layer + 1];
      double scale = Math.sqrt(2.0 / widths[layer]);
      weights[layer] = random.doubles(size, -scale, scale).toArray();
      slopes[layer] = new double[size];
      moments[layer] = new double[size];
      squares[layer] = new double[size];
    }
  }

  /** The network fitted to the ratings of some rows. */
  static RatingNetwork train(FeatureColumns features, Interactions rows, long seed) {
    Random random = new Random(seed);
    RatingNetwork network = new RatingNetwork(features, rows, random);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      int[] order = random.ints(rows.size(), 0, rows.size()).toArray();
      for (int i = 0; i < order.length; i++) {
        double predicted = network.predict(features, order[i]);
        network.learn(predicted - rows.value(order[i]));
        if ((i + 1) % BATCH == 0) {
          network.step(RATE * (1 - epoch / (double) EPOCHS));
        }
      }
    }
    return network;
  }

  /** The rating of a row. */
  double predict(FeatureColumns features, int row) {
    for (int column = 0; column < mean.length; column++) {
      double value = present(features.value(column, row));
      units[0][column] = Math.max(-5, Math.min(5, (value - mean[column]) / deviation[column]));
    }
    for (int layer = 0; layer < weights.length; layer++) {
      boolean last = layer == weights.length - 1;
      int inputs = widths[layer];
      for (int unit = 0; unit < widths[layer + 1]; unit++) {
        int at = unit * (inputs + 1);
        double sum = weights[layer][at + inputs];
        for (int i = 0; i < inputs; i++) {
          sum += weights[layer][at + i] * units[layer][i];
        }
        units[layer + 1][unit] = last ? sum : Math.max(0, sum);
      }
    }
    return center + units[weights.length][0];
  }

  private static double present(double value) {
    return Double.isFinite(value) ? value : 0;
  }

  /** Adds the slopes of the squared error of the row predicted last. */
  private void learn(double error) {
    errors[weights.length][0] = error;
    for (int layer = weights.length - 1; layer >= 0; layer--) {
      int inputs = widths[layer];
      double[] below = new double[inputs];
      for (int unit = 0; unit < widths[layer + 1]; unit++) {
        double slope = errors[layer + 1][unit];
        int at = unit * (inputs + 1);
        for (int i = 0; slope != 0 && i < inputs; i++) {
          slopes[layer][at + i] += slope * units[layer][i];
          below[i] += units[layer][i] > 0 ? slope * weights[layer][at + i] : 0;
        }
        slopes[layer][at + inputs] += slope;
      }
      errors[layer] = below;
    }
  }

  /** A step of Adam (Kingma, Ba, 2015). */
  private void step(double rate) {
    steps++;
    double scale =
        rate * Math.sqrt(1 - Math.pow(SQUARE_DECAY, steps)) / (1 - Math.pow(DECAY, steps));
    for (int layer = 0; layer < weights.length; layer++) {
      for (int i = 0; i < weights[layer].length; i++) {
        double slope = slopes[layer][i] / BATCH;
        moments[layer][i] = DECAY * moments[layer][i] + (1 - DECAY) * slope;
        squares[layer][i] = SQUARE_DECAY * squares[layer][i] + (1 - SQUARE_DECAY) * slope * slope;
        weights[layer][i] -= scale * moments[layer][i] / (Math.sqrt(squares[layer][i]) + 1e-8);
        slopes[layer][i] = 0;
      }
    }
  }
}
