package io.recsys.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The weights of one fully connected layer, laid out for {@link DenseStack}. Immutable and safe for
 * any number of threads.
 */
public final class DenseLayer {
  /** The outputs of a panel. */
  static final int PANEL = 8;

  private final int inputs;
  private final int outputs;
  private final float[][] columns;
  private final float[] bias;
  private final boolean relu;
  private final boolean offsets;
  private final boolean finite;

  /** The weights once more as the vector kernel wants them; packed when it first asks. */
  private volatile float @Nullable [][] panels;

  private DenseLayer(int inputs, float[][] columns, float[] bias, boolean relu) {
    this.inputs = inputs;
    this.outputs = bias.length;
    this.columns = columns;
    this.bias = bias;
    this.relu = relu;
    boolean any = false;
    for (float offset : bias) {
      any |= offset != 0;
    }
    this.offsets = any;
    float zero = 0;
    for (float[] column : columns) {
      for (float weight : column) {
        // Not a number from the first that is infinite or no number on.
        zero += weight * 0;
      }
    }
    this.finite = zero == 0;
  }

  /**
   * A layer.
   *
   * @param weight the weights, {@code outputs x inputs}, row by row, as PyTorch stores them; copied
   * @param bias one offset an output; copied
   * @param inputs the number of inputs, 1 or more
   * @param relu whether negative outputs become 0
   * @throws IllegalArgumentException if the lengths do not fit together, or one is 0
   */
  public static DenseLayer of(float[] weight, float[] bias, int inputs, boolean relu) {
    if (inputs < 1) {
      throw new IllegalArgumentException("inputs: " + inputs + ", must be 1 or more");
    }
    if (bias.length < 1) {
      throw new IllegalArgumentException("bias: empty, must hold one offset an output");
    }
    if (weight.length != (long) bias.length * inputs) {
      throw new IllegalArgumentException(
          String.format(
              "weight: %d values, must be %d outputs x %d inputs = %d",
              weight.length, bias.length, inputs, (long) bias.length * inputs));
    }
    float[][] columns = new float[inputs][bias.length];
    for (int o = 0; o < bias.length; o++) {
      for (int i = 0; i < inputs; i++) {
        columns[i][o] = weight[o * inputs + i];
      }
    }
    return new DenseLayer(inputs, columns, bias.clone(), relu);
  }

  /** The number of inputs. */
  public int inputs() {
    return inputs;
  }

  /** The number of outputs. */
  public int outputs() {
    return outputs;
  }

  /** Whether negative outputs become 0. */
  public boolean relu() {
    return relu;
  }

  /** Whether an offset is not 0. */
  boolean hasOffsets() {
    return offsets;
  }

  /** Whether all weights are finite, so that an input of 0 adds nothing. */
  boolean isFinite() {
    return finite;
  }

  /** The offsets, one an output; not to be changed. */
  float[] bias() {
    return bias;
  }

  /** The weights, {@code inputs x outputs}; not to be changed. */
  float[][] columns() {
    return columns;
  }

  /**
   * The weights in panels of {@link #PANEL} outputs, each {@code inputs x PANEL}, the last one
   * filled up with zeros; not to be changed.
   */
  float[][] panels() {
    float[][] packed = panels;
    if (packed == null) {
      packed = new float[(outputs + PANEL - 1) / PANEL][inputs * PANEL];
      for (int i = 0; i < inputs; i++) {
        for (int o = 0; o < outputs; o++) {
          packed[o / PANEL][i * PANEL + o % PANEL] = columns[i][o];
        }
      }
      panels = packed;
    }
    return packed;
  }
}
