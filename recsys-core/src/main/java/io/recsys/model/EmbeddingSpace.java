package io.recsys.model;

import io.recsys.Similar;
import io.recsys.TopK;
import io.recsys.data.Vocabulary;
import io.recsys.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/** Where embeddings lie to one another. Immutable. */
final class EmbeddingSpace {
  private final float[] table;
  private final int dimensions;
  private final Vocabulary ids;
  private final IntPredicate placed;

  /**
   * A space. The table is kept, not copied.
   *
   * @param table the embeddings, a row an id
   * @param dimensions of an embedding
   * @param ids what the rows are of
   * @param placed whether a row is an id's own, not that of all unknown ones
   */
  EmbeddingSpace(float[] table, int dimensions, Vocabulary ids, IntPredicate placed) {
    this.table = table;
    this.dimensions = dimensions;
    this.ids = ids;
    this.placed = placed;
  }

  /** The space of a model's items. */
  static EmbeddingSpace ofItems(HybridModel model) {
    return new EmbeddingSpace(
        model.network().weight("item.embedding"),
        model.network().embeddingSize(),
        model.data().items(),
        item -> model.encoder().statistics().itemCount(item) > 0);
  }

  /**
   * The ids with the most similar embeddings, by cosine; none for an id without one of its own.
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
    for (int other = 0; other < ids.size() && placed.test(row); other++) {
      if (other != row && placed.test(other)) {
        // NaN, of an embedding of zeros, is not kept.
        nearest.offer(other, (float) cosine(row, other));
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
