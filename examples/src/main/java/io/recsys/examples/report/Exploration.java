package io.recsys.examples.report;

import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a data set holds, counted. What the data does not have, such as times or genres, is left
 * out. Immutable.
 */
public final class Exploration {
  private final Dataset data;
  private final int[] userCounts;
  private final int[] itemCounts;
  private final TreeMap<Float, Integer> ratingCounts = new TreeMap<>();
  private final @Nullable Activity activity;
  private final List<Group> genres;
  private final Map<String, List<Group>> people = new LinkedHashMap<>();

  private Exploration(Dataset data) {
    this.data = data;
    Interactions rows = data.interactions();
    userCounts = IntStream.range(0, rows.users()).map(rows::count).toArray();
    itemCounts = new int[rows.items()];
    for (int p = 0; p < rows.size(); p++) {
      itemCounts[rows.item(p)]++;
      ratingCounts.merge(rows.value(p), 1, Integer::sum);
    }
    activity = rows.hasTimes() && rows.size() > 0 ? Activity.of(rows) : null;
    genres = Group.genres(data);
    putPeople("age", Group.ages(data));
    putPeople("gender", Group.users(data, "gender"));
    putPeople("occupation", Group.users(data, "occupation"));
  }

  /** Counts what a data set holds; {@code O(rows)}. */
  public static Exploration of(Dataset data) {
    return new Exploration(data);
  }

  private void putPeople(String attribute, List<Group> groups) {
    if (!groups.isEmpty()) {
      people.put(attribute, groups);
    }
  }

  Dataset data() {
    return data;
  }

  int ratings() {
    return data.interactions().size();
  }

  int activeUsers() {
    return (int) Arrays.stream(userCounts).filter(count -> count > 0).count();
  }

  double density() {
    double pairs = (double) data.users().size() * data.items().size();
    return pairs == 0 ? 0 : ratings() / pairs;
  }

  /** The number of ratings of each value, the lowest first. */
  Map<Float, Integer> ratingCounts() {
    return new TreeMap<>(ratingCounts);
  }

  /** The number of ratings of each user who gave any, or each item that got any. */
  int[] counts(boolean ofUsers) {
    return Arrays.stream(ofUsers ? userCounts : itemCounts).filter(count -> count > 0).toArray();
  }

  Distribution spread(boolean ofUsers) {
    return Distribution.of(Arrays.stream(counts(ofUsers)).asDoubleStream().toArray());
  }

  LongTail longTail() {
    return LongTail.of(itemCounts);
  }

  @Nullable Activity activity() {
    return activity;
  }

  List<Group> genres() {
    return genres;
  }

  /** The users by age, gender and occupation, as far as the data tells. */
  Map<String, List<Group>> people() {
    return new LinkedHashMap<>(people);
  }

  double meanRating() {
    return ratings() == 0 ? 0 : data.interactions().meanValue();
  }

  /** The standard deviation of the ratings. */
  double ratingDeviation() {
    double mean = meanRating();
    double squares = 0;
    for (Map.Entry<Float, Integer> entry : ratingCounts.entrySet()) {
      squares += entry.getValue() * (entry.getKey() - mean) * (entry.getKey() - mean);
    }
    return ratings() == 0 ? 0 : Math.sqrt(squares / ratings());
  }

  /** The figures as {@code exploration_report.json} has them; no value is NaN. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("data", data.name());
    map.put("users", data.users().size());
    map.put("activeUsers", activeUsers());
    map.put("items", data.items().size());
    map.put("ratings", ratings());
    map.put("density", density());
    map.put("scale", Map.of("min", data.scale().min(), "max", data.scale().max()));
    map.put("meanRating", meanRating());
    map.put("ratingDeviation", ratingDeviation());
    Map<String, Object> histogram = new LinkedHashMap<>();
    ratingCounts.forEach((rating, count) -> histogram.put(Numbers.plain(rating), count));
    map.put("ratingCounts", histogram);
    map.put("ratingsPerUser", spread(true).toMap());
    map.put("ratingsPerItem", spread(false).toMap());
    map.put("longTail", longTail().toMap());
    if (activity != null) {
      map.put("time", Objects.requireNonNull(activity).toMap());
    }
    if (!genres.isEmpty()) {
      map.put("genres", maps(genres));
    }
    if (!people.isEmpty()) {
      Map<String, Object> demographics = new LinkedHashMap<>();
      people.forEach((attribute, groups) -> demographics.put(attribute, maps(groups)));
      map.put("demographics", demographics);
    }
    return map;
  }

  private List<Map<String, Object>> maps(List<Group> groups) {
    List<Map<String, Object>> maps = new ArrayList<>();
    groups.forEach(group -> maps.add(group.toMap(ratings())));
    return maps;
  }
}
