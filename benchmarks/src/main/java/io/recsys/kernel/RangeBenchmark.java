package io.recsys.kernel;

import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Dot products and sums of ranges within larger arrays. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RangeBenchmark {
  /** The length of a range. */
  @Param({"128", "256"})
  int n;

  private final Random random = new Random(1);
  private final float[] a = values(1000);
  private final float[] b = values(1000);
  private final float[] out = new float[1000];
  private final Kernel plain = new PlainKernel();
  private final Kernel vector = vectorKernel();

  /** One sum, which has to wait for itself. */
  @Benchmark
  public float dotNaive() {
    float sum = 0;
    for (int i = 0; i < n; i++) {
      sum += a[100 + i] * b[200 + i];
    }
    return sum;
  }

  /** The plain kernel's dot product. */
  @Benchmark
  public float dotPlain() {
    return plain.dot(a, 100, b, 200, n);
  }

  /** The vector kernel's dot product. */
  @Benchmark
  public float dotVector() {
    return vector.dot(a, 100, b, 200, n);
  }

  /** The plain kernel's {@code axpy}. */
  @Benchmark
  public float[] axpyPlain() {
    plain.axpy(0.5f, a, 100, out, 200, n);
    return out;
  }

  /** The vector kernel's {@code axpy}. */
  @Benchmark
  public float[] axpyVector() {
    vector.axpy(0.5f, a, 100, out, 200, n);
    return out;
  }

  private static Kernel vectorKernel() {
    return Objects.requireNonNull(
        Kernels.vectorKernel(), "start java with --add-modules jdk.incubator.vector");
  }

  private float[] values(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
