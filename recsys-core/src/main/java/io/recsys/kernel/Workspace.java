package io.recsys.kernel;

import java.util.List;

/**
 * The memory in which one thread's call applies layers to a block of rows; the contents mean
 * nothing between calls.
 *
 * <p>A block lies there row by row, or by <em>columns</em>: {@link #STRIDE} values of the first
 * unit, one a row, then those of the second.
 */
final class Workspace {
  /** How far apart the columns of a block are: the most rows of one. */
  static final int STRIDE = DenseStack.BLOCK_ROWS;

  private final float[] inputs;
  private final float[][] columns;
  private final float[][] rows;
  private final float[][] plainSums;
  private final int[][] live;

  private Workspace(int inputs, int widest) {
    this.inputs = new float[STRIDE * inputs];
    this.columns = new float[2][STRIDE * (widest + DenseLayer.PANEL - 1)];
    this.rows = new float[2][STRIDE * widest];
    this.plainSums = new float[PlainKernel.ROWS][widest];
    this.live = new int[PlainKernel.ROWS][widest + 1];
  }

  /** A workspace for layers one upon another. */
  static Workspace of(List<DenseLayer> layers) {
    int inputs = layers.get(0).inputs();
    int widest = inputs;
    for (DenseLayer layer : layers) {
      widest = Math.max(widest, layer.outputs());
    }
    return new Workspace(inputs, widest);
  }

  /** What goes into the first layer, row by row. */
  float[] inputs() {
    return inputs;
  }

  /** What the first layer is added to, by columns. */
  float[] sums() {
    return columns[1];
  }

  /** Two blocks of the widest layer by columns; the second is {@link #sums}. */
  float[][] columns() {
    return columns;
  }

  /** Two blocks of the widest layer row by row. */
  float[][] rows() {
    return rows;
  }

  /** One array of the widest row for each row that {@link PlainKernel} sums at a time. */
  float[][] plainSums() {
    return plainSums;
  }

  /** Room for the places of the widest row and one number more, for each of these rows. */
  int[][] live() {
    return live;
  }

  /** Turns columns into rows, the first of which begins at {@code offset}. */
  static void toRows(float[] columns, int width, int count, float[] rows, int offset) {
    for (int r = 0; r < count; r++) {
      for (int i = 0; i < width; i++) {
        rows[offset + r * width + i] = columns[i * STRIDE + r];
      }
    }
  }

  /** Turns rows into columns. */
  static void toColumns(float[] rows, int width, int count, float[] columns) {
    for (int r = 0; r < count; r++) {
      for (int i = 0; i < width; i++) {
        columns[i * STRIDE + r] = rows[r * width + i];
      }
    }
  }
}
