package io.recsys.train;

import io.recsys.TopK;
import io.recsys.TrainingException;
import io.recsys.baseline.EaseTrainer;
import io.recsys.baseline.Weighting;
import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
import io.recsys.model.ItemNeighbors;
import io.recsys.model.Liking;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** What {@link EaseTrainer EASE} learns of pairs of items, cut down to some neighbors an item. */
final class EaseNeighbors {
  /**
   * Times the root of the number of users: by so much as that grows what two items have in common
   * by chance.
   */
  private static final double REGULARIZATION = 13;

  /** The power of norms that a like is divided by, so that what everybody likes says less. */
  private static final double NORMALIZATION = 0.5;

  /** What a term that items share, such as a genre, counts in likes of a user more. */
  private static final double TERM_WEIGHT = 3;

  /** A scale on which {@link Weighting#BY_RATING} weighs a like, as a rating, by what it counts. */
  private static final RatingScale LIKES = new RatingScale(0, 2);

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
   * the cube of the items: each is a neighbor of the 100 that say most of it. An item without
   * interactions has none, and there are none where they have no weight or nobody likes anything.
   *
   * @throws TrainingException if this JVM cannot hold the pairs of items
   */
  ItemNeighbors fit() {
    return fit(100, 5000);
  }

  /**
   * The same with other limits.
   *
   * @param each the most items that an item is a neighbor of
   * @param maxItems the most items that have neighbors
   */
  ItemNeighbors fit(int each, int maxItems) {
    int[][] neighbors = new int[data.items().size()][0];
    if (config.neighborWeight() == 0) {
      return ItemNeighbors.none(neighbors.length);
    }
    float[][] weights = new float[neighbors.length][0];
    int[] kept = mostChosen(maxItems);
    Dataset liked = liked(kept);
    float[][] all =
        liked.interactions().size() > 0
            ? ease(liked.interactions()).weights(liked, each)
            : new float[0][0];
    for (int i = 0; i < all.length; i++) {
      float[] row = all[i];
      int[] places = IntStream.range(0, row.length).filter(j -> row[j] != 0).toArray();
      neighbors[kept[i]] = IntStream.of(places).map(j -> kept[j]).toArray();
      weights[kept[i]] = new float[places.length];
      for (int n = 0; n < places.length; n++) {
        weights[kept[i]][n] = (float) (config.neighborWeight() * row[places[n]]);
      }
    }
    return ItemNeighbors.of(neighbors, weights, liking);
  }

  /** The items with the most interactions, in order; of those without, none. */
  private int[] mostChosen(int maxItems) {
    Interactions rows = data.interactions();
    int[] counts = new int[rows.items()];
    for (int position = 0; position < rows.size(); position++) {
      counts[rows.item(position)]++;
    }
    TopK most = new TopK(Math.min(maxItems, counts.length));
    for (int item = 0; item < counts.length; item++) {
      if (counts[item] > 0) {
        most.offer(item, counts[item]);
      }
    }
    return most.ascending();
  }

  private EaseTrainer ease(Interactions likes) {
    double users = IntStream.range(0, likes.users()).filter(u -> likes.count(u) > 0).count();
    return new EaseTrainer(
        REGULARIZATION * Math.sqrt(users),
        Weighting.BY_RATING,
        OptionalDouble.of(1),
        config.features() ? TERM_WEIGHT : 0,
        NORMALIZATION);
  }

  /** What users like among some items. */
  private Dataset liked(int[] kept) {
    List<String> ids = IntStream.of(kept).mapToObj(data.items()::id).toList();
    return new Dataset(
        data.name(),
        data.users(),
        Vocabulary.of(ids),
        data.userAttributes(),
        terms(kept),
        likes(kept),
        LIKES);
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
        float like = liking.of(rows.value(position));
        if (item >= 0 && like > 0) {
          likes.add(user, item, like, 0);
        }
      }
    }
    return likes.build(rows.users(), kept.length, false);
  }
}
