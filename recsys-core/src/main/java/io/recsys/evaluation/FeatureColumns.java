package io.recsys.evaluation;

import java.util.HashSet;
import java.util.List;

/**
 * Features as numbers: a named column a feature, a row an interaction, in the order of the
 * interactions' positions. NaN stands for a missing number. Immutable and safe for any number of
 * threads.
 */
public final class FeatureColumns {
  private final List<String> names;
  private final int rows;
  private final double[][] columns;

  private FeatureColumns(List<String> names, int rows, double[][] columns) {
    this.names = names;
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * The features of some rows.
   *
   * @param names a name for each column, each once
   * @param rows the number of rows
   * @param encoder writes a row's numbers; called once a row, in order
   */
  public static FeatureColumns of(List<String> names, int rows, RowEncoder encoder) {
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("names: " + names + " has one twice; rename a column");
    }
    double[][] columns = new double[names.size()][rows];
    double[] numbers = new double[names.size()];
    for (int row = 0; row < rows; row++) {
      encoder.encode(row, numbers);
      for (int column = 0; column < numbers.length; column++) {
        columns[column][row] = numbers[column];
      }
    }
    return new FeatureColumns(List.copyOf(names), rows, columns);
  }

  /** The names of the columns, in order. */
  public List<String> names() {
    return names;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** The number in a column and row, both counted from 0. */
  public double value(int column, int row) {
    return columns[column][row];
  }

  /** A column's deviation over the rows that have a number; 1 where it does not vary. */
  double deviation(int column) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (double value : columns[column]) {
      if (Double.isFinite(value)) {
        count++;
        double off = value - sum;
        sum += off / count;
        squares += off * (value - sum);
      }
    }
    double deviation = count == 0 ? 0 : Math.sqrt(squares / count);
    return deviation > 0 ? deviation : 1;
  }

  @Override
  public String toString() {
    return "FeatureColumns[" + rows + " rows of " + names + "]";
  }

  /** Writes the features of one row. */
  @FunctionalInterface
  public interface RowEncoder {
    /**
     * Writes all numbers of a row.
     *
     * @param row the row, a position in the interactions
     * @param numbers takes the numbers, in the order of the names
     */
    void encode(int row, double[] numbers);
  }
}
