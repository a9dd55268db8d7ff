package io.recsys.train;

import io.recsys.TopK;
import io.recsys.baseline.EaseTrainer;
import io.recsys.baseline.Weighting;
import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
import io.recsys.model.Liking;
import io.recsys.model.Neighbors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What {@link EaseTrainer EASE} learns of pairs of items, cut down to some neighbors an item. */
final class EaseNeighbors {
  /** The most neighbors of an item. */
  static final int EACH = 50;

  /**
   * The most items that have neighbors, those with the most interactions: EASE takes time in
   * proportion to their cube.
   */
  private static final int MAX_ITEMS = 5000;

  private EaseNeighbors() {}

  /** The neighbors that some data shows, none where a configuration gives them no weight. */
  static Neighbors of(HybridConfig config, Dataset data) {
    return of(config, data, EACH, MAX_ITEMS);
  }

  /**
   * The same with other limits.
   *
   * @param each the most neighbors of an item
   * @param maxItems the most items that have neighbors
   */
  static Neighbors of(HybridConfig config, Dataset data, int each, int maxItems) {
    int items = data.items().size();
    Liking liking = liking(config, data.scale());
    Interactions rows = data.interactions();
    boolean liked =
        IntStream.range(0, rows.size()).anyMatch(position -> liking.of(rows.value(position)) > 0);
    if (config.neighborWeight() == 0 || !liked) {
      return Neighbors.none(items);
    }
    int[] kept = kept(rows, maxItems);
    EaseTrainer ease = EaseTrainer.defaults().withRelevantFrom(relevantFrom(config, data.scale()));
    if (liking.slope() > 0) {
      ease = ease.withWeighting(Weighting.BY_RATING);
    }
    float[][] all = ease.weights(kept.length == items ? data : of(data, kept));
    float[][] weights = new float[items][0];
    int[][] neighbors = new int[items][0];
    int[] starts = new int[items + 1];
    for (int i = 0; i < kept.length; i++) {
      int[] strongest = strongest(all[i], each);
      neighbors[kept[i]] = IntStream.of(strongest).map(j -> kept[j]).toArray();
      weights[kept[i]] = new float[strongest.length];
      for (int n = 0; n < strongest.length; n++) {
        weights[kept[i]][n] = (float) (config.neighborWeight() * all[i][strongest[n]]);
      }
    }
    for (int item = 0; item < items; item++) {
      starts[item + 1] = starts[item] + neighbors[item].length;
    }
    float[] flat = new float[starts[items]];
    for (int item = 0; item < items; item++) {
      System.arraycopy(weights[item], 0, flat, starts[item], weights[item].length);
    }
    return new Neighbors(
        starts, Arrays.stream(neighbors).flatMapToInt(IntStream::of).toArray(), flat, liking);
  }

  /** What rankings learn from a rating; see {@code relevantFrom} in {@link HybridConfig}. */
  static Liking liking(HybridConfig config, RatingScale scale) {
    double half = scale.width() / 2;
    double from = config.relevantFrom().orElse(scale.relevantFrom());
    return from - half < scale.min()
        ? new Liking(1, 0)
        : new Liking((float) (1 - from / half), (float) (1 / half));
  }

  /** The rating from which on EASE takes interactions for likes. */
  private static double relevantFrom(HybridConfig config, RatingScale scale) {
    return liking(config, scale).slope() == 0
        ? scale.min()
        : config.relevantFrom().orElse(scale.relevantFrom());
  }

  /** The items that may have neighbors, in order. */
  private static int[] kept(Interactions interactions, int maxItems) {
    int[] counts = new int[interactions.items()];
    for (int position = 0; position < interactions.size(); position++) {
      counts[interactions.item(position)]++;
    }
    TopK most = new TopK(Math.min(maxItems, counts.length));
    for (int item = 0; item < counts.length; item++) {
      most.offer(item, counts[item]);
    }
    return IntStream.range(0, most.size()).map(most::index).sorted().toArray();
  }

  /** The data of some items alone. */
  private static Dataset of(Dataset data, int[] kept) {
    Interactions all = data.interactions();
    Interactions.Builder some = Interactions.builder();
    for (int position = 0; position < all.size(); position++) {
      int item = Arrays.binarySearch(kept, all.item(position));
      if (item >= 0) {
        some.add(all.user(position), item, all.value(position), 0);
      }
    }
    List<String> ids = IntStream.of(kept).mapToObj(data.items()::id).toList();
    return new Dataset(
        data.name(),
        data.users(),
        Vocabulary.of(ids),
        data.userAttributes(),
        AttributeTable.empty(kept.length),
        some.build(all.users(), kept.length, false),
        data.scale());
  }

  /** The places of the largest weights, whatever their sign, in order. */
  private static int[] strongest(float[] weights, int each) {
    TopK strongest = new TopK(Math.min(each, weights.length));
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] != 0) {
        strongest.offer(i, Math.abs(weights[i]));
      }
    }
    return IntStream.range(0, strongest.size()).map(strongest::index).sorted().toArray();
  }
}
