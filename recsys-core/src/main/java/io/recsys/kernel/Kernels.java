package io.recsys.kernel;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The arithmetic behind {@link DenseStack} and of ranges, in the fastest version that this JVM
 * offers: one on the Vector API if the application was started with {@code --add-modules
 * jdk.incubator.vector}, else a plain one. Safe for any number of threads; nothing is allocated per
 * row.
 *
 * <p>Sums are fused multiply-adds in the order stated (multiplied and added apart on a machine
 * without that instruction), so both versions give equal bits, and a row's result does not depend
 * on the rows beside it. NaN and infinities go through as in Java's own arithmetic: an activation
 * keeps NaN.
 *
 * <p>The vector version takes over once the JVM has compiled it, after some tens of milliseconds of
 * dense layers.
 */
public final class Kernels {
  private static final String VECTOR_CLASS = "jdk.incubator.vector.FloatVector";
  private static final String VECTOR_KERNEL = "io.recsys.kernel.VectorKernel";

  private static final Kernel KERNEL = choose();

  private Kernels() {}

  /** The version in use: {@code plain}, or {@code vector (256 bit)} with the width of a vector. */
  public static String name() {
    return KERNEL.name();
  }

  /**
   * The dot product of two ranges of {@code n} floats, in eight interleaved sums.
   *
   * @throws IndexOutOfBoundsException if a range leaves its array
   */
  public static float dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
    Objects.checkFromIndexSize(aOffset, n, a.length);
    Objects.checkFromIndexSize(bOffset, n, b.length);
    return KERNEL.dot(a, aOffset, b, bOffset, n);
  }

  /**
   * Adds {@code alpha} times a range of {@code n} floats of {@code x} to one of {@code y}. Two
   * ranges of one array must be the same or apart.
   *
   * @throws IndexOutOfBoundsException if a range leaves its array
   */
  public static void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n) {
    Objects.checkFromIndexSize(xOffset, n, x.length);
    Objects.checkFromIndexSize(yOffset, n, y.length);
    KERNEL.axpy(alpha, x, xOffset, y, yOffset, n);
  }

  static void checkLength(String name, float[] array, int rows, int width) {
    if (rows < 0) {
      throw new IllegalArgumentException("rows: " + rows + ", must be 0 or more");
    }
    if (array.length < (long) rows * width) {
      throw new IllegalArgumentException(
          String.format(
              "%s: %d values, must be at least %d rows x %d = %d",
              name, array.length, rows, width, (long) rows * width));
    }
  }

  /** The kernel of this JVM. */
  static Kernel kernel() {
    return KERNEL;
  }

  private static Kernel choose() {
    Kernel plain = new PlainKernel();
    Kernel vector = vectorKernel();
    return vector == null ? plain : new HandoverKernel(plain, vector);
  }

  /** Whether the application was started with the module, a class of which is quick to look up. */
  private static boolean hasVectorModule() {
    try {
      Class.forName(VECTOR_CLASS, false, ClassLoader.getSystemClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** The vector kernel, or null where this JVM has none. */
  static @Nullable Kernel vectorKernel() {
    if (!MultiplyAdd.FUSED || !hasVectorModule()) {
      return null;
    }
    try {
      Class<?> type = Class.forName(VECTOR_KERNEL);
      return type.asSubclass(Kernel.class).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      LoggerFactory.getLogger(Kernels.class)
          .warn("The vector kernel does not load on this JVM; the plain one is used.", e);
      return null;
    }
  }
}
