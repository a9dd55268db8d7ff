package io.recsys.model;

import io.recsys.feature.History;
import io.recsys.kernel.Kernels;

/**
 * What a history adds to the vector of its user: {@code sum_j w (y_j + (r_j - m) x_j)}, with {@code
 * y} the implicit and {@code x} the explicit embedding of an item in the history, {@code r} its
 * rating, {@code m} the user's smoothed mean and {@code w} = 1 / sqrt(size of the history); and
 * where a model minds the order, to the vector that rankings come from, {@code sum_j v_j z_j}, with
 * {@code z} the recent embedding and {@code v} = decay to the power of the number of later
 * interactions, the squares of all {@code v} made to sum up to 1. After the asymmetric SVD of
 * Koren, "Factorization meets the neighborhood", KDD 2008. Immutable.
 */
public final class FoldIn {
  private final float[] implicit;
  private final float[] explicit;
  private final float[] recent;
  private final double decay;
  private final int dimensions;

  /**
   * A fold-in. The arrays are kept, not copied.
   *
   * @param implicit embeddings of items by who chose them, a row an item
   * @param explicit embeddings of items by how they were rated
   * @param recent embeddings of items by what was chosen soon after; empty in a model that does not
   *     mind the order
   * @param decay what a recent item's weight is multiplied by with each later one, in (0, 1)
   */
  public FoldIn(float[] implicit, float[] explicit, float[] recent, double decay, int dimensions) {
    this.implicit = implicit;
    this.explicit = explicit;
    this.recent = recent;
    this.decay = decay;
    this.dimensions = dimensions;
  }

  /**
   * Adds the sum over a history's items, in whatever order.
   *
   * @param mean the user's smoothed mean
   * @param vectors takes the sum, from {@code offset} on
   */
  public void add(History history, double mean, float[] vectors, int offset) {
    float weight = (float) history.weight();
    for (int i = 0; i < history.size(); i++) {
      int row = history.item(i) * dimensions;
      float rated = (float) (history.weight() * (history.value(i) - mean));
      Kernels.axpy(weight, implicit, row, vectors, offset, dimensions);
      Kernels.axpy(rated, explicit, row, vectors, offset, dimensions);
    }
  }

  /** Adds the sum over a history's items by how recent they are. */
  public void addRecent(History history, float[] vectors, int offset) {
    double length = Math.sqrt(squares(decay, history.size()));
    for (int i = 0; i < history.size() && recent.length > 0; i++) {
      float weight = (float) (Math.pow(decay, history.size() - 1.0 - i) / length);
      Kernels.axpy(weight, recent, history.item(i) * dimensions, vectors, offset, dimensions);
    }
  }

  /** The sum of the squares of the first powers of a decay. */
  private static double squares(double decay, int count) {
    return (1 - Math.pow(decay, 2.0 * count)) / (1 - decay * decay);
  }

  /**
   * Adds what a history says to the vector of a user who had one already. What was there before is
   * taken for a sum of {@code before} interactions of the weight they had then.
   *
   * @param before the number of interactions in the vector
   * @param mean the user's smoothed mean with the new history
   * @param vector takes the sum
   */
  void addLater(History history, int before, double mean, float[] vector) {
    float[] added = new float[dimensions];
    add(history, mean, added, 0);
    double all = before + (double) history.size();
    float old = before == 0 ? 1 : (float) Math.sqrt(before / all);
    float later = (float) Math.sqrt(history.size() / all);
    combine(vector, old, added, later);
  }

  /**
   * The same for what {@link #addRecent} adds.
   *
   * @param before the number of interactions in the vector
   * @param vector takes the sum
   */
  void addLaterRecent(History history, int before, float[] vector) {
    float[] added = new float[dimensions];
    addRecent(history, added, 0);
    double faded = Math.pow(decay, history.size()) * Math.sqrt(squares(decay, before));
    double later = Math.sqrt(squares(decay, history.size()));
    double length = Math.hypot(faded, later);
    combine(vector, (float) (faded / length), added, (float) (later / length));
  }

  private static void combine(float[] vector, float weight, float[] added, float addedWeight) {
    for (int d = 0; d < vector.length; d++) {
      vector[d] = weight * vector[d] + addedWeight * added[d];
    }
  }
}
