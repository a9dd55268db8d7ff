package io.recsys.baseline;

import io.recsys.TrainingException;
import java.util.stream.IntStream;

/**
 * A symmetric matrix of doubles, of which the lower triangle is stored: 4 bytes a cell. All work is
 * spread over the threads of the common pool; each cell's sums have one order, so results do not
 * depend on the number of threads. Not safe for concurrent use.
 */
public final class SymmetricMatrix {
  /** Rows of a block: 64 of them over a tile of columns rest in a core's second-level cache. */
  private static final int BLOCK = 64;

  private static final int TILE = 512;

  private final double[][] rows;

  private SymmetricMatrix(double[][] rows) {
    this.rows = rows;
  }

  /** A matrix of which {@code rows[i]} holds columns 0 to i; the arrays become the matrix's own. */
  public static SymmetricMatrix of(double[][] rows) {
    return new SymmetricMatrix(rows);
  }

  /** The products of items: {@code sum_u w_ui w_uj} over users' weights. */
  static SymmetricMatrix products(Likes likes) {
    double[][] rows = new double[likes.byItem().users()][];
    IntStream.range(0, rows.length).parallel().forEach(item -> rows[item] = products(likes, item));
    return new SymmetricMatrix(rows);
  }

  private static double[] products(Likes likes, int item) {
    double[] row = new double[item + 1];
    for (int at = likes.byItem().start(item); at < likes.byItem().end(item); at++) {
      int user = likes.byItem().item(at);
      double weight = likes.byItem().value(at);
      for (int position = likes.byUser().start(user);
          position < likes.byUser().end(user);
          position++) {
        int other = likes.byUser().item(position);
        if (other <= item) {
          row[other] += weight * likes.byUser().value(position);
        }
      }
    }
    return row;
  }

  /** A copy, which can be changed apart. */
  SymmetricMatrix copy() {
    double[][] copy = new double[rows.length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = rows[i].clone();
    }
    return new SymmetricMatrix(copy);
  }

  /** The number of rows, which is that of columns. */
  public int size() {
    return rows.length;
  }

  /** One cell. */
  public double at(int row, int column) {
    return row >= column ? rows[row][column] : rows[column][row];
  }

  /** Adds a number to each cell of the diagonal. */
  public void addToDiagonal(double summand) {
    for (int i = 0; i < rows.length; i++) {
      rows[i][i] += summand;
    }
  }

  /**
   * Turns the matrix, which must be positive definite, into its inverse, in about {@code size^3}
   * operations: sweeps one block of rows after the other. See Goodnight, A Tutorial on the SWEEP
   * Operator, The American Statistician 33(3), 1979, here with blocks in place of single pivots.
   *
   * @throws TrainingException if the matrix is not positive definite
   */
  public void invert() {
    for (int from = 0; from < rows.length; from += BLOCK) {
      sweep(from, Math.min(rows.length, from + BLOCK));
    }
    IntStream.range(0, rows.length).parallel().forEach(i -> scale(rows[i], -1));
  }

  private void sweep(int from, int to) {
    double[][] panel = panel(from, to);
    double[][] inverse = inverseOfBlock(panel, from);
    double[][] solved = new double[to - from][];
    IntStream.range(0, to - from)
        .parallel()
        .forEach(k -> solved[k] = combination(inverse[k], panel));
    int tiles = (rows.length + BLOCK - 1) / BLOCK;
    IntStream.range(0, tiles).parallel().forEach(tile -> eliminate(tile * BLOCK, panel, solved));
    for (int i = from; i < rows.length; i++) {
      for (int k = 0; k < to - from; k++) {
        if (i >= to) {
          rows[i][from + k] = solved[k][i];
        } else if (from + k <= i) {
          rows[i][from + k] = -inverse[i - from][k];
        }
      }
      if (i < to) {
        System.arraycopy(solved[i - from], 0, rows[i], 0, from);
      }
    }
  }

  /** Rows {@code from} to {@code to - 1}, whole. */
  private double[][] panel(int from, int to) {
    double[][] panel = new double[to - from][rows.length];
    for (int k = 0; k < panel.length; k++) {
      System.arraycopy(rows[from + k], 0, panel[k], 0, from + k + 1);
      for (int column = from + k + 1; column < rows.length; column++) {
        panel[k][column] = rows[column][from + k];
      }
    }
    return panel;
  }

  /** The inverse of the block on the diagonal, by Gauss and Jordan's elimination. */
  private static double[][] inverseOfBlock(double[][] panel, int from) {
    int size = panel.length;
    double[][] block = new double[size][size];
    for (int i = 0; i < size; i++) {
      System.arraycopy(panel[i], from, block[i], 0, size);
    }
    for (int pivot = 0; pivot < size; pivot++) {
      double[] pivotRow = block[pivot];
      double diagonal = pivotRow[pivot];
      if (!(diagonal > 0)) {
        throw new TrainingException(
            "The equations have no unique solution in double precision; raise the regularization");
      }
      pivotRow[pivot] = 1;
      scale(pivotRow, 1 / diagonal);
      for (int i = 0; i < size; i++) {
        if (i != pivot) {
          double factor = block[i][pivot];
          block[i][pivot] = 0;
          for (int j = 0; j < size; j++) {
            block[i][j] -= factor * pivotRow[j];
          }
        }
      }
    }
    return block;
  }

  private static double[] combination(double[] weights, double[][] panel) {
    double[] sum = new double[panel[0].length];
    for (int k = 0; k < weights.length; k++) {
      double weight = weights[k];
      double[] row = panel[k];
      for (int column = 0; column < sum.length; column++) {
        sum[column] += weight * row[column];
      }
    }
    return sum;
  }

  /** Subtracts {@code panel' solved} from a block of rows, in tiles of columns that stay cached. */
  private void eliminate(int first, double[][] panel, double[][] solved) {
    int last = Math.min(rows.length, first + BLOCK);
    for (int tile = 0; tile < last; tile += TILE) {
      for (int i = Math.max(first, tile); i < last; i++) {
        int end = Math.min(i + 1, tile + TILE);
        int k = 0;
        for (; k + 4 <= panel.length; k += 4) {
          subtractFour(rows[i], tile, end, i, k, panel, solved);
        }
        for (; k < panel.length; k++) {
          double factor = panel[k][i];
          for (int j = tile; j < end; j++) {
            rows[i][j] -= factor * solved[k][j];
          }
        }
      }
    }
  }

  // Four at a time, for each cell of the row is then read and written a quarter as often.
  private static void subtractFour(
      double[] row, int from, int to, int i, int k, double[][] panel, double[][] solved) {
    double f0 = panel[k][i];
    double f1 = panel[k + 1][i];
    double f2 = panel[k + 2][i];
    double f3 = panel[k + 3][i];
    double[] s0 = solved[k];
    double[] s1 = solved[k + 1];
    double[] s2 = solved[k + 2];
    double[] s3 = solved[k + 3];
    for (int j = from; j < to; j++) {
      row[j] -= f0 * s0[j] + f1 * s1[j] + f2 * s2[j] + f3 * s3[j];
    }
  }

  private static void scale(double[] row, double factor) {
    for (int i = 0; i < row.length; i++) {
      row[i] *= factor;
    }
  }
}
