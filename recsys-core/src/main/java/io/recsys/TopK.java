package io.recsys;

import java.util.Arrays;

/**
 * The {@code k} best of a stream of scored indices, in memory of order {@code k}. Higher scores
 * come first, equal scores in order of index; NaN is never kept. Not safe for concurrent use.
 */
public final class TopK {
  private final int[] indices;
  private final float[] scores;
  private int size;

  /**
   * An empty selection.
   *
   * @param k the most indices to keep, 0 or more
   */
  public TopK(int k) {
    if (k < 0) {
      throw new IllegalArgumentException("k: " + k + " is negative; ask for 0 items or more");
    }
    indices = new int[k];
    scores = new float[k];
  }

  /** Offers an index with its score; each index at most once. */
  public void offer(int index, float score) {
    if (size < indices.length) {
      if (!Float.isNaN(score)) {
        siftUp(size++, index, score);
      }
    } else if (size > 0 && before(score, index, scores[0], indices[0])) {
      siftDown(size, index, score);
    }
  }

  /** Sorts what was kept, best first; after it, {@link #offer} may not be called again. */
  public TopK sort() {
    // Heap sort: the root is the worst, so it goes to the end of the shrinking heap.
    for (int end = size - 1; end > 0; end--) {
      int index = indices[end];
      float score = scores[end];
      indices[end] = indices[0];
      scores[end] = scores[0];
      siftDown(end, index, score);
    }
    return this;
  }

  /** What is kept at some places, in their order. */
  TopK pick(int[] places) {
    TopK picked = new TopK(places.length);
    for (int place : places) {
      picked.set(picked.size++, indices[place], scores[place]);
    }
    return picked;
  }

  /** The number of indices kept. */
  public int size() {
    return size;
  }

  /** The index at a place, from 0. */
  public int index(int place) {
    return indices[place];
  }

  /** The score at a place, from 0. */
  public float score(int place) {
    return scores[place];
  }

  /** All indices kept, in ascending order whatever their scores; sorted or not. */
  public int[] ascending() {
    int[] ascending = Arrays.copyOf(indices, size);
    Arrays.sort(ascending);
    return ascending;
  }

  private static boolean before(float score, int index, float otherScore, int otherIndex) {
    return score > otherScore || (score == otherScore && index < otherIndex);
  }

  private void siftUp(int start, int index, float score) {
    int at = start;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!before(scores[parent], indices[parent], score, index)) {
        break;
      }
      set(at, indices[parent], scores[parent]);
      at = parent;
    }
    set(at, index, score);
  }

  private void siftDown(int end, int index, float score) {
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= end) {
        break;
      }
      int right = child + 1;
      if (right < end && before(scores[child], indices[child], scores[right], indices[right])) {
        child = right;
      }
      if (!before(score, index, scores[child], indices[child])) {
        break;
      }
      set(at, indices[child], scores[child]);
      at = child;
    }
    set(at, index, score);
  }

  private void set(int at, int index, float score) {
    indices[at] = index;
    scores[at] = score;
  }
}
