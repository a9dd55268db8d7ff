package io.recsys.kernel;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The arithmetic on the Vector API, in tiles that stay in registers.
 *
 * <p>Rows lie side by side in a vector, so that what a tile loads has distances that the JIT knows:
 * that needs half the instructions of a tile with outputs side by side, whose rows are as far apart
 * as a layer is wide. A tile is two vectors of rows by eight outputs, sixteen independent sums.
 * They fit into the 32 registers of AVX-512; where there are 16, some go by way of the stack, which
 * costs no more than smaller tiles do.
 *
 * <p>Loaded by name, and only where the module {@code jdk.incubator.vector} is present.
 */
final class VectorKernel implements Kernel {
  /** The widest vectors of which two are a block's columns, or shorter ones. */
  private static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() > Workspace.STRIDE / 2
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;

  private static final int LANES = SPECIES.length();

  /** The outputs of a tile. */
  private static final int OUTPUTS = DenseLayer.PANEL;

  /** The rows of a tile. */
  private static final int ROWS = 2 * LANES;

  /** Fewer rows are faster by the plain kernel, one by one, than a tile that is mostly empty. */
  private static final int FEWEST_ROWS = LANES / 2;

  /** Eight sums for a dot product, as the plain kernel has; needs vectors of 256 bits. */
  private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;

  private static final int STRIDE = Workspace.STRIDE;

  private final Kernel plain = new PlainKernel();

  @Override
  public String name() {
    return "vector (" + SPECIES.vectorBitSize() + " bit)";
  }

  @Override
  public void stack(
      List<DenseLayer> layers, int rows, Workspace workspace, float[] out, int offset) {
    if (rows < FEWEST_ROWS) {
      plain.stack(layers, rows, workspace, out, offset);
      return;
    }
    float[][] columns = workspace.columns();
    Workspace.toColumns(workspace.inputs(), layers.get(0).inputs(), rows, columns[0]);
    int last = layers.size();
    for (int l = 0; l < last; l++) {
      DenseLayer layer = layers.get(l);
      float[] sums = columns[(l + 1) % 2];
      if (l > 0) {
        setOffsets(layer.bias(), sums);
      } else if (layer.hasOffsets()) {
        addOffsets(layer.bias(), sums);
      }
      for (int row = 0; row < rows; row += ROWS) {
        accumulate(layer, columns[l % 2], row, sums);
      }
    }
    Workspace.toRows(columns[last % 2], layers.get(last - 1).outputs(), rows, out, offset);
  }

  private static void setOffsets(float[] bias, float[] sums) {
    for (int o = 0; o < bias.length; o++) {
      FloatVector offset = FloatVector.broadcast(SPECIES, bias[o]);
      for (int at = o * STRIDE; at < (o + 1) * STRIDE; at += LANES) {
        offset.intoArray(sums, at);
      }
    }
  }

  private static void addOffsets(float[] bias, float[] sums) {
    for (int o = 0; o < bias.length; o++) {
      for (int at = o * STRIDE; at < (o + 1) * STRIDE; at += LANES) {
        FloatVector.fromArray(SPECIES, sums, at).add(bias[o]).intoArray(sums, at);
      }
    }
  }

  private static void accumulate(DenseLayer layer, float[] in, int row, float[] sums) {
    float[][] panels = layer.panels();
    // A number in place of a branch, so that code compiled for one layer holds for all.
    float floor = layer.relu() ? 0 : Float.NEGATIVE_INFINITY;
    for (int p = 0; p < panels.length; p++) {
      tile(panels[p], in, row, sums, p * OUTPUTS * STRIDE + row, floor);
    }
  }

