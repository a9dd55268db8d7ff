package io.recsys.kernel;

import java.util.Arrays;
import java.util.List;

/**
 * Dense layers one upon another, applied to a block of rows at a time so that a block stays in the
 * processor's cache from the first layer to the last. Immutable and safe for any number of threads,
 * each with a {@link Scratch} of its own.
 *
 * <p>{@code forward} allocates nothing a row. A row's result does not depend on the rows beside it.
 */
public final class DenseStack {
  /**
   * The most rows of a block, a multiple of those that each kernel takes at a time, and in {@link
   * Source} the distance from the values of one output to those of the next.
   */
  public static final int BLOCK_ROWS = 32;

  /** What a unit of the widest layer takes of a {@link Scratch}, in bytes. */
  public static final int UNIT_BYTES = (5 * BLOCK_ROWS + 2 * PlainKernel.ROWS) * Float.BYTES;

  private final List<DenseLayer> layers;

  private DenseStack(List<DenseLayer> layers) {
    this.layers = layers;
  }

  /**
   * A stack.
   *
   * @param layers the layers from the first to the last, at least one
   * @throws IllegalArgumentException if there is none, or one's inputs are not as many as the
   *     outputs of the one before
   */
  public static DenseStack of(List<DenseLayer> layers) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("layers: empty, must be at least one");
    }
    for (int l = 1; l < layers.size(); l++) {
      int outputs = layers.get(l - 1).outputs();
      if (layers.get(l).inputs() != outputs) {
        throw new IllegalArgumentException(
            String.format(
                "layers: layer %d takes %d inputs, must take the %d outputs of the one before",
                l, layers.get(l).inputs(), outputs));
      }
    }
    return new DenseStack(List.copyOf(layers));
  }

  /** The number of inputs of the first layer. */
  public int inputs() {
    return layers.get(0).inputs();
  }

  /** The number of outputs of the last layer. */
  public int outputs() {
    return layers.get(layers.size() - 1).outputs();
  }

  /** New working memory, for one call at a time. */
  public Scratch scratch() {
    return new Scratch(this);
  }

  /**
   * Applies the layers to rows in an array: {@code activation(bias[o] + sum_i weight[o][i]
   * in[r][i])} is what the first makes of them.
   *
   * @param in the input rows, {@code rows x inputs()}, from index 0
   * @param out takes the output rows, {@code rows x outputs()}, from index 0
   * @param rows the number of rows
   * @param scratch working memory of this stack
   * @throws IllegalArgumentException if an array is too short for the rows, or the working memory
   *     is another stack's
   */
  public void forward(float[] in, float[] out, int rows, Scratch scratch) {
    Kernels.checkLength("in", in, rows, inputs());
    int sums = layers.get(0).outputs() * BLOCK_ROWS;
    forward(
        (first, count, block, start) -> {
          System.arraycopy(in, first * inputs(), block, 0, count * inputs());
          Arrays.fill(start, 0, sums, 0);
        },
        out,
        rows,
        scratch);
  }

  /**
   * Applies the layers to rows that are made block by block, while the cache holds them. The first
   * is added to sums: where some of its inputs are the same for many rows, their part need not be
   * computed for each.
   *
   * @param source makes the input rows and the sums; it runs in the calling thread, blocks in order
   * @param out takes the output rows, {@code rows x outputs()}, from index 0
   * @param rows the number of rows
   * @param scratch working memory of this stack
   * @throws IllegalArgumentException if {@code out} is too short for the rows, or the working
   *     memory is another stack's
   */
  public void forward(Source source, float[] out, int rows, Scratch scratch) {
    check(out, rows, scratch);
    for (int first = 0; first < rows; first += BLOCK_ROWS) {
      int count = Math.min(BLOCK_ROWS, rows - first);
      Workspace workspace = scratch.workspace;
      source.fill(first, count, workspace.inputs(), workspace.sums());
      Kernels.kernel().stack(layers, count, workspace, out, first * outputs());
    }
  }

  private void check(float[] out, int rows, Scratch scratch) {
    Kernels.checkLength("out", out, rows, outputs());
    if (scratch.stack != this) {
      throw new IllegalArgumentException(
          "scratch: made by another stack, must come from this one's scratch()");
    }
  }

  /** What makes the input rows of a stack, a block at a time. */
  @FunctionalInterface
  public interface Source {
    /**
     * Writes rows {@code first} to {@code first + count - 1}, from index 0. Both arrays hold old
     * values before; what lies behind the rows may be overwritten.
     *
     * @param in takes the input rows, {@code count x inputs()}
     * @param sums takes what the first layer is added to, {@code its outputs x BLOCK_ROWS}: {@link
     *     #BLOCK_ROWS} values of the first output, one a row, then those of the second
     */
    void fill(int first, int count, float[] in, float[] sums);
  }

  /** A stack's working memory: some hundred kilobytes, for one call at a time, used again. */
  public static final class Scratch {
    private final DenseStack stack;
    private final Workspace workspace;

    private Scratch(DenseStack stack) {
      this.stack = stack;
      this.workspace = Workspace.of(stack.layers);
    }
  }
}
