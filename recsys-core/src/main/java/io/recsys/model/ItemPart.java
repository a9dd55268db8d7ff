package io.recsys.model;

import io.recsys.kernel.DenseLayer;
import io.recsys.kernel.DenseStack;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What a layer makes of each item, computed once, when it is first asked for: most answers need it
 * of few items, and a JVM that has just started is slow at it. Two threads that ask at the same
 * time may both compute, and get equal bits. Safe for any number of threads.
 */
final class ItemPart {
  /** What writes an item's inputs to the start of an array. */
  @FunctionalInterface
  interface Inputs {
    void write(int row, float[] input);
  }

  private final DenseStack layer;
  private final Inputs inputs;
  private final AtomicReferenceArray<float[]> rows;
  private final int unknown;

  /**
   * The parts of a number of items, the last of them the unknown one.
   *
   * @param layer what to compute, without offsets or activation
   * @param inputs what writes the inputs of that layer
   */
  ItemPart(int items, DenseLayer layer, Inputs inputs) {
    this.layer = DenseStack.of(List.of(layer));
    this.inputs = inputs;
    this.rows = new AtomicReferenceArray<>(items);
    this.unknown = items - 1;
  }

  /**
   * Writes the sum of a vector and the beginning of an item's part.
   *
   * @param sums takes the first value at {@code offset}, the others {@link DenseStack#BLOCK_ROWS}
   *     places apart
   */
  void add(float[] vector, int item, float[] sums, int offset) {
    float[] row = row(item);
    for (int i = 0; i < vector.length; i++) {
      sums[i * DenseStack.BLOCK_ROWS + offset] = vector[i] + row[i];
    }
  }

  /** One value of an item's part. */
  float value(int item, int output) {
    return row(item)[output];
  }

  private float[] row(int item) {
    float[] row = rows.get(item);
    if (row == null) {
      compute(new int[] {item}, 1);
      row = rows.get(item);
    }
    return row;
  }

  /**
   * Computes what is missing of some items together, which is faster than one by one.
   *
   * @param items the items, from {@code first} on, -1 for the unknown one
   */
  void prepare(int[] items, int first, int count) {
    int[] missing = null;
    int size = 0;
    for (int i = first; i < first + count; i++) {
      int row = items[i] < 0 ? unknown : items[i];
      if (rows.get(row) == null) {
        missing = missing == null ? new int[count] : missing;
        missing[size++] = row;
      }
    }
    if (missing != null) {
      compute(missing, size);
    }
  }

  private void compute(int[] items, int count) {
    float[] input = new float[layer.inputs()];
    float[] in = new float[count * layer.inputs()];
    float[] out = new float[count * layer.outputs()];
    for (int i = 0; i < count; i++) {
      inputs.write(items[i], input);
      System.arraycopy(input, 0, in, i * input.length, input.length);
    }
    layer.forward(in, out, count, layer.scratch());
    for (int i = 0; i < count; i++) {
      rows.set(items[i], Arrays.copyOfRange(out, i * layer.outputs(), (i + 1) * layer.outputs()));
    }
  }
}
