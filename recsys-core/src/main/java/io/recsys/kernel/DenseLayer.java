package io.recsys.kernel;

/** The weights of one fully connected layer, laid out for {@link Kernels}. Immutable. */
public final class DenseLayer {
  private final int inputs;
  private final int outputs;
  private final float[] weight;
  private final float[] bias;
  private final boolean relu;

  private DenseLayer(int inputs, int outputs, float[] weight, float[] bias, boolean relu) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.weight = weight;
    this.bias = bias;
    this.relu = relu;
  }

  /**
   * A layer.
   *
   * @param weight the weights, {@code outputs x inputs}, row by row, as PyTorch stores them
   * @param bias one offset an output
   * @param inputs the number of inputs
   * @param relu whether negative outputs become 0
   */
  public static DenseLayer of(float[] weight, float[] bias, int inputs, boolean relu) {
    if (weight.length != bias.length * inputs) {
      throw new IllegalArgumentException(
          "weight: " + weight.length + " values for " + bias.length + " x " + inputs);
    }
    return new DenseLayer(inputs, bias.length, weight.clone(), bias.clone(), relu);
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

  float weight(int output, int input) {
    return weight[output * inputs + input];
  }

  float bias(int output) {
    return bias[output];
  }
}
