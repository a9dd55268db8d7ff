package io.recsys.examples.report;

import io.recsys.Catalog;
import io.recsys.Recommendation;
import io.recsys.Recommender;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.split.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One user's history beside what the model recommends.
 *
 * @param user the user's id
 * @param ratings the number of the user's ratings in training
 * @param liked the best rated of them, later ones first among equals
 * @param list what is recommended
 */
public record Example(String user, int ratings, List<Entry> liked, List<Entry> list) {
  private static final int SHOWN = 10;
  private static final double[] PLACES = {0.1, 0.5, 0.9};

  /** Copies the lists. */
  public Example {
    liked = List.copyOf(liked);
    list = List.copyOf(list);
  }

  /**
   * An item in an example.
   *
   * @param item the item's id
   * @param title its title, or its id where it has none
   * @param rating what the user gave it, in training or, of a recommended item, in the test part;
   *     NaN where nothing is known
   * @param predicted the predicted rating, NaN where there is none
   */
  public record Entry(String item, String title, double rating, double predicted) {
    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("item", item);
      map.put("title", title);
      if (!Double.isNaN(rating)) {
        map.put("rating", rating);
      }
      if (!Double.isNaN(predicted)) {
        map.put("predictedRating", predicted);
      }
      return map;
    }
  }

  /** A user with few ratings, one with a middling number and one with many, by training rows. */
  public static List<Example> of(Recommender recommender, Split split) {
    Interactions rows = split.train().interactions();
    Interactions test = split.test();
    boolean isTested = test.size() > 0;
    List<Integer> users =
        IntStream.range(0, rows.users())
            .filter(user -> rows.count(user) > 0 && (!isTested || test.count(user) > 0))
            .boxed()
            .sorted(Comparator.comparing(rows::count))
            .toList();
    List<Example> examples = new ArrayList<>();
    IntStream.range(0, users.isEmpty() ? 0 : PLACES.length)
        .map(i -> users.get((int) (PLACES[i] * (users.size() - 1))))
        .distinct()
        .forEach(user -> examples.add(of(recommender, split, user)));
    return examples;
  }

  private static Example of(Recommender recommender, Split split, int user) {
    Dataset train = split.train();
    Interactions rows = train.interactions();
    Catalog catalog = Catalog.of(train);
    List<Entry> liked =
        IntStream.range(rows.start(user), rows.end(user))
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(p -> -rows.value(p))
                    .thenComparing(Comparator.reverseOrder()))
            .limit(SHOWN)
            .map(p -> liked(train, catalog, p))
            .toList();
    String id = train.users().id(user);
    List<Entry> list = new ArrayList<>();
    for (Recommendation r : recommender.topK(id, SHOWN)) {
      list.add(new Entry(r.item(), r.title(), tested(split, user, r.item()), r.predictedRating()));
    }
    return new Example(id, rows.count(user), liked, list);
  }

  private static Entry liked(Dataset train, Catalog catalog, int position) {
    int item = train.interactions().item(position);
    return new Entry(
        train.items().id(item),
        catalog.title(item),
        train.interactions().value(position),
        Double.NaN);
  }

  private static double tested(Split split, int user, String item) {
    Interactions test = split.test();
    for (int p = test.start(user); p < test.end(user); p++) {
      if (split.train().items().id(test.item(p)).equals(item)) {
        return test.value(p);
      }
    }
    return Double.NaN;
  }

  /** The example by the keys of {@code recommendation_report.json}. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("user", user);
    map.put("ratings", ratings);
    map.put("liked", liked.stream().map(Entry::toMap).toList());
    map.put("recommended", list.stream().map(Entry::toMap).toList());
    return map;
  }
}
