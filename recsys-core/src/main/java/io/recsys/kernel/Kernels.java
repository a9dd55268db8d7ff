package io.recsys.kernel;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The arithmetic of dense layers, in the fastest version that this JVM offers: one on the Vector
 * API if the application was started with {@code --add-modules jdk.incubator.vector}, else a plain
 * one. Safe for any number of threads; nothing is allocated per row.
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
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
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

  /**
   * Adds two ranges of {@code n} floats and replaces what is negative by 0: {@code out[i] =
   * max(a[i] + b[i], 0)}. {@code out} may be one of the two ranges; ranges of one array must be the
   * same or apart.
   *
   * @throws IndexOutOfBoundsException if a range leaves its array
   */
  public static void addRelu(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int n) {
    Objects.checkFromIndexSize(aOffset, n, a.length);
    Objects.checkFromIndexSize(bOffset, n, b.length);
    Objects.checkFromIndexSize(outOffset, n, out.length);
    KERNEL.addRelu(a, aOffset, b, bOffset, out, outOffset, n);
  }

  /**
   * Applies a dense layer to rows: {@code out[r][o] = activation(bias[o] + sum_i weight[o][i]
   * in[r][i])}. Allocates a few kilobytes; {@link DenseStack} allocates nothing.
   *
   * @param layer the layer
   * @param in the input rows, {@code rows x layer.inputs()}, from index 0
   * @param out takes the output rows, {@code rows x layer.outputs()}, from index 0; another array
   *     than {@code in}
   * @param rows the number of rows
   * @throws IllegalArgumentException if an array is too short for the rows, or both are the same
   */
  public static void dense(DenseLayer layer, float[] in, float[] out, int rows) {
    check(layer, in, out, rows);
    KERNEL.dense(layer, in, out, rows, Workspace.of(layer.outputs()));
  }

  /**
   * Adds a dense layer to rows: {@code out[r][o] = activation(out[r][o] + bias[o] + sum_i
   * weight[o][i] in[r][i])}. A layer whose inputs come in parts is one call for the part that
   * changes from row to row, onto the sum of the others. Otherwise as {@link #dense}.
   */
  public static void denseAdd(DenseLayer layer, float[] in, float[] out, int rows) {
    check(layer, in, out, rows);
    KERNEL.denseAdd(layer, in, out, rows, Workspace.of(layer.outputs()));
  }

  /**
   * Adds a dense layer to rows as {@link #denseAdd(DenseLayer, float[], float[], int)} does, and
   * allocates nothing.
   *
   * @param scratch working memory of a stack that takes the layer's outputs
   * @throws IllegalArgumentException also if the stack takes fewer inputs
   */
  public static void denseAdd(
      DenseLayer layer, float[] in, float[] out, int rows, DenseStack.Scratch scratch) {
    check(layer, in, out, rows);
    KERNEL.denseAdd(layer, in, out, rows, scratch.workspaceFor(layer));
  }

  private static void check(DenseLayer layer, float[] in, float[] out, int rows) {
    checkLength("in", in, rows, layer.inputs());
    checkLength("out", out, rows, layer.outputs());
    if (in == out) {
      throw new IllegalArgumentException("out: the same array as in, must be another");
    }
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

  /** The vector kernel, or null where this JVM has none. */
  static @Nullable Kernel vectorKernel() {
    if (!MultiplyAdd.FUSED || ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
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
