package io.recsys.kernel;

import java.util.List;

/**
 * Dense layers one upon another, applied to a block of rows at a time so that a block stays in the
 * processor's cache from the first layer to the last. Immutable and safe for any number of threads,
 * each with a {@link Scratch} of its own.
 *
 * <p>{@code forward} allocates nothing. A row's result does not depend on the rows beside it.
 */
public final class DenseStack {
  /** The most rows of a block: a multiple of the rows that each kernel takes at a time. */
  public static final int BLOCK_ROWS = 48;

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
   * Applies the layers to rows in an array.
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
    check(out, rows, scratch);
    for (int first = 0; first < rows; first += BLOCK_ROWS) {
      int count = Math.min(BLOCK_ROWS, rows - first);
      System.arraycopy(in, first * inputs(), scratch.blocks[0], 0, count * inputs());
      forwardBlock(first, count, out, scratch);
    }
  }

  /**
   * Applies the layers to rows that are made block by block, while the cache holds them.
   *
   * @param source makes the input rows; it runs in the calling thread, blocks in order
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
      source.fill(first, count, scratch.blocks[0]);
      forwardBlock(first, count, out, scratch);
    }
  }

  private void check(float[] out, int rows, Scratch scratch) {
    Kernels.checkLength("out", out, rows, outputs());
    if (scratch.stack != this) {
      throw new IllegalArgumentException(
          "scratch: made by another stack, must come from this one's scratch()");
    }
  }

  private void forwardBlock(int first, int count, float[] out, Scratch scratch) {
    Kernel kernel = Kernels.kernel();
    for (int l = 0; l < layers.size(); l++) {
      float[] in = scratch.blocks[l];
      kernel.dense(layers.get(l), in, scratch.blocks[l + 1], count, scratch.workspace);
    }
    float[] last = scratch.blocks[layers.size()];
    System.arraycopy(last, 0, out, first * outputs(), count * outputs());
  }

  /** What makes the input rows of a stack, a block at a time. */
  @FunctionalInterface
  public interface Source {
    /**
     * Writes rows {@code first} to {@code first + count - 1} to {@code block}, {@code count x
     * inputs()} values from index 0. The block holds old values before; what lies behind the rows
     * may be overwritten.
     */
    void fill(int first, int count, float[] block);
  }

  /** A stack's working memory: some tens of kilobytes, for one call at a time, used again. */
  public static final class Scratch {
    private final DenseStack stack;
    private final float[][] blocks;
    private final Workspace workspace;

    private Scratch(DenseStack stack) {
      this.stack = stack;
      this.blocks = new float[stack.layers.size() + 1][];
      this.blocks[0] = new float[BLOCK_ROWS * stack.inputs()];
      int widest = stack.inputs();
      for (int l = 0; l < stack.layers.size(); l++) {
        int outputs = stack.layers.get(l).outputs();
        this.blocks[l + 1] = new float[BLOCK_ROWS * outputs];
        widest = Math.max(widest, outputs);
      }
      this.workspace = Workspace.of(widest);
    }

    /** The working memory for a layer that makes the stack's input. */
    Workspace workspaceFor(DenseLayer layer) {
      if (layer.outputs() > stack.inputs()) {
        throw new IllegalArgumentException(
            "scratch: of a stack of %d inputs, must take the layer's %d outputs"
                .formatted(stack.inputs(), layer.outputs()));
      }
      return workspace;
    }
  }
}
