package io.recsys.model;

import io.recsys.Similar;
import io.recsys.TopK;
import io.recsys.data.Vocabulary;
import io.recsys.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/** Where embeddings lie to one another. Immutable. */
final class EmbeddingSpace {
  /** Likeness to an item of so many ratings counts half: docs/decisions/0018. */
  private static final double ITEM_DOUBT = 20;

  private final float[] table;
  private final int dimensions;
  private final Vocabulary ids;
  private final IntUnaryOperator support;
  private final double doubt;

  /**
   * A space. The table is kept, not copied.
   *
   * @param table the embeddings, a row an id
   * @param dimensions of an embedding
   * @param ids what the rows are of
   * @param support the training interactions that a row comes from; a row of none is no id's own,
   *     but that of all unknown ones
   * @param doubt the interactions of a row whose likeness counts half
   */
  EmbeddingSpace(
      float[] table, int dimensions, Vocabulary ids, IntUnaryOperator support, double doubt) {
    this.table = table;
    this.dimensions = dimensions;
    this.ids = ids;
    this.support = support;
    this.doubt = doubt;
  }

  /** The space of a model's items. */
  static EmbeddingSpace ofItems(HybridModel model) {
    return new EmbeddingSpace(
        model.network().weight("item.embedding"),
        model.network().embeddingSize(),
        model.data().items(),
        model.encoder().statistics()::itemCount,
        ITEM_DOUBT);
  }

  /**
   * The ids with the most similar embeddings, by the cosine times the share {@code n / (n + doubt)}
   * of {@code n} interactions; none for an id without an embedding of its own. Herlocker, Konstan,
   * Borchers, Riedl, An Algorithmic Framework for Performing Collaborative Filtering, SIGIR 1999:
   * what is alike by few ratings is often so by chance.
   *
   * @param kind what an id is of, for messages
   * @throws IllegalArgumentException if the id is unknown or {@code k} negative
   */
  List<Similar> nearest(String kind, String id, int k, IntFunction<String> title) {
    int row = ids.indexOf(id);
    if (row < 0) {
      throw new IllegalArgumentException(kind + ": the model does not know '" + id + "'");
    }
    TopK nearest = new TopK(Math.min(k, ids.size()));
    boolean placed = support.applyAsInt(row) > 0;
    for (int other = 0; other < ids.size() && placed; other++) {
      double interactions = support.applyAsInt(other);
      if (other != row && interactions > 0) {
        double believed = interactions / (interactions + doubt);
        // NaN, of an embedding of zeros, is not kept.
        nearest.offer(other, (float) (believed * cosine(row, other)));
      }
    }
    nearest.sort();
    List<Similar> similar = new ArrayList<>(nearest.size());
    for (int place = 0; place < nearest.size(); place++) {
      int other = nearest.index(place);
      similar.add(new Similar(place + 1, ids.id(other), title.apply(other), nearest.score(place)));
    }
    return similar;
  }

  /** The cosine of the angle between two embeddings, NaN where one is of zeros. */
  double cosine(int a, int b) {
    return Math.max(-1, Math.min(1, dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))));
  }

  private double dot(int a, int b) {
    return Kernels.dot(table, a * dimensions, table, b * dimensions, dimensions);
  }
}
