package io.recsys.baseline;

import io.recsys.TopK;
import java.util.stream.IntStream;

/** For each item the items most similar to it, best first, with their similarities. Immutable. */
final class NearestItems {
  private final int[][] items;
  private final float[][] similarities;

  private NearestItems(int[][] items, float[][] similarities) {
    this.items = items;
    this.similarities = similarities;
  }

  /** At most {@code most} items for each, those alone whose similarity is above 0. */
  static NearestItems of(ItemSimilarity similarity, int most) {
    int[][] items = new int[similarity.size()][];
    float[][] similarities = new float[similarity.size()][];
    IntStream.range(0, items.length)
        .parallel()
        .forEach(
            item -> {
              TopK best = best(similarity, item, Math.min(most, items.length));
              items[item] = IntStream.range(0, best.size()).map(best::index).toArray();
              similarities[item] = new float[best.size()];
              for (int place = 0; place < best.size(); place++) {
                similarities[item][place] = best.score(place);
              }
            });
    return new NearestItems(items, similarities);
  }

  private static TopK best(ItemSimilarity similarity, int item, int most) {
    TopK best = new TopK(most);
    for (int other = 0; other < similarity.size(); other++) {
      float alike = similarity.of(item, other);
      if (alike > 0) {
        best.offer(other, alike);
      }
    }
    return best.sort();
  }

  /** The sum of the similarities of an item's nearest, each times that item's weight. */
  double sum(int item, double[] weights) {
    double sum = 0;
    for (int place = 0; place < items[item].length; place++) {
      sum += similarities[item][place] * weights[items[item][place]];
    }
    return sum;
  }
}
