package io.recsys.train;

import io.recsys.TopK;
import io.recsys.baseline.EaseTrainer;
import io.recsys.baseline.Weighting;
import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.Vocabulary;
import io.recsys.model.ItemNeighbors;
import io.recsys.model.Liking;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** What {@link EaseTrainer EASE} learns of pairs of items, cut down to some neighbors an item. */
final class EaseNeighbors {
  /** The most times the weight of the settings. */
  private static final double MOST_TIMES = 10;

  /** The items a user from which on they have more than that. */
  private static final double MANY_ITEMS = 3;

  /** What a term that items share counts, in likes of a user more, where neighbors weigh more. */
  private static final double TERM_WEIGHT = 3;

  private final HybridConfig config;
  private final Dataset data;
  private final Liking liking;

  /**
   * Neighbors to be fitted to some data.
   *
   * @param config has their weight, and from which rating on interactions are likes
   */
  EaseNeighbors(HybridConfig config, Dataset data) {
    this.config = config;
    this.data = data;
    this.liking = config.liking(data.scale());
  }

  /**
   * Neighbors of the 5,000 items with the most interactions, for EASE takes time in proportion to
   * the cube of the items; none where they have no weight or nobody likes anything.
   *
   * <p>Where they weigh as much as the settings say, an item keeps its strongest 50. Where they
   * weigh more they carry the ranking: each item is a neighbor of the 100 that say most of it, by
   * weights of those alone, and terms that items share, such as genres, speak too.
   */
  ItemNeighbors fit() {
    return fit(times() > 1 ? 100 : 50, 5000);
  }

  /**
   * The same with other limits.
   *
   * @param each the most neighbors of an item; where they carry the ranking, the most items that it
   *     is a neighbor of
   * @param maxItems the most items that have neighbors
   */
  ItemNeighbors fit(int each, int maxItems) {
    if (config.neighborWeight() == 0) {
      return ItemNeighbors.none(data.items().size());
    }
    int[] kept = mostChosen(maxItems);
    int[][] neighbors = new int[data.items().size()][0];
    float[][] weights = new float[neighbors.length][0];
    double times = times();
    boolean alone = times > 1;
    float[][] all = ease(kept, alone, each);
    double weight = config.neighborWeight() * times;
    for (int i = 0; i < all.length; i++) {
      int[] strongest = strongest(all[i], alone ? all.length : each);
      neighbors[kept[i]] = IntStream.of(strongest).map(j -> kept[j]).toArray();
      weights[kept[i]] = new float[strongest.length];
      for (int n = 0; n < strongest.length; n++) {
        weights[kept[i]][n] = (float) (weight * all[i][strongest[n]]);
      }
    }
    return ItemNeighbors.of(neighbors, weights, liking);
  }

  /**
   * How many times the weight of the settings neighbors have, from 1 to 10: the more, the more
   * items there are a user. The fewer users there are to an item, the worse are the embeddings that
   * speak beside them. But what comes next is foretold by the order of a history and by when items
   * came, of which neighbors know nothing.
   */
  double times() {
    Interactions rows = data.interactions();
    if (config.recency() > 0 || config.freshness() > 0) {
      return 1;
    }
    long users = IntStream.range(0, rows.users()).filter(user -> rows.count(user) > 0).count();
    BitSet items = new BitSet();
    for (int position = 0; position < rows.size(); position++) {
      items.set(rows.item(position));
    }
    double itemsEach = items.cardinality() / (double) Math.max(1, users);
    return Math.max(1, Math.min(MOST_TIMES, 1 + 1.5 * (itemsEach - MANY_ITEMS)));
  }

  /** The items with the most interactions, in order. */
  private int[] mostChosen(int maxItems) {
    Interactions rows = data.interactions();
    int[] counts = new int[rows.items()];
    for (int position = 0; position < rows.size(); position++) {
      counts[rows.item(position)]++;
    }
    TopK most = new TopK(Math.min(maxItems, counts.length));
    for (int item = 0; item < counts.length; item++) {
      most.offer(item, counts[item]);
    }
    return most.ascending();
  }

  /** The weights between some items, few to each, or all; empty where nobody likes one. */
  private float[][] ease(int[] kept, boolean alone, int each) {
    Interactions likes = likes(kept);
    if (likes.size() == 0) {
      return new float[0][0];
    }
    List<String> ids = IntStream.of(kept).mapToObj(data.items()::id).toList();
    Dataset liked =
        new Dataset(
            data.name(),
            data.users(),
            Vocabulary.of(ids),
            data.userAttributes(),
            terms(kept),
            likes,
            data.scale());
    boolean byRating = liking.slope() > 0;
    EaseTrainer ease =
        new EaseTrainer(
            EaseTrainer.defaults().regularization(),
            byRating ? Weighting.BY_RATING : Weighting.EQUAL,
            byRating ? config.relevantFrom() : OptionalDouble.of(data.scale().min()),
            alone && config.features() ? TERM_WEIGHT : 0);
    return alone ? ease.weights(liked, each) : ease.weights(liked);
  }

  /** The lists of terms among some items' attributes. */
  private AttributeTable terms(int[] kept) {
    AttributeTable all = data.itemAttributes();
    AttributeTable.Builder terms = AttributeTable.builder(kept.length);
    for (String name : all.names()) {
      if (all.type(name) == AttributeTable.Type.TERMS) {
        terms.column(name, AttributeTable.Type.TERMS);
        for (int i = 0; i < kept.length; i++) {
          terms.terms(name, i, all.terms(name, kept[i]));
        }
      }
    }
    return terms.build();
  }

  private Interactions likes(int[] kept) {
    Interactions rows = data.interactions();
    int[] place = new int[rows.items()];
    Arrays.fill(place, -1);
    for (int i = 0; i < kept.length; i++) {
      place[kept[i]] = i;
    }
    Interactions.Builder likes = Interactions.builder();
    for (int user = 0; user < rows.users(); user++) {
      for (int position = rows.start(user); position < rows.end(user); position++) {
        int item = place[rows.item(position)];
        if (item >= 0 && liking.of(rows.value(position)) > 0) {
          likes.add(user, item, rows.value(position), 0);
        }
      }
    }
    return likes.build(rows.users(), kept.length, false);
  }

  /** The places of the largest weights, whatever their sign, in order. */
  static int[] strongest(float[] weights, int each) {
    TopK strongest = new TopK(Math.min(each, weights.length));
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] != 0) {
        strongest.offer(i, Math.abs(weights[i]));
      }
    }
    return strongest.ascending();
  }
}
