package io.recsys.kernel;

import java.util.Random;

/** Random layers and rows, and what a layer's outputs are by definition. */
final class Layers {
  private Layers() {}

  static DenseLayer random(long seed, int inputs, int outputs, boolean relu) {
    return DenseLayer.of(values(seed, inputs * outputs), values(seed + 1, outputs), inputs, relu);
  }

  static float[] values(long seed, int n) {
    Random random = new Random(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** One output of one row, onto {@code start}, in double precision. */
  static double output(DenseLayer layer, float[] in, int row, int output, double start) {
    double sum = start + layer.bias()[output];
    for (int i = 0; i < layer.inputs(); i++) {
      sum += (double) in[row * layer.inputs() + i] * layer.columns()[i][output];
    }
    return layer.relu() ? Math.max(sum, 0) : sum;
  }
}
