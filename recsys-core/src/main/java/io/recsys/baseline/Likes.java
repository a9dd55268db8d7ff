package io.recsys.baseline;

import io.recsys.TrainingException;
import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The interactions of a data set that count as likes, each valued by its weight.
 *
 * @param weights how much which counts
 * @param byUser the likes as they are
 * @param byItem the same with users and items exchanged: grouped by item
 */
record Likes(LikeWeights weights, Interactions byUser, Interactions byItem) {
  /** The likes of a data set. */
  static Likes of(Dataset data, OptionalDouble relevantFrom, Weighting weighting) {
    LikeWeights weights = LikeWeights.of(data.scale(), relevantFrom, weighting);
    Interactions byUser = weights.likes(data.interactions());
    if (byUser.size() == 0) {
      throw new TrainingException(
          "data: '"
              + data.name()
              + "' has no interaction that is a like where "
              + weights.from()
              + " is one; lower relevantFrom");
    }
    return new Likes(weights, byUser, transposed(byUser));
  }

  /**
   * These and one more user for each term of a list among the items' attributes, who likes the
   * items that have it.
   *
   * @param weight how much
   */
  Likes withTerms(AttributeTable items, float weight) {
    Interactions.Builder more = Interactions.builder();
    for (int user = 0; user < byUser.users(); user++) {
      for (int position = byUser.start(user); position < byUser.end(user); position++) {
        more.add(user, byUser.item(position), byUser.value(position), 0);
      }
    }
    int users = byUser.users();
    for (String name : items.names()) {
      if (items.type(name) == AttributeTable.Type.TERMS) {
        Map<String, Integer> rows = new HashMap<>();
        for (int item = 0; item < items.size(); item++) {
          for (String term : new LinkedHashSet<>(items.terms(name, item))) {
            int row = rows.computeIfAbsent(term, first -> rows.size());
            more.add(users + row, item, weight, 0);
          }
        }
        users += rows.size();
      }
    }
    Interactions all = more.build(users, byUser.items(), false);
    return new Likes(weights, all, transposed(all));
  }

  /** The same interactions with users and items exchanged, without times. */
  static Interactions transposed(Interactions interactions) {
    Interactions.Builder transposed = Interactions.builder();
    for (int user = 0; user < interactions.users(); user++) {
      for (int position = interactions.start(user); position < interactions.end(user); position++) {
        transposed.add(interactions.item(position), user, interactions.value(position), 0);
      }
    }
    return transposed.build(interactions.items(), interactions.users(), false);
  }
}
