package io.recsys.kernel;

/**
 * One version of the arithmetic, safe for any number of threads.
 *
 * <p>Arguments are checked by the caller. Every version rounds as {@link PlainKernel} does, so that
 * one may take over from another between two calls.
 */
interface Kernel {
  /** The version in words, as {@link Kernels#name()} tells it. */
  String name();

  /** Adds {@code weight x in[r]} to {@code out[r]} for each row: no offsets, no activation. */
  void accumulate(DenseLayer layer, float[] in, float[] out, int rows, Workspace workspace);

  /** The product as {@link Kernels#dot} defines it. */
  float dot(float[] a, int aOffset, float[] b, int bOffset, int n);

  /** The sum as {@link Kernels#axpy} defines it. */
  void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n);

  /** The sum as {@link Kernels#addRelu} defines it. */
  void addRelu(float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int n);

  /** Sets each row of {@code out} to a layer's outputs. */
  default void dense(DenseLayer layer, float[] in, float[] out, int rows, Workspace workspace) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(layer.bias(), 0, out, r * layer.outputs(), layer.outputs());
    }
    accumulate(layer, in, out, rows, workspace);
    activate(layer, out, rows);
  }

  /** Adds a layer's sums to each row of {@code out}, then applies its activation. */
  default void denseAdd(DenseLayer layer, float[] in, float[] out, int rows, Workspace workspace) {
    for (int r = 0; r < rows && layer.hasOffsets(); r++) {
      axpy(1f, layer.bias(), 0, out, r * layer.outputs(), layer.outputs());
    }
    accumulate(layer, in, out, rows, workspace);
    activate(layer, out, rows);
  }

  private static void activate(DenseLayer layer, float[] out, int rows) {
    if (layer.relu()) {
      int n = rows * layer.outputs();
      for (int i = 0; i < n; i++) {
        out[i] = Math.max(out[i], 0f);
      }
    }
  }
}
