package io.recsys.kernel;

/** The memory in which one thread's call sums up rows; the contents mean nothing between calls. */
final class Workspace {
  /** Six rows of two vectors of the widest kind, 512 bits. */
  private static final int TILE_FLOATS = 6 * 32;

  private final float[][] sums;
  private int[][] live = new int[0][];
  private final float[] tile = new float[TILE_FLOATS];

  private Workspace(int outputs) {
    sums = new float[PlainKernel.ROWS][outputs];
  }

  /** A workspace for layers of at most so many outputs. */
  static Workspace of(int outputs) {
    return new Workspace(outputs);
  }

  /** One array for each row that {@link PlainKernel} sums at a time. */
  float[][] sums() {
    return sums;
  }

  /** Room for the places of a layer's inputs and one number more, for each of these rows. */
  int[][] live(int inputs) {
    if (live.length == 0 || live[0].length <= inputs) {
      live = new int[PlainKernel.ROWS][inputs + 1];
    }
    return live;
  }

  /** The outputs of one vector tile, for a tile that is wider than what is left of the rows. */
  float[] tile() {
    return tile;
  }
}