  /**
   * Adds a panel's sums to one tile of {@code out}, and applies the activation. Outputs behind the
   * last one of a layer, for which a panel is filled up, mean nothing and are read by nobody.
   */
  private static void tile(float[] panel, float[] in, int row, float[] out, int at, float floor) {
    int inputs = panel.length / OUTPUTS;
    FloatVector a0 = FloatVector.fromArray(SPECIES, out, at);
    FloatVector b0 = FloatVector.fromArray(SPECIES, out, at + LANES);
    FloatVector a1 = FloatVector.fromArray(SPECIES, out, at + STRIDE);
    FloatVector b1 = FloatVector.fromArray(SPECIES, out, at + STRIDE + LANES);
    FloatVector a2 = FloatVector.fromArray(SPECIES, out, at + 2 * STRIDE);
    FloatVector b2 = FloatVector.fromArray(SPECIES, out, at + 2 * STRIDE + LANES);
    FloatVector a3 = FloatVector.fromArray(SPECIES, out, at + 3 * STRIDE);
    FloatVector b3 = FloatVector.fromArray(SPECIES, out, at + 3 * STRIDE + LANES);
    FloatVector a4 = FloatVector.fromArray(SPECIES, out, at + 4 * STRIDE);
    FloatVector b4 = FloatVector.fromArray(SPECIES, out, at + 4 * STRIDE + LANES);
    FloatVector a5 = FloatVector.fromArray(SPECIES, out, at + 5 * STRIDE);
    FloatVector b5 = FloatVector.fromArray(SPECIES, out, at + 5 * STRIDE + LANES);
    FloatVector a6 = FloatVector.fromArray(SPECIES, out, at + 6 * STRIDE);
    FloatVector b6 = FloatVector.fromArray(SPECIES, out, at + 6 * STRIDE + LANES);
    FloatVector a7 = FloatVector.fromArray(SPECIES, out, at + 7 * STRIDE);
    FloatVector b7 = FloatVector.fromArray(SPECIES, out, at + 7 * STRIDE + LANES);
    for (int i = 0; i < inputs; i++) {
      FloatVector x = FloatVector.fromArray(SPECIES, in, i * STRIDE + row);
      FloatVector y = FloatVector.fromArray(SPECIES, in, i * STRIDE + row + LANES);
      int w = i * OUTPUTS;
      FloatVector u = FloatVector.broadcast(SPECIES, panel[w]);
      a0 = u.fma(x, a0);
      b0 = u.fma(y, b0);
      u = FloatVector.broadcast(SPECIES, panel[w + 1]);
      a1 = u.fma(x, a1);
      b1 = u.fma(y, b1);
      u = FloatVector.broadcast(SPECIES, panel[w + 2]);
      a2 = u.fma(x, a2);
      b2 = u.fma(y, b2);
      u = FloatVector.broadcast(SPECIES, panel[w + 3]);
      a3 = u.fma(x, a3);
      b3 = u.fma(y, b3);
      u = FloatVector.broadcast(SPECIES, panel[w + 4]);
      a4 = u.fma(x, a4);
      b4 = u.fma(y, b4);
      u = FloatVector.broadcast(SPECIES, panel[w + 5]);
      a5 = u.fma(x, a5);
      b5 = u.fma(y, b5);
      u = FloatVector.broadcast(SPECIES, panel[w + 6]);
      a6 = u.fma(x, a6);
      b6 = u.fma(y, b6);
      u = FloatVector.broadcast(SPECIES, panel[w + 7]);
      a7 = u.fma(x, a7);
      b7 = u.fma(y, b7);
    }
    a0.max(floor).intoArray(out, at);
    b0.max(floor).intoArray(out, at + LANES);
    a1.max(floor).intoArray(out, at + STRIDE);
    b1.max(floor).intoArray(out, at + STRIDE + LANES);
    a2.max(floor).intoArray(out, at + 2 * STRIDE);
    b2.max(floor).intoArray(out, at + 2 * STRIDE + LANES);
    a3.max(floor).intoArray(out, at + 3 * STRIDE);
    b3.max(floor).intoArray(out, at + 3 * STRIDE + LANES);
    a4.max(floor).intoArray(out, at + 4 * STRIDE);
    b4.max(floor).intoArray(out, at + 4 * STRIDE + LANES);
    a5.max(floor).intoArray(out, at + 5 * STRIDE);
    b5.max(floor).intoArray(out, at + 5 * STRIDE + LANES);
    a6.max(floor).intoArray(out, at + 6 * STRIDE);
    b6.max(floor).intoArray(out, at + 6 * STRIDE + LANES);
    a7.max(floor).intoArray(out, at + 7 * STRIDE);
    b7.max(floor).intoArray(out, at + 7 * STRIDE + LANES);
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
}
