package io.recsys.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The arithmetic on the Vector API, in tiles that stay in registers.
 *
 * <p>A tile is six rows by two vectors of outputs: twelve sums, two weights and one input are what
 * the 16 registers of AVX2 hold, and twelve independent sums are enough to keep two multiply-add
 * units of any latency up to six cycles busy.
 *
 * <p>Loaded by name, and only where the module {@code jdk.incubator.vector} is present.
 */
final class VectorKernel implements Kernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Eight sums for a dot product, as the plain kernel has; needs vectors of 256 bits. */
  private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;

  private static final int ROWS = 6;
  private static final int COLUMNS = 2 * LANES;

  private final Kernel plain = new PlainKernel();

  @Override
  public String name() {
    return "vector (" + SPECIES.vectorBitSize() + " bit)";
  }

  @Override
  public void accumulate(DenseLayer layer, float[] in, float[] out, int rows, Workspace workspace) {
    float[][] panels = layer.panels(COLUMNS);
    int outputs = layer.outputs();
    for (int p = 0; p < panels.length; p++) {
      int column = p * COLUMNS;
      for (int r = 0; r < rows; r += ROWS) {
        int last = Math.min(ROWS, rows - r) - 1;
        if (column + COLUMNS <= outputs) {
          tile(panels[p], in, r * layer.inputs(), last, out, r * outputs + column, outputs);
        } else {
          narrowTile(layer, p, in, out, r, last, workspace.tile());
        }
      }
    }
  }

  /** A tile wider than what is left of the rows: summed apart, so that no row is overrun. */
  private static void narrowTile(
      DenseLayer layer, int p, float[] in, float[] out, int row, int last, float[] sums) {
    int outputs = layer.outputs();
    int column = p * COLUMNS;
    int width = outputs - column;
    for (int k = 0; k <= last; k++) {
      System.arraycopy(out, (row + k) * outputs + column, sums, k * COLUMNS, width);
    }
    float[] panel = layer.panels(COLUMNS)[p];
    tile(panel, in, row * layer.inputs(), last, sums, 0, COLUMNS);
    for (int k = 0; k <= last; k++) {
      System.arraycopy(sums, k * COLUMNS, out, (row + k) * outputs + column, width);
    }
  }

  /**
   * Adds a panel's sums to one tile of {@code out}.
   *
   * <p>Rows after the last one stand for the last one again: all are read before any is written, so
   * the last row gets equal values several times, and no other code is needed for few rows. There
   * is no branch, so that code compiled for one layer holds for all.
   */
  private static void tile(
      float[] panel, float[] in, int inOffset, int last, float[] out, int outOffset, int stride) {
    int inputs = panel.length / COLUMNS;
    int last1 = Math.min(1, last);
    int last2 = Math.min(2, last);
    int last3 = Math.min(3, last);
    int last4 = Math.min(4, last);
    int last5 = Math.min(5, last);
    int in1 = inOffset + last1 * inputs;
    int in2 = inOffset + last2 * inputs;
    int in3 = inOffset + last3 * inputs;
    int in4 = inOffset + last4 * inputs;
    int in5 = inOffset + last5 * inputs;
    int out1 = outOffset + last1 * stride;
    int out2 = outOffset + last2 * stride;
    int out3 = outOffset + last3 * stride;
    int out4 = outOffset + last4 * stride;
    int out5 = outOffset + last5 * stride;
    FloatVector a0 = FloatVector.fromArray(SPECIES, out, outOffset);
    FloatVector b0 = FloatVector.fromArray(SPECIES, out, outOffset + LANES);
    FloatVector a1 = FloatVector.fromArray(SPECIES, out, out1);
    FloatVector b1 = FloatVector.fromArray(SPECIES, out, out1 + LANES);
    FloatVector a2 = FloatVector.fromArray(SPECIES, out, out2);
    FloatVector b2 = FloatVector.fromArray(SPECIES, out, out2 + LANES);
    FloatVector a3 = FloatVector.fromArray(SPECIES, out, out3);
    FloatVector b3 = FloatVector.fromArray(SPECIES, out, out3 + LANES);
    FloatVector a4 = FloatVector.fromArray(SPECIES, out, out4);
    FloatVector b4 = FloatVector.fromArray(SPECIES, out, out4 + LANES);
    FloatVector a5 = FloatVector.fromArray(SPECIES, out, out5);
    FloatVector b5 = FloatVector.fromArray(SPECIES, out, out5 + LANES);
    for (int i = 0; i < inputs; i++) {
      FloatVector u = FloatVector.fromArray(SPECIES, panel, i * COLUMNS);
      FloatVector v = FloatVector.fromArray(SPECIES, panel, i * COLUMNS + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, in[inOffset + i]);
      a0 = x.fma(u, a0);
      b0 = x.fma(v, b0);
      x = FloatVector.broadcast(SPECIES, in[in1 + i]);
      a1 = x.fma(u, a1);
      b1 = x.fma(v, b1);
      x = FloatVector.broadcast(SPECIES, in[in2 + i]);
      a2 = x.fma(u, a2);
      b2 = x.fma(v, b2);
      x = FloatVector.broadcast(SPECIES, in[in3 + i]);
      a3 = x.fma(u, a3);
      b3 = x.fma(v, b3);
      x = FloatVector.broadcast(SPECIES, in[in4 + i]);
      a4 = x.fma(u, a4);
      b4 = x.fma(v, b4);
      x = FloatVector.broadcast(SPECIES, in[in5 + i]);
      a5 = x.fma(u, a5);
      b5 = x.fma(v, b5);
    }
    a0.intoArray(out, outOffset);
    b0.intoArray(out, outOffset + LANES);
    a1.intoArray(out, out1);
    b1.intoArray(out, out1 + LANES);
    a2.intoArray(out, out2);
    b2.intoArray(out, out2 + LANES);
    a3.intoArray(out, out3);
    b3.intoArray(out, out3 + LANES);
    a4.intoArray(out, out4);
    b4.intoArray(out, out4 + LANES);
    a5.intoArray(out, out5);
    b5.intoArray(out, out5 + LANES);
  }

  @Override
  public float dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
    if (LANES < EIGHT.length()) {
      return plain.dot(a, aOffset, b, bOffset, n);
    }
    FloatVector s = FloatVector.zero(EIGHT);
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      FloatVector x = FloatVector.fromArray(EIGHT, a, aOffset + i);
      s = x.fma(FloatVector.fromArray(EIGHT, b, bOffset + i), s);
    }
    float first = s.lane(0);
    for (; i < n; i++) {
      first = MultiplyAdd.of(a[aOffset + i], b[bOffset + i], first);
    }
    float even = (first + s.lane(4)) + (s.lane(2) + s.lane(6));
    return even + ((s.lane(1) + s.lane(5)) + (s.lane(3) + s.lane(7)));
  }

  @Override
  public void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n) {
    FloatVector a = FloatVector.broadcast(SPECIES, alpha);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, y, yOffset + i);
      FloatVector.fromArray(SPECIES, x, xOffset + i).fma(a, sum).intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] = MultiplyAdd.of(alpha, x[xOffset + i], y[yOffset + i]);
    }
  }

  @Override
  public void addRelu(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, a, aOffset + i);
      sum = sum.add(FloatVector.fromArray(SPECIES, b, bOffset + i));
      sum.max(0f).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = Math.max(a[aOffset + i] + b[bOffset + i], 0f);
    }
  }
}
