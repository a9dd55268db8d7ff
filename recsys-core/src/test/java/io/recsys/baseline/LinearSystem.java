package io.recsys.baseline;

/** A dense linear system, solved in the plainest way, to check others by. */
final class LinearSystem {
  private LinearSystem() {}

  /** The {@code x} with {@code a x = b}, by Gauss's elimination with pivots; both are used up. */
  static double[] solve(double[][] a, double[] b) {
    int size = b.length;
    for (int column = 0; column < size; column++) {
      int pivot = column;
      for (int row = column; row < size; row++) {
        pivot = Math.abs(a[row][column]) > Math.abs(a[pivot][column]) ? row : pivot;
      }
      double[] swappedRow = a[pivot];
      a[pivot] = a[column];
      a[column] = swappedRow;
      double swapped = b[pivot];
      b[pivot] = b[column];
      b[column] = swapped;
      for (int row = 0; row < size; row++) {
        if (row != column) {
          double factor = a[row][column] / a[column][column];
          for (int k = column; k < size; k++) {
            a[row][k] -= factor * a[column][k];
          }
          b[row] -= factor * b[column];
        }
      }
    }
    for (int i = 0; i < size; i++) {
      b[i] /= a[i][i];
    }
    return b;
  }
}
