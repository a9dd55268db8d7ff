package io.recsys.kernel;

import java.util.Arrays;
import java.util.List;
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

  /** A layer's outputs for rows, as a kernel computes them in memory that holds no numbers. */
  static float[] dense(Kernel kernel, DenseLayer layer, float[] in, int rows) {
    return stack(kernel, List.of(layer), in, new float[rows * layer.outputs()], rows);
  }

  /**
   * The outputs of layers for rows, likewise.
   *
   * @param start what the first layer is added to, row by row
   */
  static float[] stack(
      Kernel kernel, List<DenseLayer> layers, float[] in, float[] start, int rows) {
    int inputs = layers.get(0).inputs();
    int sums = layers.get(0).outputs();
    int outputs = layers.get(layers.size() - 1).outputs();
    Workspace workspace = Workspace.of(layers);
    float[] out = new float[rows * outputs];
    for (int first = 0; first < rows; first += Workspace.STRIDE) {
      int count = Math.min(Workspace.STRIDE, rows - first);
      Arrays.fill(workspace.inputs(), Float.NaN);
      Arrays.fill(workspace.columns()[0], Float.NaN);
      Arrays.fill(workspace.columns()[1], Float.NaN);
      System.arraycopy(in, first * inputs, workspace.inputs(), 0, count * inputs);
      float[] block = Arrays.copyOfRange(start, first * sums, (first + count) * sums);
      Workspace.toColumns(block, sums, count, workspace.sums());
      kernel.stack(layers, count, workspace, out, first * outputs);
    }
    return out;
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
