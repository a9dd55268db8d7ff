package io.recsys.feature;

import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The standard features once more, straight from their formulas: each value is found by reading all
 * rows again.
 */
final class PlainFeatures {
  private static final double DAY = 86_400;

  private final Dataset data;
  private final List<Row> rows = new ArrayList<>();
  private final List<String> genres;

  private record Row(int user, int item, double value, long time) {}

  /** The features from the interactions for which the predicate holds. */
  PlainFeatures(Dataset data, Interactions.PositionPredicate include) {
    this.data = data;
    Interactions all = data.interactions();
    for (int position = 0; position < all.size(); position++) {
      if (include.test(position)) {
        rows.add(
            new Row(
                all.user(position), all.item(position), all.value(position), all.time(position)));
      }
    }
    genres = new ArrayList<>();
    for (int position = 0; position < all.size(); position++) {
      genres.addAll(data.itemAttributes().terms("genres", all.item(position)));
    }
  }

  private double count(Predicate<Row> of) {
    return rows.stream().filter(of).count();
  }

  private double sum(Predicate<Row> of) {
    return rows.stream().filter(of).mapToDouble(Row::value).sum();
  }

  private double mean() {
    return sum(row -> true) / Math.max(1, rows.size());
  }

  private double mean(Predicate<Row> of) {
    return (sum(of) + 5 * mean()) / (count(of) + 5);
  }

  private double deviations(Predicate<Row> of) {
    double mean = sum(of) / count(of);
    return rows.stream().filter(of).mapToDouble(row -> Math.pow(row.value - mean, 2)).sum();
  }

  private double spread(Predicate<Row> of) {
    double variance = deviations(row -> true) / Math.max(1, rows.size());
    return Math.sqrt((deviations(of) + 5 * variance) / (count(of) + 5));
  }

  private double recentShare(Predicate<Row> of) {
    long last = rows.stream().mapToLong(Row::time).max().orElse(0);
    Predicate<Row> recent = row -> row.time > last - 30 * DAY;
    double share = count(recent) / Math.max(1, rows.size());
    return (count(of.and(recent)) + 5 * share) / (count(of) + 5);
  }

  private double tenure(Predicate<Row> of, long time) {
    long first = rows.stream().filter(of).mapToLong(Row::time).min().orElse(time);
    return Math.log(1 + Math.max(0, time - first) / DAY);
  }

  private boolean has(Row row, String genre) {
    return data.itemAttributes().terms("genres", row.item).contains(genre);
  }

  private double affinity(int user, int item) {
    List<String> known = known(item);
    double sum = 0;
    for (String genre : known) {
      Predicate<Row> of = row -> row.user == user && has(row, genre);
      sum += (sum(of) - count(of) * mean(row -> row.user == user)) / (count(of) + 5);
    }
    return known.isEmpty() ? 0 : sum / known.size();
  }

  private double share(int item) {
    return known(item).stream()
        .mapToDouble(genre -> count(row -> has(row, genre)) / Math.max(1, rows.size()))
        .average()
        .orElse(Double.NaN);
  }

  private List<String> known(int item) {
    return item < 0
        ? List.of()
        : data.itemAttributes().terms("genres", item).stream().filter(genres::contains).toList();
  }

  /** The value of a column that comes from interactions. */
  double value(String column, int user, int item, long time) {
    Predicate<Row> ofUser = row -> row.user == user;
    Predicate<Row> ofItem = row -> row.item == item;
    return switch (column) {
      case "user_tenure" -> tenure(ofUser, time);
      case "item_tenure" -> tenure(ofItem, time);
      case "user_mean" -> mean(ofUser);
      case "user_count" -> Math.log(1 + count(ofUser));
      case "user_spread" -> spread(ofUser);
      case "item_mean" -> mean(ofItem);
      case "item_count" -> Math.log(1 + count(ofItem));
      case "item_spread" -> spread(ofItem);
      case "item_recent_share" -> recentShare(ofItem);
      case "genre_affinity" -> affinity(user, item);
      case "genre_share" -> share(item);
      default -> throw new AssertionError(column);
    };
  }
}
