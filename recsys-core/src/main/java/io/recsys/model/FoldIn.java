package io.recsys.model;

import io.recsys.feature.History;
import io.recsys.kernel.Kernels;

/**
 * What a history adds to the vector of its user: {@code sum_j w (y_j + (r_j - m) x_j)}, with {@code
 * y} the implicit and {@code x} the explicit embedding of an item in the history, {@code r} its
 * rating, {@code m} the user's smoothed mean and {@code w} = 1 / sqrt(size of the history). After
 * the asymmetric SVD of Koren, "Factorization meets the neighborhood", KDD 2008. Immutable.
 */
public final class FoldIn {
  private final float[] implicit;
  private final float[] explicit;
  private final int dimensions;

  /**
   * A fold-in.
   *
   * @param implicit embeddings of items by who chose them, a row an item; kept, not copied
   * @param explicit embeddings of items by how they were rated; kept, not copied
   */
  public FoldIn(float[] implicit, float[] explicit, int dimensions) {
    this.implicit = implicit;
    this.explicit = explicit;
    this.dimensions = dimensions;
  }

  /**
   * Adds what a history says.
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

  /**
   * Adds what a history says to the vector of a user who had one already. What was there before is
   * taken for a sum of {@code before} interactions of the weight they had then.
   *
   * @param before the number of interactions in the vector
   * @param mean the user's smoothed mean with the new history
   * @param vector takes the sum
   */
  void add(History history, int before, double mean, float[] vector) {
    float[] added = new float[dimensions];
    add(history, mean, added, 0);
    double all = before + (double) history.size();
    float old = (float) Math.sqrt(before / all);
    float recent = (float) Math.sqrt(history.size() / all);
    for (int d = 0; d < dimensions; d++) {
      vector[d] = (before == 0 ? vector[d] : old * vector[d]) + recent * added[d];
    }
  }
}
