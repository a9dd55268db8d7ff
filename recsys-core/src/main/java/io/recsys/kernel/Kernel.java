package io.recsys.kernel;

import java.util.List;

/**
 * One version of the arithmetic, safe for any number of threads.
 *
 * <p>Arguments are checked by the caller. Every version rounds as {@link PlainKernel} does, so that
 * one may take over from another between two calls.
 */
interface Kernel {
  /** The version in words, as {@link Kernels#name()} tells it. */
  String name();

  /**
   * Applies layers one upon another to a block of rows.
   *
   * @param workspace of these layers; holds {@link Workspace#inputs} and {@link Workspace#sums}
   * @param out takes the outputs of the last layer, row by row, from {@code offset} on
   */
  void stack(List<DenseLayer> layers, int rows, Workspace workspace, float[] out, int offset);

  /** The product as {@link Kernels#dot} defines it. */
  float dot(float[] a, int aOffset, float[] b, int bOffset, int n);

  /** The sum as {@link Kernels#axpy} defines it. */
  void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n);
}
