package io.recsys.kernel;

/** The arithmetic of dense layers, in the fastest version that this JVM offers. */
public final class Kernels {
  private Kernels() {}

  /** The dot product of two ranges of {@code n} floats. */
  public static float dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
    float sum = 0;
    for (int i = 0; i < n; i++) {
      sum += a[aOffset + i] * b[bOffset + i];
    }
    return sum;
  }

  /** Adds {@code alpha} times a range of {@code n} floats of {@code x} to one of {@code y}. */
  public static void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] += alpha * x[xOffset + i];
    }
  }

  /**
   * Applies a dense layer to rows: {@code out[r][o] = activation(sum_i in[r][i] weight[o][i] +
   * bias[o])}.
   *
   * @param layer the layer
   * @param in the input rows, {@code rows x layer.inputs()}, from index 0
   * @param out takes the output rows, {@code rows x layer.outputs()}, from index 0
   * @param rows the number of rows
   */
  public static void dense(DenseLayer layer, float[] in, float[] out, int rows) {
    for (int r = 0; r < rows; r++) {
      for (int o = 0; o < layer.outputs(); o++) {
        float sum = layer.bias(o);
        for (int i = 0; i < layer.inputs(); i++) {
          sum += in[r * layer.inputs() + i] * layer.weight(o, i);
        }
        out[r * layer.outputs() + o] = layer.relu() ? Math.max(sum, 0f) : sum;
      }
    }
  }
}
