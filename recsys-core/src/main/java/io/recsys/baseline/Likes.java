package io.recsys.baseline;

import io.recsys.TrainingException;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import java.util.OptionalDouble;

/**
 * The interactions of a data set that count as likes, each valued by its weight.
 *
 * @param byUser the likes as they are
 * @param byItem the same with users and items exchanged: grouped by item
 */
record Likes(Interactions byUser, Interactions byItem) {
  /** The likes of a data set. */
  static Likes of(Dataset data, OptionalDouble relevantFrom, Weighting weighting) {
    Interactions all = data.interactions();
    double from = relevantFrom.orElse(data.scale().relevantFrom());
    double half = data.scale().width() / 2;
    Interactions.Builder likes = Interactions.builder();
    for (int user = 0; user < all.users(); user++) {
      for (int position = all.start(user); position < all.end(user); position++) {
        // As a float, or a threshold that no float equals would leave out ratings equal to it.
        boolean relevant = all.value(position) >= (float) from;
        double weight =
            switch (weighting) {
              case EQUAL -> relevant ? 1 : 0;
              case BY_RATING -> 1 + (all.value(position) - from) / half;
            };
        if (weight > 0) {
          likes.add(user, all.item(position), (float) weight, all.time(position));
        }
      }
    }
    if (likes.size() == 0) {
      throw new TrainingException(
          "data: '"
              + data.name()
              + "' has no interaction that is a like where "
              + from
              + " is one; lower relevantFrom");
    }
    Interactions byUser = likes.build(all.users(), all.items(), all.hasTimes());
    return new Likes(byUser, transposed(byUser));
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
