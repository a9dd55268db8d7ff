package io.recsys.baseline;

import io.recsys.TrainingException;
import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * The interactions of a data set that count as likes, each valued by its weight.
 *
 * @param weights how much which counts
 * @param byUser the likes, of users and maybe of what counts as more of them
 * @param byItem the same with users and items exchanged: grouped by item
 */
record Likes(LikeWeights weights, Interactions byUser, Interactions byItem) {
  /** Squares that every user and item has beside its own, so that few likes make no extremes. */
  private static final double SHRINKAGE = 20;

  /** The likes of a data set. */
  static Likes of(Dataset data, OptionalDouble relevantFrom, Weighting weighting) {
    LikeWeights weights = LikeWeights.of(data.scale(), relevantFrom, weighting);
    Interactions byUser = weights.likes(data.interactions());
    if (data.interactions().size() == 0) {
      throw new TrainingException("data: '" + data.name() + "' has no interaction to train on");
    }
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

  /**
   * These, each divided by the {@link #norms norms} of its user's and of its item's likes to some
   * power, and multiplied by what keeps the sum of squares.
   */
  Likes normalized(double power) {
    double[] users = shares(byUser, power);
    double[] items = shares(byItem, power);
    double scale = scale(users, items);
    Interactions.Builder normalized = Interactions.builder();
    for (int user = 0; user < users.length; user++) {
      for (int position = byUser.start(user); position < byUser.end(user); position++) {
        int item = byUser.item(position);
        double like = byUser.value(position) * users[user] * items[item];
        normalized.add(user, item, (float) (scale * like), 0);
      }
    }
    Interactions all = normalized.build(users.length, items.length, false);
    return new Likes(weights, all, transposed(all));
  }

  /**
   * What a like of each item is multiplied by where it is divided by the norm of its item's likes
   * alone to some power, and the sum of squares is kept.
   */
  double[] normalizedByItem(double power) {
    double[] users = new double[byUser.users()];
    Arrays.fill(users, 1);
    double[] items = shares(byItem, power);
    double scale = scale(users, items);
    return DoubleStream.of(items).map(share -> scale * share).toArray();
  }

  /** What keeps the sum of squares where likes are multiplied by shares of user and item. */
  private double scale(double[] users, double[] items) {
    double before = 0;
    double after = 0;
    for (int user = 0; user < users.length; user++) {
      for (int position = byUser.start(user); position < byUser.end(user); position++) {
        double like = byUser.value(position);
        double share = like * users[user] * items[byUser.item(position)];
        before += like * like;
        after += share * share;
      }
    }
    return Math.sqrt(before / after);
  }

  private static double[] shares(Interactions likes, double power) {
    return DoubleStream.of(norms(likes)).map(norm -> Math.pow(norm, -power)).toArray();
  }

  /** The Euclidean norm of each user's, or item's, likes, {@link #SHRINKAGE} in the sum. */
  private static double[] norms(Interactions likes) {
    double[] norms = new double[likes.users()];
    for (int row = 0; row < norms.length; row++) {
      double squares = SHRINKAGE;
      for (int position = likes.start(row); position < likes.end(row); position++) {
        squares += (double) likes.value(position) * likes.value(position);
      }
      norms[row] = Math.sqrt(squares);
    }
    return norms;
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
