package io.recsys.baseline;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The inverse that EASE needs, beside those of commons-math3. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class InverseBenchmark {
  /** The number of rows: the items of MovieLens 100K; those of 1M that are rated are 3,706. */
  @Param("1682")
  int n;

  private double[][] matrix = {};
  private double[][] rows = {};

  /** Draws a positive definite matrix: small numbers around a heavy diagonal. */
  @Setup
  public void draw() {
    Random random = new Random(1);
    matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = i == j ? n : random.nextDouble();
        matrix[j][i] = matrix[i][j];
      }
    }
  }

  /** Copies the lower triangle, which is inverted in place. */
  @Setup(Level.Invocation)
  public void copy() {
    rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = Arrays.copyOf(matrix[i], i + 1);
    }
  }

  /** EASE's own, on all threads. */
  @Benchmark
  public double own() {
    SymmetricMatrix inverse = SymmetricMatrix.of(rows);
    inverse.invert();
    return inverse.at(n - 1, 0);
  }

  /** By commons-math3's Cholesky decomposition, on one thread. */
  @Benchmark
  public RealMatrix cholesky() {
    return new CholeskyDecomposition(new Array2DRowRealMatrix(matrix, false))
        .getSolver()
        .getInverse();
  }
}
