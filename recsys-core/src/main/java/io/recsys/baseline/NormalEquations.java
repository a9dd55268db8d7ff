package io.recsys.baseline;

import io.recsys.TrainingException;

/**
 * The linear system {@code (sum x x' + ...) w = sum t x} whose solution {@code w} is one
 * embedding's least squares. Its matrix is symmetric; the lower triangle is stored. For one thread.
 */
final class NormalEquations {
  private final double[][] matrix;
  private final double[] right;

  /** A system of zeros. */
  NormalEquations(int size) {
    matrix = new double[size][];
    for (int i = 0; i < size; i++) {
      matrix[i] = new double[i + 1];
    }
    right = new double[size];
  }

  /** The system for weights on some columns of {@code X} that add up to another, of {@code X'X}. */
  static NormalEquations of(SymmetricMatrix products, int[] from, int to) {
    NormalEquations system = new NormalEquations(from.length);
    for (int i = 0; i < from.length; i++) {
      for (int j = 0; j <= i; j++) {
        system.matrix[i][j] = products.at(from[i], from[j]);
      }
      system.right[i] = products.at(from[i], to);
    }
    return system;
  }

  /** A copy, to which different rows can be added. */
  NormalEquations copy() {
    NormalEquations copy = new NormalEquations(right.length);
    for (int i = 0; i < right.length; i++) {
      System.arraycopy(matrix[i], 0, copy.matrix[i], 0, i + 1);
    }
    System.arraycopy(right, 0, copy.right, 0, right.length);
    return copy;
  }

  /** Adds the row {@code x}, weighted, whose product with the embedding should be the target. */
  void add(double[] x, double weight, double target) {
    for (int i = 0; i < right.length; i++) {
      double factor = weight * x[i];
      double[] row = matrix[i];
      for (int j = 0; j <= i; j++) {
        row[j] += factor * x[j];
      }
      right[i] += factor * target;
    }
  }

  /** Adds a penalty on the square of one component of the embedding. */
  void penalize(int component, double penalty) {
    matrix[component][component] += penalty;
  }

  /**
   * The solution, by Cholesky's decomposition; the system is used up.
   *
   * @throws TrainingException if the matrix is not positive definite
   */
  double[] solve() {
    for (int i = 0; i < right.length; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = matrix[i][j] - dot(matrix[i], matrix[j], j);
        if (j < i) {
          matrix[i][j] = rest / matrix[j][j];
        } else if (rest > 0) {
          matrix[i][i] = Math.sqrt(rest);
        } else {
          throw new TrainingException(
              "The equations have no unique solution in double precision; raise the regularization");
        }
      }
      right[i] = (right[i] - dot(matrix[i], right, i)) / matrix[i][i];
    }
    for (int i = right.length - 1; i >= 0; i--) {
      right[i] /= matrix[i][i];
      for (int j = 0; j < i; j++) {
        right[j] -= right[i] * matrix[i][j];
      }
    }
    return right;
  }

  private static double dot(double[] a, double[] b, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
