package io.recsys.model;

import io.recsys.Catalog;
import io.recsys.Reason;
import io.recsys.data.Interactions;
import io.recsys.feature.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What in a user's history speaks for an item: those items rated well that have the most to say of
 * it by their neighbors' weights, in a model without neighbors those whose embeddings are the most
 * alike. Immutable.
 */
final class HistoryReasons {
  private static final int MOST = 3;

  private final HybridModel model;
  private final Catalog catalog;
  private final EmbeddingSpace embeddings;

  HistoryReasons(HybridModel model, Catalog catalog) {
    this.model = model;
    this.catalog = catalog;
    this.embeddings = EmbeddingSpace.ofItems(model);
  }

  /**
   * The reasons for an item, the strongest first.
   *
   * @param user the user's index, -1 for someone unknown
   * @param more what the user did beside what the model knows of
   * @param item the item's index, -1 for an unknown one
   */
  List<Reason> because(int user, History more, int item) {
    List<Reason.Rated> reasons = new ArrayList<>();
    Interactions seen = model.data().interactions();
    // A model saved without neighbors keeps no ratings: loaded again, it must say the same.
    boolean isRated = user >= 0 && model.neighbors().size() > 0;
    for (int p = isRated ? seen.start(user) : 0; isRated && p < seen.end(user); p++) {
      offer(seen.item(p), seen.value(p), item, reasons);
    }
    for (int i = 0; i < more.size(); i++) {
      offer(more.item(i), more.value(i), item, reasons);
    }
    reasons.sort(
        Comparator.comparingDouble(Reason.Rated::strength)
            .reversed()
            .thenComparing(Reason.Rated::item));
    return List.copyOf(reasons.subList(0, Math.min(MOST, reasons.size())));
  }

  private void offer(int rated, float rating, int item, List<Reason.Rated> reasons) {
    boolean isLiked = rating >= model.data().scale().relevantFrom();
    double strength = isLiked && item >= 0 && rated != item ? strength(rated, rating, item) : 0;
    if (strength > 0) {
      reasons.add(
          new Reason.Rated(model.data().items().id(rated), catalog.title(rated), rating, strength));
    }
  }

  private double strength(int rated, float rating, int item) {
    ItemNeighbors neighbors = model.neighbors();
    return neighbors.size() > 0
        ? neighbors.liking().of(rating) * neighbors.weight(rated, item)
        : embeddings.cosine(rated, item);
  }
}
