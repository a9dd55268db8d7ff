package io.recsys;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
import io.recsys.split.Split;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A square of users and items where each user likes every second item: those of the user's own
 * parity. All users rate equally high and all items are equally popular, so that only a model that
 * learns who likes what can tell liked items from others. A seventh of the cells is the test part.
 */
public final class Checkerboard {
  private static final int HELD_OUT = 7;

  private Checkerboard() {}

  /** The board with a rating in each cell: 5 where the user likes the item, else 1. */
  public static Split ratings(int size) {
    return split("ratings", size, false);
  }

  /** The board with an interaction of value 1 where the user likes the item, else none. */
  public static Split likes(int size) {
    return split("likes", size, true);
  }

  /** Whether a user likes an item, by their indices, which are also their ids. */
  public static boolean liked(int user, int item) {
    return (user + item) % 2 == 0;
  }

  /**
   * The mean share of liked items among each user's top {@code k}, which is 1 when solved. By
   * chance it is 1/2 on ratings and 1/8 on likes, where all disliked items are unseen too.
   *
   * @param k at most size / 14, as many liked items as are held out for a user
   */
  public static double likedShare(Recommender recommender, Split split, int k) {
    double sum = 0;
    for (int user = 0; user < split.train().users().size(); user++) {
      Recommendations top = recommender.topK(user, k);
      int likedUser = user;
      sum +=
          top.items().stream()
                  .filter(item -> liked(likedUser, Integer.parseInt(item.item())))
                  .count()
              / (double) top.size();
    }
    return sum / split.train().users().size();
  }

  private static Split split(String name, int size, boolean likesOnly) {
    Interactions.Builder train = Interactions.builder();
    Interactions.Builder test = Interactions.builder();
    for (int user = 0; user < size; user++) {
      for (int item = 0; item < size; item++) {
        if (liked(user, item) || !likesOnly) {
          float value = likesOnly ? 1 : liked(user, item) ? 5 : 1;
          // Items in another order for each user, or time would tell the item.
          long time = 86_400L * ((item * 11 + user * 5) % size);
          (heldOut(user, item) ? test : train).add(user, item, value, time);
        }
      }
    }
    Vocabulary ids = Vocabulary.of(IntStream.range(0, size).mapToObj(Integer::toString).toList());
    Dataset data =
        new Dataset(
            "checkerboard " + name,
            ids,
            ids,
            AttributeTable.empty(size),
            attributes(size),
            train.build(size, size, true),
            likesOnly ? new RatingScale(0, 1) : new RatingScale(1, 5));
    return new Split("held-out", data, test.build(size, size, true));
  }

  /** Seven is odd, so a user's held-out items are liked and disliked in turn. */
  private static boolean heldOut(int user, int item) {
    return (3 * user + 5 * item) % HELD_OUT == 0;
  }

  private static AttributeTable attributes(int size) {
    AttributeTable.Builder attributes =
        AttributeTable.builder(size)
            .column("title", AttributeTable.Type.TEXT)
            .column("genres", AttributeTable.Type.TERMS);
    for (int item = 0; item < size; item++) {
      attributes.text("title", item, "Field " + item);
      // Genres that say nothing about the parity.
      attributes.terms("genres", item, List.of("Row " + item / 2));
    }
    return attributes.build();
  }
}
