package io.recsys.examples.report;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Users or items that have something in common, and the ratings they have a part in.
 *
 * @param name what they have in common
 * @param members how many they are
 * @param ratings the ratings that they gave or got
 * @param meanRating the mean of these, NaN where there are none
 */
public record Group(String name, int members, int ratings, double meanRating) {
  private static final String UNKNOWN = "unknown";

  /** Where bands of age begin, in years. */
  static final int[] AGES = {18, 25, 35, 45, 50, 56};

  /** The genres of the items, those with most ratings first; empty where the data has none. */
  public static List<Group> genres(Dataset data) {
    AttributeTable items = data.itemAttributes();
    if (!items.has("genres", AttributeTable.Type.TERMS)) {
      return List.of();
    }
    List<Group> groups =
        new ArrayList<>(
            of(data.items().size(), itemSums(data.interactions()), i -> items.terms("genres", i)));
    groups.sort(Comparator.comparingInt(Group::ratings).reversed().thenComparing(Group::name));
    return groups;
  }

  /** The users by the text in an attribute, in the order of the texts; empty without it. */
  public static List<Group> users(Dataset data, String attribute) {
    AttributeTable users = data.userAttributes();
    if (!users.has(attribute, AttributeTable.Type.TEXT)) {
      return List.of();
    }
    return of(
        data.users().size(),
        userSums(data.interactions()),
        user -> List.of(Objects.requireNonNullElse(users.text(attribute, user), UNKNOWN)));
  }

  /** The users by bands of age, the youngest first; empty where the data has no ages. */
  public static List<Group> ages(Dataset data) {
    AttributeTable users = data.userAttributes();
    if (!users.has("age", AttributeTable.Type.NUMBER)) {
      return List.of();
    }
    return of(
        data.users().size(),
        userSums(data.interactions()),
        user -> List.of(ageBand(users.number("age", user))));
  }

  /** The band that an age in years falls in, such as {@code 25-34}. */
  static String ageBand(double age) {
    if (Double.isNaN(age)) {
      return UNKNOWN;
    }
    int band = (int) IntStream.of(AGES).filter(start -> age >= start).count();
    if (band == 0) {
      return "0-" + (AGES[0] - 1);
    }
    return AGES[band - 1] + (band == AGES.length ? "+" : "-" + (AGES[band] - 1));
  }

  /** The figures by the keys of the JSON reports; {@code share} is that of all ratings. */
  public Map<String, Object> toMap(int allRatings) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("members", members);
    map.put("ratings", ratings);
    map.put("share", allRatings == 0 ? 0 : (double) ratings / allRatings);
    if (ratings > 0) {
      map.put("meanRating", meanRating);
    }
    return map;
  }

  private static List<Group> of(int size, Sums sums, IntFunction<List<String>> names) {
    Map<String, List<Integer>> members = new TreeMap<>();
    for (int index = 0; index < size; index++) {
      for (String name : names.apply(index)) {
        members.computeIfAbsent(name, key -> new ArrayList<>()).add(index);
      }
    }
    List<Group> groups = new ArrayList<>();
    members.forEach(
        (name, indices) -> {
          int ratings = indices.stream().mapToInt(i -> sums.counts[i]).sum();
          double sum = indices.stream().mapToDouble(i -> sums.values[i]).sum();
          groups.add(new Group(name, indices.size(), ratings, sum / ratings));
        });
    return groups;
  }

  /** The number and the sum of the ratings of each user, or each item. */
  private static final class Sums {
    private final int[] counts;
    private final double[] values;

    Sums(int size) {
      counts = new int[size];
      values = new double[size];
    }

    void add(int index, float rating) {
      counts[index]++;
      values[index] += rating;
    }
  }

  private static Sums userSums(Interactions rows) {
    Sums sums = new Sums(rows.users());
    for (int user = 0; user < rows.users(); user++) {
      for (int p = rows.start(user); p < rows.end(user); p++) {
        sums.add(user, rows.value(p));
      }
    }
    return sums;
  }

  private static Sums itemSums(Interactions rows) {
    Sums sums = new Sums(rows.items());
    for (int p = 0; p < rows.size(); p++) {
      sums.add(rows.item(p), rows.value(p));
    }
    return sums;
  }
}
