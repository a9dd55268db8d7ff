package io.recsys.kernel;

import java.util.List;

/**
 * The arithmetic in ordinary loops, of the shape that HotSpot turns into vector instructions.
 *
 * <p>HotSpot vectorizes a loop only if every array in it is indexed by the loop variable alone. So
 * each input's weights are an array of their own, and sums are kept apart from the output rows.
 */
final class PlainKernel implements Kernel {
  /** The number of rows that share one pass over the weights. */
  static final int ROWS = 8;

  /** Up to this share of the inputs, leaving out zeros is worth giving up that sharing. */
  private static final double LIVE = 0.65;

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public void stack(
      List<DenseLayer> layers, int rows, Workspace workspace, float[] out, int offset) {
    float[] in = workspace.inputs();
    int last = layers.size() - 1;
    for (int l = 0; l <= last; l++) {
      DenseLayer layer = layers.get(l);
      float[] sums = workspace.rows()[l % 2];
      start(layer, l == 0, rows, workspace, sums);
      accumulate(layer, in, sums, rows, workspace);
      if (layer.relu()) {
        int n = rows * layer.outputs();
        for (int i = 0; i < n; i++) {
          sums[i] = Math.max(sums[i], 0f);
        }
      }
      in = sums;
    }
    System.arraycopy(in, 0, out, offset, rows * layers.get(last).outputs());
  }

  /** Sets rows to what a layer is added to. */
  private void start(DenseLayer layer, boolean first, int rows, Workspace workspace, float[] sums) {
    int outputs = layer.outputs();
    if (first) {
      Workspace.toRows(workspace.sums(), outputs, rows, sums, 0);
    }
    for (int r = 0; r < rows; r++) {
      if (!first) {
        System.arraycopy(layer.bias(), 0, sums, r * outputs, outputs);
      } else if (layer.hasOffsets()) {
        axpy(1, layer.bias(), 0, sums, r * outputs, outputs);
      }
    }
  }

  /** Adds {@code weight x in[r]} to {@code out[r]} for each row: no offsets, no activation. */
  private static void accumulate(
      DenseLayer layer, float[] in, float[] out, int rows, Workspace workspace) {
    int outputs = layer.outputs();
    float[][] sums = workspace.plainSums();
    int[][] live = workspace.live();
    for (int first = 0; first < rows; first += ROWS) {
      int count = Math.min(ROWS, rows - first);
      for (int k = 0; k < count; k++) {
        System.arraycopy(out, (first + k) * outputs, sums[k], 0, outputs);
      }
      if (layer.isFinite() && areFew(layer.inputs(), in, first, count, live)) {
        for (int k = 0; k < count; k++) {
          int offset = (first + k) * layer.inputs();
          accumulateLive(layer.columns(), in, offset, live[k], sums[k], outputs);
        }
      } else {
        accumulate(layer, in, first, count, sums);
      }
      for (int k = 0; k < count; k++) {
        System.arraycopy(sums[k], 0, out, (first + k) * outputs, outputs);
      }
    }
  }

  /**
   * Lists the inputs of each row that are not 0, their number behind the last place. An input of 0
   * adds nothing, and behind an activation more than half are 0.
   *
   * @return whether they are few enough to go through them row by row
   */
  private static boolean areFew(int inputs, float[] in, int first, int rows, int[][] live) {
    int all = 0;
    for (int k = 0; k < rows; k++) {
      int count = 0;
      int offset = (first + k) * inputs;
      for (int i = 0; i < inputs; i++) {
        live[k][count] = i;
        count += in[offset + i] != 0 ? 1 : 0;
      }
      live[k][inputs] = count;
      all += count;
    }
    return all <= rows * inputs * LIVE;
  }

  private static void accumulateLive(
      float[][] weight, float[] in, int offset, int[] live, float[] sum, int n) {
    int count = live[weight.length];
    int j = 0;
    for (; j + 4 <= count; j += 4) {
      int i0 = live[j];
      int i1 = live[j + 1];
      int i2 = live[j + 2];
      int i3 = live[j + 3];
      float x0 = in[offset + i0];
      float x1 = in[offset + i1];
      float x2 = in[offset + i2];
      float x3 = in[offset + i3];
      addFour(x0, x1, x2, x3, weight[i0], weight[i1], weight[i2], weight[i3], sum, n);
    }
    for (; j < count; j++) {
      addOne(in[offset + live[j]], weight[live[j]], sum, n);
    }
  }

  private static void accumulate(
      DenseLayer layer, float[] in, int first, int count, float[][] sums) {
    int inputs = layer.inputs();
    int outputs = layer.outputs();
    float[][] w = layer.columns();
    int i = 0;
    for (; i + 4 <= inputs; i += 4) {
      for (int k = 0; k < count; k++) {
        int x = (first + k) * inputs + i;
        addFour(
            in[x], in[x + 1], in[x + 2], in[x + 3], w[i], w[i + 1], w[i + 2], w[i + 3], sums[k],
            outputs);
      }
    }
    for (; i < inputs; i++) {
      for (int k = 0; k < count; k++) {
        addOne(in[(first + k) * inputs + i], w[i], sums[k], outputs);
      }
    }
  }

  private static void addFour(
      float x0,
      float x1,
      float x2,
      float x3,
      float[] w0,
      float[] w1,
      float[] w2,
      float[] w3,
      float[] sum,
      int n) {
    for (int o = 0; o < n; o++) {
      float s = MultiplyAdd.of(x1, w1[o], MultiplyAdd.of(x0, w0[o], sum[o]));
      sum[o] = MultiplyAdd.of(x3, w3[o], MultiplyAdd.of(x2, w2[o], s));
    }
  }

  private static void addOne(float x, float[] w, float[] sum, int n) {
    for (int o = 0; o < n; o++) {
      sum[o] = MultiplyAdd.of(x, w[o], sum[o]);
    }
  }

  @Override
  public float dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      s0 = MultiplyAdd.of(a[aOffset + i], b[bOffset + i], s0);
      s1 = MultiplyAdd.of(a[aOffset + i + 1], b[bOffset + i + 1], s1);
      s2 = MultiplyAdd.of(a[aOffset + i + 2], b[bOffset + i + 2], s2);
      s3 = MultiplyAdd.of(a[aOffset + i + 3], b[bOffset + i + 3], s3);
      s4 = MultiplyAdd.of(a[aOffset + i + 4], b[bOffset + i + 4], s4);
      s5 = MultiplyAdd.of(a[aOffset + i + 5], b[bOffset + i + 5], s5);
      s6 = MultiplyAdd.of(a[aOffset + i + 6], b[bOffset + i + 6], s6);
      s7 = MultiplyAdd.of(a[aOffset + i + 7], b[bOffset + i + 7], s7);
    }
    for (; i < n; i++) {
      s0 = MultiplyAdd.of(a[aOffset + i], b[bOffset + i], s0);
    }
    return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
  }

  @Override
  public void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = MultiplyAdd.of(alpha, x[xOffset + i], y[yOffset + i]);
    }
  }
}
